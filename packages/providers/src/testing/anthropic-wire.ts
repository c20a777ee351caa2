import type { ContentBlock, Message, StopReason, Usage } from "@anthropic-ai/sdk/resources/messages";
import type { ModelWire, WireReply } from "@lifelong/core/testing";
import * as z from "zod";

const STOP: Readonly<Record<WireReply["stop"], StopReason>> = {
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

/** A message that has just begun. */
const EMPTY = {
  id: "msg_013Zva2CMHLNnXjNJJKqJ2EF",
  type: "message",
  role: "assistant",
  model: "claude-sonnet-5",
  content: [],
  stop_reason: null,
  stop_sequence: null,
  stop_details: null,
  container: null,
  diagnostics: null,
};

const forced = z.object({ tool_choice: z.object({ type: z.literal("tool"), name: z.string() }) });

/**
 * Replies as Anthropic documents them for version 2026-10-21 of its API: "Messages" (platform.claude.com/docs/en/api/messages),
 * "Streaming Messages" (platform.claude.com/docs/en/build-with-claude/streaming) and "Errors" (platform.claude.com/docs/en/api/errors); the SDK's types of the same hold it to every field. A model that
 * must call a tool answers with its input.
 */
export const anthropicWire: Omit<ModelWire, "open"> = {
  encode({ text, toolCall, stop, usage }, request) {
    const tool = forced.safeParse(request).data?.tool_choice;
    const called = (id: string, name: string, input: unknown): ContentBlock => ({
      type: "tool_use",
      id,
      name,
      input,
      caller: { type: "direct" },
    });
    const content: ContentBlock[] = [
      { type: "thinking", thinking: "Let me see.", signature: "EqQBCgIYAhIM1gbcDa9GJwZA2b3h" },
    ];
    if (tool) content.push(called("toolu_01T1x1fJ34qAmk2tNTrN7Up6", tool.name, JSON.parse(text ?? "{}")));
    else if (text !== undefined) content.push({ type: "text", text, citations: null });
    if (toolCall) content.push(called(toolCall.id, toolCall.name, toolCall.arguments));
    const message: Omit<Message, "usage"> = {
      id: "msg_013Zva2CMHLNnXjNJJKqJ2EF",
      type: "message",
      role: "assistant",
      model: "claude-sonnet-5",
      content,
      stop_reason: tool && stop === "end" ? "tool_use" : STOP[stop],
      stop_sequence: null,
      stop_details: stop === "refusal" ? { type: "refusal", category: null, explanation: null } : null,
      container: null,
      diagnostics: null,
    };
    return { ...message, ...(usage && { usage: usageOf(usage) }) };
  },
  encodeStream({ deltas, toolCall, stop, usage }, request) {
    const contents: { readonly begun: object; readonly deltas: readonly object[] }[] = [
      {
        begun: { type: "thinking", thinking: "", signature: "" },
        deltas: [
          { type: "thinking_delta", thinking: "Let me see." },
          { type: "signature_delta", signature: "EqQBCgIYAhIM1gbcDa9GJwZA2b3h" },
        ],
      },
    ];
    const tool = forced.safeParse(request).data?.tool_choice;
    const toolUse = (id: string, name: string, parts: readonly string[]) => {
      const begun = { type: "tool_use", id, name, input: {}, caller: { type: "direct" } };
      contents.push({
        begun,
        deltas: ["", ...parts].map((json) => ({ type: "input_json_delta", partial_json: json })),
      });
    };
    if (tool) toolUse("toolu_01T1x1fJ34qAmk2tNTrN7Up6", tool.name, deltas);
    else if (deltas.length > 0) {
      const begun = { type: "text", text: "", citations: null };
      contents.push({ begun, deltas: deltas.map((text) => ({ type: "text_delta", text })) });
    }
    if (toolCall) {
      const json = JSON.stringify(toolCall.arguments);
      toolUse(toolCall.id, toolCall.name, [json.slice(0, 5), json.slice(5)]);
    }
    const events: (Readonly<Record<string, unknown>> & { readonly type: string })[] = [
      { type: "message_start", message: { ...EMPTY, ...(usage && { usage: usageOf({ ...usage, outputTokens: 1 }) }) } },
      { type: "ping" },
      ...contents.flatMap(({ begun, deltas: parts }, index) => [
        { type: "content_block_start", index, content_block: begun },
        ...parts.map((delta) => ({ type: "content_block_delta", index, delta })),
        { type: "content_block_stop", index },
      ]),
      {
        type: "message_delta",
        delta: {
          stop_reason: tool && stop === "end" ? "tool_use" : STOP[stop],
          stop_sequence: null,
          stop_details: null,
          container: null,
        },
        ...(usage && { usage: { output_tokens: usage.outputTokens, input_tokens: null } }),
      },
      { type: "message_stop" },
    ];
    return { pieces: events.map((sent) => `event: ${sent.type}\ndata: ${JSON.stringify(sent)}\n\n`) };
  },
  encodeError: (status, message) => ({
    type: "error",
    error: { type: ERROR_TYPES[status] ?? "api_error", message },
    request_id: "req_011CSHoEeqs5C35K2UUqR7Fy",
  }),
};

/** What was written to and read from the cache is counted apart. */
function usageOf({ inputTokens, outputTokens }: NonNullable<WireReply["usage"]>): Usage {
  return {
    input_tokens: inputTokens - 3,
    cache_creation_input_tokens: 2,
    cache_read_input_tokens: 1,
    cache_creation: { ephemeral_5m_input_tokens: 2, ephemeral_1h_input_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { thinking_tokens: 1 },
    inference_geo: null,
    server_tool_use: null,
    service_tier: "standard",
    speed: null,
  };
}
