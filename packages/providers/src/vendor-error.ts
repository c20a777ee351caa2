import { PersonaError } from "@lifelong/core";

/** Who was asked, for the sentences of an error. */
export interface Vendor {
  /** As people call it: "OpenAI". */
  readonly name: string;
  readonly modelId: string;
  /** Where the key comes from, as a person would look for it. */
  readonly keyVariable: string;
  /** The package that has the SDK; absent where none is used. */
  readonly sdk?: string;
}

/** What can be told of a failed call without repeating what the vendor said. */
export interface Failure {
  /** Absent: there was no answer, or none that could be read. */
  readonly status?: number;
  /** The vendor's own name for it, such as `model_not_found`. */
  readonly code?: unknown;
  readonly retryAfter?: string | null;
}

/** A name made of words, as opposed to a sentence, which may repeat a conversation, and to a key, which has digits. */
const TOKEN = /^(?=.{1,64}$)[a-z]+(?:[_.-][a-z]+)*$/i;

/**
 * The error of ours for a vendor's. Neither the vendor's words nor its SDK's error go along, also not as the cause: they
 * repeat keys, headers and requests.
 */
export function vendorError(
  { name, modelId, keyVariable }: Vendor,
  { status, code, retryAfter }: Failure,
): PersonaError {
  const answered = `${name} answered ${status}${typeof code === "string" && TOKEN.test(code) ? ` (${code})` : ""}`;
  const retryAfterMs = parseRetryAfter(retryAfter);
  if (status === 402 || (status === 429 && code === "insufficient_quota")) {
    return new PersonaError(
      "CONFIGURATION",
      `${answered} for the model "${modelId}": the account of this key has no credit left. Top it up, or name another model.`,
    );
  }
  // An answer that is none comes with any status below the errors'.
  switch (status === undefined || status < 400 ? undefined : status) {
    case undefined:
      return new PersonaError(
        "MODEL_UNAVAILABLE",
        `${name} cannot be reached, or broke off, or answered what is no reply, for the model "${modelId}". Check the address and try again later.`,
      );
    case 401:
    case 403:
      return new PersonaError(
        "CONFIGURATION",
        `${answered} for the model "${modelId}": the key is missing, wrong, or not for this model. Check ${keyVariable}.`,
      );
    case 404:
      return new PersonaError(
        "CONFIGURATION",
        `${answered}: there is no model "${modelId}" at this address. Check both.`,
      );
    default:
      return status === 408 || status === 409 || status === 429 || (status ?? 0) >= 500
        ? new PersonaError(
            "MODEL_UNAVAILABLE",
            `${answered}: it is overloaded, or has had enough of "${modelId}" for now. Try again later.`,
            { ...(retryAfterMs !== undefined && { retryAfterMs }) },
          )
        : new PersonaError("MODEL_REJECTED", `${answered}: it does not take this request for the model "${modelId}".`);
  }
}

/** Seconds, or a date, as RFC 9110 §10.2.3 has it, in milliseconds. */
export function parseRetryAfter(header: string | null | undefined, now: number = Date.now()): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - now;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : undefined;
}
