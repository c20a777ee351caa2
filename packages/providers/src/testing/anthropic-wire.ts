import type { ModelWire, WireReply } from "@lifelong/core/testing";
import * as z from "zod";

const STOP: Readonly<Record<WireReply["stop"], string>> = {
  end: "end_turn",
  length: "max_tokens",
  refusal: "refusal",
  tools: "tool_use",
};
const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  500: "api_error",
  529: "overloaded_error",
};

const forced = z.object({ tool_choice: z.object({ type: z.literal("tool"), name: z.string() }) });

/**
 * Replies as Anthropic documents them: "Messages" (docs.claude.com/en/api/messages) and "Errors"
 * (docs.claude.com/en/api/errors). A model that must call a tool answers with its input.
 */
export const anthropicWire: Omit<ModelWire, "open"> = {
  encode({ text, toolCall, stop, usage }, request) {
    const tool = forced.safeParse(request).data?.tool_choice;
    const thinking = { type: "thinking", thinking: "Let me see.", signature: "EqQBCgIYAhIM1gbcDa9GJwZA2b3h" };
    const said = tool
      ? [{ type: "tool_use", id: "toolu_01T1x1fJ34qAmk2tNTrN7Up6", name: tool.name, input: JSON.parse(text ?? "{}") }]
      : text === undefined
        ? []
        : [{ type: "text", text, citations: null }];
    const called = toolCall
      ? [{ type: "tool_use", id: toolCall.id, name: toolCall.name, input: toolCall.arguments }]
      : [];
    return {
      id: "msg_013Zva2CMHLNnXjNJJKqJ2EF",
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-5-20250929",
      content: [thinking, ...said, ...called],
      stop_reason: tool && stop === "end" ? "tool_use" : STOP[stop],
      stop_sequence: null,
      ...(usage && {
        usage: {
          // What was written to and read from the cache is counted apart.
          input_tokens: usage.inputTokens - 3,
          cache_creation_input_tokens: 2,
          cache_read_input_tokens: 1,
          output_tokens: usage.outputTokens,
          service_tier: "standard",
        },
      }),
    };
  },
  encodeError: (status, message) => ({
    type: "error",
    error: { type: ERROR_TYPES[status] ?? "api_error", message },
    request_id: "req_011CSHoEeqs5C35K2UUqR7Fy",
  }),
};
