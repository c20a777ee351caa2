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
  /** The body of the vendor's error; `{ error: { message } }` where this is absent. */
  encodeError?(status: number, message: string): unknown;
}
