import type { LanguageModel, ModelMessage, ModelReply, ModelRequest } from "@lifelong/core";
import type {
  LanguageModel as AiSdkLanguageModel,
  ModelMessage as AiSdkMessage,
  FinishReason,
  JSONSchema7,
  LanguageModelUsage,
} from "ai";
import { LONGEST_RETRY_AFTER_MS } from "./patient-fetch.ts";
import { callVendor, loadSdk } from "./vendor-call.ts";
import { parseRetryAfter } from "./vendor-error.ts";

/** A model object of the AI SDK, as its fifty-odd provider packages make them. */
export type AiSdkModel = Exclude<AiSdkLanguageModel, string>;

/**
 * Any model of the AI SDK as one of ours. Key, address and time limits below the SDK are the model object's own affair;
 * the SDK retries twice, as the service asks.
 */
export function aiSdkModel(model: AiSdkModel): LanguageModel {
  const { modelId } = model;
  const vendor = { name: model.provider, modelId, keyVariable: "the key of its provider package", sdk: "ai" };
  return {
    provider: model.provider,
    modelId,
    output: "schema",
    generate: (request) =>
      callVendor(vendor, request, async (abortSignal, onText) => {
        const { APICallError, generateText, jsonSchema, streamText, tool, wrapLanguageModel } = await loadSdk(
          vendor,
          () => import("ai"),
        );
        const { tools, output, temperature, maxOutputTokens } = request;
        // The SDK asks again at once when it is told a time longer than it sits out.
        async function patiently<Result>(ask: () => PromiseLike<Result>): Promise<Result> {
          try {
            return await ask();
          } catch (error) {
            if (APICallError.isInstance(error) && asksForLong(error.responseHeaders)) {
              throw new APICallError({ ...error, message: error.message, isRetryable: false });
            }
            throw error;
          }
        }
        const settings = {
          model: wrapLanguageModel({
            model,
            middleware: {
              wrapGenerate: ({ doGenerate }) => patiently(doGenerate),
              wrapStream: ({ doStream }) => patiently(doStream),
            },
          }),
          messages: request.messages.map(messageOf),
          allowSystemInMessages: true,
          abortSignal,
          ...(temperature !== undefined && { temperature }),
          ...(maxOutputTokens !== undefined && { maxOutputTokens }),
          ...(output && { output: formOf(output) }),
          ...(tools && {
            tools: Object.fromEntries(
              tools.map(({ name, description, parameters }) => [
                name,
                tool({ description, inputSchema: jsonSchema(parameters as JSONSchema7) }),
              ]),
            ),
          }),
        };
        const { text, toolCalls, finishReason, usage } = onText
          ? await heard(streamText({ ...settings, onError: () => {} }), onText)
          : await generateText(settings);
        return {
          text,
          toolCalls: toolCalls.map(({ toolCallId, toolName, input }) => ({
            id: toolCallId,
            name: toolName,
            arguments: typeof input === "string" ? input : JSON.stringify(input),
          })),
          stop: stopOf(finishReason),
          usage: { inputTokens: usage.inputTokens, outputTokens: usage.outputTokens },
        };
      }),
  };
}

/** What is needed of a stream of the SDK. */
interface Streamed<Call> {
  readonly fullStream: AsyncIterable<{ readonly type: string; readonly text?: string; readonly error?: unknown }>;
  readonly text: PromiseLike<string>;
  readonly toolCalls: PromiseLike<readonly Call[]>;
  readonly finishReason: PromiseLike<FinishReason>;
  readonly rawFinishReason: PromiseLike<string | undefined>;
  readonly usage: PromiseLike<LanguageModelUsage>;
}

/** Reads a stream to its end. */
async function heard<Call>(result: Streamed<Call>, onText: (delta: string) => void) {
  for await (const part of result.fullStream) {
    if (part.type === "text-delta" && part.text) onText(part.text);
    if (part.type === "error") throw part.error;
  }
  const [text, toolCalls, finishReason, reason, usage] = await Promise.all([
    result.text,
    result.toolCalls,
    result.finishReason,
    result.rawFinishReason,
    result.usage,
  ]);
  const isEarly = finishReason === "interrupted" || (finishReason === "other" && reason === undefined);
  if (isEarly) throw new Error("The stream ended before the answer did.");
  return { text, toolCalls, finishReason, usage };
}

function asksForLong(headers: Readonly<Record<string, string>> = {}): boolean {
  return (parseRetryAfter(headers["retry-after"]) ?? 0) > LONGEST_RETRY_AFTER_MS;
}

/** Asks for JSON, and hands the text on as it is: the SDK's own outputs throw where it does not fit, and lose it. */
function formOf(output: NonNullable<ModelRequest["output"]>) {
  const schema = output.kind === "schema" ? { name: output.name, schema: output.schema as JSONSchema7 } : {};
  return {
    name: "json",
    responseFormat: Promise.resolve({ type: "json" as const, ...schema }),
    parseCompleteOutput: async ({ text }: { text: string }) => text,
    parsePartialOutput: async ({ text }: { text: string }) => ({ partial: text }),
    createElementStreamTransform: () => undefined,
  };
}

function messageOf(told: ModelMessage): AiSdkMessage {
  switch (told.role) {
    case "system":
    case "user":
      return { role: told.role, content: told.text };
    case "tool": {
      const { toolCallId, name: toolName, text: value } = told;
      return {
        role: "tool",
        content: [{ type: "tool-result", toolCallId, toolName, output: { type: "text", value } }],
      };
    }
    case "assistant":
      return {
        role: "assistant",
        content: [
          { type: "text", text: told.text },
          ...(told.toolCalls ?? []).map(({ id, name, arguments: json }) => ({
            type: "tool-call" as const,
            toolCallId: id,
            toolName: name,
            input: inputOf(json),
          })),
        ],
      };
  }
}

/** Arguments that are no JSON go back as they were, so that the model sees what it wrote. */
function inputOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

function stopOf(reason: FinishReason): ModelReply["stop"] {
  if (reason === "length") return "length";
  if (reason === "content-filter") return "refusal";
  return reason === "tool-calls" ? "tools" : "end";
}
