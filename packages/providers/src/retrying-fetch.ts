import { setTimeout as delay } from "node:timers/promises";
import type { Fetch } from "./patient-fetch.ts";
import { parseRetryAfter, type Vendor, vendorError } from "./vendor-error.ts";

/** As often, and about as patiently, as the SDKs of the other vendors. */
const RETRIES = 2;
const FIRST_DELAY_MS = 500;
const RETRYABLE: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504, 529]);

/**
 * A fetch that asks again where the service says that this may help, after the time that its Retry-After names. For an
 * SDK that does not do so by itself.
 *
 * What stays an overload is thrown here, since the SDK's own error does not tell the Retry-After.
 */
export function retryingFetch(fetch: Fetch, { vendor, signal }: { vendor: Vendor; signal: AbortSignal }): Fetch {
  return async (input, init) => {
    for (let attempt = 0; ; attempt += 1) {
      const response = await fetch(input, init);
      if (!RETRYABLE.has(response.status)) return response;
      const retryAfter = response.headers.get("retry-after");
      await response.body?.cancel();
      if (attempt === RETRIES || isFinal(response)) throw vendorError(vendor, { status: response.status, retryAfter });
      const backoff = FIRST_DELAY_MS * 2 ** attempt * (1 + Math.random() / 4);
      await delay(parseRetryAfter(retryAfter) ?? backoff, undefined, { signal });
    }
  };
}

/** As the patient fetch marks an answer. */
function isFinal({ headers }: Response): boolean {
  return headers.get("x-should-retry") === "false";
}
