import type { Usage } from "./usage.ts";

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
 * - `MODEL_UNAVAILABLE`: the model's service is away, overloaded or too slow.
 * - `MODEL_REJECTED`: the model's service does not take this request; another form of it may pass.
 */
export const ERROR_CODES = [
  "INVALID_INPUT",
  "CONFIGURATION",
  "REVISION_CONFLICT",
  "STORE_UNAVAILABLE",
  "STORE_CORRUPT",
  "FORMAT_TOO_NEW",
  "MODEL_UNAVAILABLE",
  "MODEL_REJECTED",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(["REVISION_CONFLICT", "STORE_UNAVAILABLE", "MODEL_UNAVAILABLE"]);

/** The one error of Lifelong: a whole sentence about the world, a code, and whether the same call may succeed later. */
export class PersonaError extends Error {
  readonly code: ErrorCode;
  /** True when the same call may succeed later without any change by the caller. */
  readonly retryable: boolean;
  /** How long the service asked to be left alone, in milliseconds, where it said so. */
  readonly retryAfterMs: number | undefined;
  /** What the models that were asked had cost before this, where that is known. */
  readonly spent: Usage | undefined;

  /** @param message - whole sentences of ours, saying what to do next; never text of a user or a third party. */
  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number; spent?: Usage } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = "PersonaError";
    this.code = code;
    this.retryable = RETRYABLE.has(code);
    this.retryAfterMs = options.retryAfterMs;
    this.spent = options.spent;
    // Two installed copies of this package must recognise each other's errors, so instanceof is not enough.
    Object.defineProperty(this, MARK, { value: true });
  }

  static isInstance(value: unknown): value is PersonaError {
    return typeof value === "object" && value !== null && MARK in value;
  }
}
