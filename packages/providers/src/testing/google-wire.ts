import type { ModelWire, WireReply } from "@lifelong/core/testing";

const FINISH: Readonly<Record<WireReply["stop"], string>> = {
  end: "STOP",
  length: "MAX_TOKENS",
  refusal: "SAFETY",
  tools: "STOP",
};
const STATUS: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};

const ORIGIN = { modelVersion: "gemini-2.5-flash", responseId: "mAitaLmkHPPlz7IPvtfUqQ4" };

/**
 * Replies as Google documents them: Gemini API, "GenerateContentResponse" (ai.google.dev/api/generate-content), as a
 * stream one of them in each event, as `streamGenerateContent` with `alt=sse` sends them (the same page), and errors as google.rpc.Status over HTTP (ai.google.dev/gemini-api/docs/troubleshooting).
 */
export const googleWire: Omit<ModelWire, "open"> = {
  encode({ text, toolCall, stop, usage }) {
    const parts = [
      { text: "The user greets me.", thought: true },
      ...(text === undefined ? [] : [{ text, thoughtSignature: "CpcBAdHtim9+q4X1" }]),
      ...(toolCall ? [{ functionCall: { id: toolCall.id, name: toolCall.name, args: toolCall.arguments } }] : []),
    ];
    return {
      candidates: [
        {
          // A candidate that was stopped for safety has no content.
          ...(stop !== "refusal" && { content: { parts, role: "model" } }),
          finishReason: FINISH[stop],
          index: 0,
          safetyRatings: [{ category: "HARM_CATEGORY_HARASSMENT", probability: "NEGLIGIBLE" }],
        },
      ],
      ...(usage && { usageMetadata: usageOf(usage) }),
      ...ORIGIN,
    };
  },
  encodeStream({ deltas, toolCall, stop, usage }) {
    const response = (parts: readonly unknown[], rest: object = {}) => ({
      candidates: [{ content: { parts, role: "model" }, index: 0, ...rest }],
      ...(usage && { usageMetadata: usageOf(usage) }),
      ...ORIGIN,
    });
    const call = toolCall && { functionCall: { id: toolCall.id, name: toolCall.name, args: toolCall.arguments } };
    const end = { finishReason: FINISH[stop] };
    const responses = [
      response([{ text: "The user greets me.", thought: true }]),
      ...deltas.map((text) => response([{ text }])),
      ...(stop === "refusal"
        ? [{ candidates: [{ index: 0, ...end }], ...ORIGIN }]
        : [response(call ? [call] : [{ text: "", thoughtSignature: "CpcBAdHtim9+q4X1" }], end)]),
    ];
    return { pieces: responses.map((sent) => `data: ${JSON.stringify(sent)}\r\n\r\n`) };
  },
  encodeError: (status, message) => ({
    error: { code: status, message, status: STATUS[status] ?? "UNKNOWN", details: [] },
  }),
};

function usageOf({ inputTokens, outputTokens }: NonNullable<WireReply["usage"]>) {
  return {
    promptTokenCount: inputTokens,
    candidatesTokenCount: outputTokens - 2,
    thoughtsTokenCount: 2,
    totalTokenCount: inputTokens + outputTokens,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: inputTokens }],
  };
}
