import type { LanguageModel, ModelMessage, ModelReply, ModelRequest } from "@lifelong/core";
import { callVendor, patientFetch, retryingFetch, vendorError } from "@lifelong/providers";
import * as z from "zod";

/** What Ollama answers from /api/chat without streaming, as far as a reply needs it. */
const answer = z.object({
  message: z.object({
    content: z.string().default(""),
    tool_calls: z
      .array(z.object({ function: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }) }))
      .default([]),
  }),
  done_reason: z.string().default("stop"),
  prompt_eval_count: z.int().optional(),
  eval_count: z.int().optional(),
});

/**
 * A model of an Ollama server over its own API, which takes a JSON schema for the output.
 *
 * @param options.modelId - as `ollama list` shows it
 * @param options.baseURL - of the server
 */
export function ollamaModel({
  modelId,
  baseURL = "http://127.0.0.1:11434",
}: {
  modelId: string;
  baseURL?: string;
}): LanguageModel {
  const vendor = { name: "Ollama", modelId, keyVariable: "the address of the server" };
  return {
    provider: "ollama",
    modelId,
    output: "schema",
    generate: (request) =>
      // Bounds the call in time with its retries, and turns what goes wrong into errors without keys and conversations.
      callVendor(vendor, request, async (signal) => {
        const ask = retryingFetch(patientFetch, { vendor, signal });
        const response = await ask(new URL("/api/chat", baseURL), {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(bodyOf(modelId, request)),
          signal,
        });
        if (!response.ok) throw vendorError(vendor, { status: response.status });
        return replyOf(answer.parse(await response.json()));
      }),
  };
}

function bodyOf(modelId: string, { messages, tools, output, temperature, maxOutputTokens }: ModelRequest): object {
  return {
    model: modelId,
    stream: false,
    messages: messages.map(messageOf),
    ...(tools && { tools: tools.map((tool) => ({ type: "function", function: tool })) }),
    ...(output && { format: output.kind === "json" ? "json" : output.schema }),
    options: {
      ...(temperature !== undefined && { temperature }),
      ...(maxOutputTokens !== undefined && { num_predict: maxOutputTokens }),
    },
  };
}

function messageOf(message: ModelMessage): object {
  const { role, text } = message;
  if (role === "tool") return { role, content: text, tool_name: message.name };
  if (role !== "assistant" || !message.toolCalls) return { role, content: text };
  const calls = message.toolCalls.map(({ name, arguments: json }) => ({
    function: { name, arguments: JSON.parse(json) },
  }));
  return { role, content: text, tool_calls: calls };
}

/** Ollama numbers no tool calls and reports a count only where it counted: what is absent stays undefined. */
function replyOf({ message, done_reason, prompt_eval_count, eval_count }: z.infer<typeof answer>): ModelReply {
  const toolCalls = message.tool_calls.map(({ function: called }, index) => ({
    id: `call-${index + 1}`,
    name: called.name,
    arguments: JSON.stringify(called.arguments),
  }));
  return {
    text: message.content,
    toolCalls,
    stop: toolCalls.length > 0 ? "tools" : done_reason === "length" ? "length" : "end",
    usage: { inputTokens: prompt_eval_count, outputTokens: eval_count },
  };
}
