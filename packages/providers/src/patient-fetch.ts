import { Agent, fetch as undiciFetch } from "undici";

/**
 * A fetch that waits for an answer as long as its signal lets it.
 *
 * The global one gives up after five minutes without headers, or between two pieces of a body, and a local model can
 * think for longer. A connection that cannot be made still fails after ten seconds.
 */
const patience = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

/** The part of `fetch` that the vendors' SDKs use. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

export const patientFetch: Fetch = async (input, init) => {
  const target = input instanceof Request ? input.url : input;
  // The package and the platform declare the same classes under two names.
  const response: unknown = await undiciFetch(target, { ...(init as object), dispatcher: patience });
  return response as Response;
};
