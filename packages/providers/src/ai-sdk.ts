import type { LanguageModel, ModelMessage, ModelReply, ModelRequest } from "@lifelong/core";
import type { LanguageModel as AiSdkLanguageModel, ModelMessage as AiSdkMessage, FinishReason, JSONSchema7 } from "ai";
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
      callVendor(vendor, request, async (abortSignal) => {
        const { APICallError, generateText, jsonSchema, tool, wrapLanguageModel } = await loadSdk(
          vendor,
          () => import("ai"),
        );
        const { tools, output, temperature, maxOutputTokens } = request;
        const { text, toolCalls, finishReason, usage } = await generateText({
          model: wrapLanguageModel({
            model,
            middleware: {
              async wrapGenerate({ doGenerate }) {
                try {
                  return await doGenerate();
                } catch (error) {
                  // The SDK asks again at once when it is told a time longer than it sits out.
                  if (APICallError.isInstance(error) && asksForLong(error.responseHeaders)) {
                    throw new APICallError({ ...error, message: error.message, isRetryable: false });
                  }
                  throw error;
                }
              },
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
        });
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
