import { DEFAULT_TIMEOUT_MS, type ModelReply, type ModelRequest, PersonaError } from "@lifelong/core";
import * as z from "zod";
import { type Failure, type Vendor, vendorError } from "./vendor-error.ts";

/** Where vendors' SDKs keep what an error is about. */
const sdkError = z.looseObject({
  status: z.int().optional().catch(undefined),
  statusCode: z.int().optional().catch(undefined),
  code: z.unknown().optional(),
  type: z.unknown().optional(),
  headers: z.unknown().optional(),
  responseHeaders: z.unknown().optional(),
  lastError: z.unknown().optional(),
});

/**
 * Runs one call of a vendor's SDK: bounds it in time with all its retries, and turns what it throws into errors of ours.
 *
 * @param call - gets the signal that ends it, and whom to tell of the text where somebody listens
 */
export async function callVendor(
  vendor: Vendor,
  request: Pick<ModelRequest, "signal" | "timeoutMs" | "onText">,
  call: (signal: AbortSignal, onText?: (delta: string) => void) => Promise<ModelReply>,
): Promise<ModelReply> {
  const { signal, timeoutMs = DEFAULT_TIMEOUT_MS, onText } = request;
  signal?.throwIfAborted();
  const timeout = AbortSignal.timeout(timeoutMs);
  const bound = signal ? AbortSignal.any([signal, timeout]) : timeout;
  // What an SDK has read already may come after the end.
  const tell = onText && ((delta: string) => (bound.aborted ? undefined : onText(delta)));
  // An SDK that waits to retry does not always listen meanwhile.
  const ended = new Promise<never>((_, reject) => bound.addEventListener("abort", () => reject(bound.reason)));
  try {
    return await Promise.race([call(bound, tell), ended]);
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout.aborted) {
      throw new PersonaError(
        "MODEL_UNAVAILABLE",
        `${vendor.name} did not answer within ${timeoutMs / 1_000} s for the model "${vendor.modelId}". Try again later, or allow more time.`,
      );
    }
    if (PersonaError.isInstance(error)) throw error;
    throw vendorError(vendor, failureOf(error));
  }
}

/**
 * The SDK's module, loaded with the first call and not before.
 *
 * @throws PersonaError `CONFIGURATION` when it is not installed
 */
export async function loadSdk<Module>(
  vendor: Vendor & { readonly sdk: string },
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch {
    throw new PersonaError(
      "CONFIGURATION",
      `The package ${vendor.sdk} is missing, which speaks to ${vendor.name}. Install it beside Lifelong: npm install ${vendor.sdk}.`,
    );
  }
}

function failureOf(error: unknown): Failure {
  const parsed = sdkError.safeParse(error);
  if (!parsed.success) return {};
  const { status, statusCode, code, type, headers, responseHeaders, lastError } = parsed.data;
  if (status === undefined && statusCode === undefined) return lastError === undefined ? {} : failureOf(lastError);
  return {
    status: status ?? statusCode,
    code: code ?? type,
    retryAfter: headerOf(headers, "retry-after") ?? headerOf(responseHeaders, "retry-after"),
  };
}

function headerOf(headers: unknown, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  if (typeof headers !== "object" || headers === null) return undefined;
  if ("get" in headers && typeof headers.get === "function") return String(headers.get(name) ?? "") || undefined;
  const value = Object.getOwnPropertyDescriptor(headers, name)?.value;
  return typeof value === "string" ? value : undefined;
}
