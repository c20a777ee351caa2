import type { LanguageModel, ModelReply } from "../model.ts";

/** What the vendor's server shall say, before it is put into the vendor's words. */
export interface WireReply {
  readonly text?: string;
  readonly toolCall?: {
    readonly id: string;
    readonly name: string;
    readonly arguments: Readonly<Record<string, unknown>>;
  };
  readonly stop: ModelReply["stop"];
  /** Absent: the vendor reports nothing. */
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number };
}

/** What the vendor's server shall stream. */
export interface WireStreamReply extends Omit<WireReply, "text"> {
  /** The text in the pieces in which it shall come; empty when the model says nothing. */
  readonly deltas: readonly string[];
}

/** A streamed answer: what is written to the connection, piece by piece, each an event or a line of the vendor's. */
export interface WireStream {
  /** Absent: `text/event-stream`. */
  readonly contentType?: string;
  readonly pieces: readonly string[];
}

/** Everything that the contract has to know of a vendor. */
export interface ModelWire {
  /** Opens the model against the contract's own server, which stands for the vendor's. */
  open(server: { readonly baseURL: string; readonly apiKey: string }): LanguageModel | Promise<LanguageModel>;
  /**
   * The body of the vendor's answer, as the vendor documents it; undefined for a refusal where the vendor knows none.
   *
   * @param request - the parsed body of the request, for vendors whose answer has the form of what was asked
   */
  encode(reply: WireReply, request: unknown): unknown;
  /**
   * The same as a stream, as the vendor documents it. Absent: the model does not stream, and the cases about streams are
   * skipped.
   */
  encodeStream?(reply: WireStreamReply, request: unknown): WireStream | undefined;
  /** The body of the vendor's error; `{ error: { message } }` where this is absent. */
  encodeError?(status: number, message: string): unknown;
}
