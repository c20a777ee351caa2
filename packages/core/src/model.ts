import type { Usage } from "./usage.ts";

/** A JSON Schema, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A tool that a model may ask for. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** Schema of an object. */
  readonly parameters: JsonSchema;
}

/** A model's wish that a tool be run. */
export interface ToolCall {
  /** As the vendor gave it, or made up by the provider where the vendor gives none; unique within the reply. */
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it. Nobody has checked it. */
  readonly arguments: string;
}

export type ModelMessage =
  | { readonly role: "system" | "user"; readonly text: string }
  | { readonly role: "assistant"; readonly text: string; readonly toolCalls?: readonly ToolCall[] }
  /** The result of a tool, after the assistant's message that called it. */
  | { readonly role: "tool"; readonly toolCallId: string; readonly name: string; readonly text: string };

/** The form in which the reply's text shall come: any JSON, or JSON that a schema describes. */
export type OutputForm =
  | { readonly kind: "json" }
  /** Every object of the schema lists all its properties as required and allows no others: what strict vendors ask for. */
  | { readonly kind: "schema"; readonly name: string; readonly schema: JsonSchema };

export interface ModelRequest {
  /** At least one; system messages come first. */
  readonly messages: readonly ModelMessage[];
  readonly tools?: readonly ToolDefinition[];
  /** Absent: text. Never more than the model's own `output` says. */
  readonly output?: OutputForm;
  /** Absent: the vendor's default. */
  readonly temperature?: number;
  /** Absent: the vendor's default, or the provider's where the vendor demands one. */
  readonly maxOutputTokens?: number;
  readonly signal?: AbortSignal;
  /** How long the whole call may take, retries included, in milliseconds; 2 minutes by default, hours are fine. */
  readonly timeoutMs?: number;
  /**
   * Told of the text as it comes; a model that cannot stream says nothing before its reply. The deltas, joined, are the
   * reply's text, or there are none; after the call has ended nothing more is told.
   */
  readonly onText?: (delta: string) => void;
}

/** How long a call may take unless the request says otherwise, milliseconds. */
export const DEFAULT_TIMEOUT_MS = 120_000;

export interface ModelReply {
  /** Empty when the model said nothing, or only called tools. */
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** `length`: cut off at a limit. `refusal`: the vendor or the model declined. */
  readonly stop: "end" | "length" | "refusal" | "tools";
  /** As the vendor reported it; what it did not report is undefined, never 0. */
  readonly usage: Pick<Usage, "inputTokens" | "outputTokens">;
}

/**
 * A language model, whoever serves it.
 *
 * A provider translates, and decides nothing: it neither parses what the model wrote nor asks again because of it.
 * It retries only where the vendor says that a retry helps, through the vendor's own SDK where that does so, and waits
 * as long as a Retry-After says. API keys appear in no reply and no error.
 */
export interface LanguageModel {
  /** The vendor or the way to it: `openai`, `anthropic`, `cli`. */
  readonly provider: string;
  /** The model as the vendor names it. */
  readonly modelId: string;
  /** The strictest form of output that it takes natively; absent: only text. */
  readonly output?: "schema" | "json";
  /**
   * Asks the model once.
   *
   * @throws PersonaError `MODEL_UNAVAILABLE` when the service is away, overloaded (429, 5xx), too slow or answers what
   *   is no reply, with `retryAfterMs` where it said so; `MODEL_REJECTED` for a request that it does not take (400, 413,
   *   422); `CONFIGURATION` when key, address or model name are wrong (401, 403, 404), the account has no credit (402), or an SDK
   *   is not installed.
   *   AbortError when the signal says so.
   */
  generate(request: ModelRequest): Promise<ModelReply>;
}

/** The model as revisions and reports name it: `openai:gpt-5-mini`. */
export function modelName({ provider, modelId }: Pick<LanguageModel, "provider" | "modelId">): string {
  return `${provider}:${modelId}`;
}
