import type { ModelWire, WireReply } from "@lifelong/core/testing";

const FINISH: Readonly<Record<WireReply["stop"], string>> = {
  end: "stop",
  length: "length",
  refusal: "stop",
  tools: "tool_calls",
};

/**
 * Replies as OpenAI documents them: API reference, "The chat completion object"
 * (platform.openai.com/docs/api-reference/chat/object), "The chat completion chunk object"
 * (platform.openai.com/docs/api-reference/chat/streaming), and "Error codes" (platform.openai.com/docs/guides/error-codes).
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
    ...(usage && { usage: usageOf(usage) }),
    service_tier: "default",
    system_fingerprint: null,
  }),
  encodeStream({ deltas, toolCall, stop, usage }) {
    const chunk = (choices: readonly unknown[], reported: unknown = null) => ({
      id: "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
      object: "chat.completion.chunk",
      created: 1741569952,
      model: "gpt-5-mini-2025-08-07",
      service_tier: "default",
      system_fingerprint: null,
      choices,
      usage: reported,
    });
    const delta = (said: object, finish: string | null = null) =>
      chunk([{ index: 0, delta: said, logprobs: null, finish_reason: finish }]);
    const json = JSON.stringify(toolCall?.arguments ?? {});
    const chunks = [
      delta({ role: "assistant", content: deltas.length > 0 ? "" : null, refusal: null }),
      ...deltas.map((content) => delta({ content })),
      ...(stop === "refusal" ? [delta({ refusal: "I'm sorry, I cannot " }), delta({ refusal: "assist." })] : []),
      ...(toolCall
        ? [
            delta({
              tool_calls: [
                { index: 0, id: toolCall.id, type: "function", function: { name: toolCall.name, arguments: "" } },
              ],
            }),
            delta({ tool_calls: [{ index: 0, function: { arguments: json.slice(0, 5) } }] }),
            delta({ tool_calls: [{ index: 0, function: { arguments: json.slice(5) } }] }),
          ]
        : []),
      delta({}, FINISH[stop]),
      ...(usage ? [chunk([], usageOf(usage))] : []),
    ];
    return { pieces: [...chunks.map((sent) => `data: ${JSON.stringify(sent)}\n\n`), "data: [DONE]\n\n"] };
  },
  encodeError: (status, message) => ({
    error: { message, type: status >= 500 ? "server_error" : "invalid_request_error", param: null, code: null },
  }),
};

function usageOf({ inputTokens, outputTokens }: NonNullable<WireReply["usage"]>) {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
