const MARK = Symbol.for("lifelong.PersonaError");

/**
 * Whose fault it is decides the code; `docs/errors.md` says what to do about each.
 *
 * - `INVALID_INPUT`: the caller sent something that does not fit; nothing was stored.
 * - `CONFIGURATION`: the operator's settings do not fit together.
 * - `REVISION_CONFLICT`: another writer was first; read again and retry.
 * - `STORE_UNAVAILABLE`: disk, network or permission; nothing was acknowledged.
 * - `STORE_CORRUPT`: stored data cannot be read; never treated as empty.
 * - `FORMAT_TOO_NEW`: stored by a newer version, which learning, editing and forgetting need.
 * - `MODEL_UNAVAILABLE`: the optimizer's model could not be reached.
 */
export const ERROR_CODES = [
  "INVALID_INPUT",
  "CONFIGURATION",
  "REVISION_CONFLICT",
  "STORE_UNAVAILABLE",
  "STORE_CORRUPT",
  "FORMAT_TOO_NEW",
  "MODEL_UNAVAILABLE",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(["REVISION_CONFLICT", "STORE_UNAVAILABLE", "MODEL_UNAVAILABLE"]);

/** The one error of Lifelong: a whole sentence about the world, a code, and whether the same call may succeed later. */
export class PersonaError extends Error {
  readonly code: ErrorCode;
  /** True when the same call may succeed later without any change by the caller. */
  readonly retryable: boolean;

  /** @param message - whole sentences of ours, saying what to do next; never text of a user or a third party. */
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "PersonaError";
    this.code = code;
    this.retryable = RETRYABLE.has(code);
    // Two installed copies of this package must recognise each other's errors, so instanceof is not enough.
    Object.defineProperty(this, MARK, { value: true });
  }

  static isInstance(value: unknown): value is PersonaError {
    return typeof value === "object" && value !== null && MARK in value;
  }
}
