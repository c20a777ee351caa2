import type { ModelWire, WireReply } from "@lifelong/core/testing";

const FINISH: Readonly<Record<WireReply["stop"], string>> = {
  end: "stop",
  length: "length",
  refusal: "stop",
  tools: "tool_calls",
};

/**
 * Replies as OpenAI documents them: API reference, "The chat completion object"
 * (platform.openai.com/docs/api-reference/chat/object), and "Error codes" (platform.openai.com/docs/guides/error-codes).
 */
export const openaiWire: Omit<ModelWire, "open"> = {
  encode: ({ text, toolCall, stop, usage }) => ({
    id: "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
    object: "chat.completion",
    created: 1741569952,
    model: "gpt-5-mini-2025-08-07",
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: text ?? null,
          refusal: stop === "refusal" ? "I'm sorry, I cannot assist with that request." : null,
          annotations: [],
          ...(toolCall && {
            tool_calls: [
              {
                id: toolCall.id,
                type: "function",
                function: { name: toolCall.name, arguments: JSON.stringify(toolCall.arguments) },
              },
            ],
          }),
        },
        logprobs: null,
        finish_reason: FINISH[stop],
      },
    ],
    ...(usage && {
      usage: {
        prompt_tokens: usage.inputTokens,
        completion_tokens: usage.outputTokens,
        total_tokens: usage.inputTokens + usage.outputTokens,
        prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
        completion_tokens_details: {
          reasoning_tokens: 0,
          audio_tokens: 0,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: 0,
        },
      },
    }),
    service_tier: "default",
    system_fingerprint: null,
  }),
  encodeError: (status, message) => ({
    error: { message, type: status >= 500 ? "server_error" : "invalid_request_error", param: null, code: null },
  }),
};
