import type { LanguageModel, ModelReply, ModelRequest } from "../model.ts";

/** A reply of a scripted model: the text alone, parts of a reply, an error to throw, or what makes one from the request. */
export type ScriptedAnswer =
  | string
  | Error
  | Partial<ModelReply>
  | ((request: ModelRequest) => Partial<ModelReply> | string | Promise<Partial<ModelReply> | string>);

/** A model that says what a test tells it to, and remembers what it was asked. */
export interface ScriptedModel extends LanguageModel {
  /** The requests so far, oldest first. */
  readonly requests: readonly ModelRequest[];
}

/**
 * Gives the answers one after another; after the last one it says nothing. A single function answers every time.
 *
 * @param options.output - the strictest form that it claims to take; text by default
 */
export function scriptedModel(
  answers: readonly ScriptedAnswer[] | Extract<ScriptedAnswer, (request: ModelRequest) => unknown>,
  { modelId = "scripted", output }: { modelId?: string; output?: "schema" | "json" } = {},
): ScriptedModel {
  const requests: ModelRequest[] = [];
  return {
    provider: "scripted",
    modelId,
    ...(output && { output }),
    requests,
    async generate(request) {
      request.signal?.throwIfAborted();
      const answer = typeof answers === "function" ? answers : (answers[requests.length] ?? "");
      requests.push(request);
      if (answer instanceof Error) throw answer;
      const reply = typeof answer === "function" ? await answer(request) : answer;
      return {
        text: "",
        toolCalls: [],
        stop: "end",
        usage: {},
        ...(typeof reply === "string" ? { text: reply } : reply),
      };
    },
  };
}
