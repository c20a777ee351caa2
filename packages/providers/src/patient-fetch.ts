import type { Agent } from "undici";
import { parseRetryAfter } from "./vendor-error.ts";

/** The part of `fetch` that the vendors' SDKs use. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** What a call sits out by itself. OpenAI's SDK asks again at once when it is told a longer time. */
export const LONGEST_RETRY_AFTER_MS = 60_000;

let patience: Agent | undefined;

/**
 * A fetch that waits for an answer as long as its signal lets it.
 *
 * The global one gives up after five minutes without headers, or between two pieces of a body, and a local model can
 * think for longer. A connection that cannot be made still fails after ten seconds.
 *
 * An answer that wants to be left alone for longer than a call sits out is marked as final, in the way that the SDKs of
 * OpenAI and Anthropic know from their own services.
 */
export const patientFetch: Fetch = async (input, init) => {
  const undici = await import("undici");
  patience ??= new undici.Agent({ headersTimeout: 0, bodyTimeout: 0 });
  const target = input instanceof Request ? input.url : input;
  // The package and the platform declare the same classes under two names.
  const answered: unknown = await undici.fetch(target, { ...(init as object), dispatcher: patience });
  const response = answered as Response;
  const retryAfterMs = response.ok ? undefined : parseRetryAfter(response.headers.get("retry-after"));
  return retryAfterMs !== undefined && retryAfterMs > LONGEST_RETRY_AFTER_MS ? asFinal(response) : response;
};

function asFinal({ body, status, statusText, headers }: Response): Response {
  const marked = new Headers(headers);
  marked.set("x-should-retry", "false");
  return new Response(body, { status, statusText, headers: marked });
}
