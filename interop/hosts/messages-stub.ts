import * as z from "zod";
import { type ModelRequest, type ModelStub, type Move, openModelStub, type Script, type Wire } from "./model-stub.ts";

const textBlock = z.object({ type: z.literal("text"), text: z.string() });
const toolResult = z.object({
  type: z.literal("tool_result"),
  content: z.union([z.string(), z.array(z.union([textBlock, z.looseObject({ type: z.string() })]))]).optional(),
});
const content = z.union([z.string(), z.array(z.union([textBlock, toolResult, z.looseObject({ type: z.string() })]))]);

const messagesRequest = z.object({
  stream: z.literal(true),
  system: content.optional(),
  messages: z.array(z.object({ role: z.enum(["user", "assistant", "system"]), content })),
  tools: z.array(z.looseObject({ name: z.string(), description: z.string().optional() })).optional(),
});

/**
 * Anthropic's Messages API as documented for streaming (platform.claude.com/docs/en/build-with-claude/streaming), as far
 * as Claude Code asks for it.
 */
const messagesWire: Wire = {
  path: /^\/v1\/messages$/,
  read(body) {
    const { system, messages, tools = [] } = messagesRequest.parse(body);
    const answers = messages.flatMap((message) =>
      typeof message.content === "string"
        ? []
        : message.content.flatMap((block) => {
            const result = toolResult.safeParse(block).data;
            return result ? [textOf(result.content)] : [];
          }),
    );
    const texts = [system, ...messages.map((message) => message.content)].map(textOf);
    return {
      text: [...texts, ...answers].join("\n"),
      tools: tools.map(({ name, description = "" }) => ({ name, description })),
      answers,
    };
  },
  write(move, request) {
    const turn = request.answers.length;
    const { block, delta, stop } = blockOf(move, request);
    const message = {
      id: `msg_${turn}`,
      type: "message",
      role: "assistant",
      model: "claude-scripted",
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 10, output_tokens: 1 },
    };
    return [
      { type: "message_start", message },
      { type: "content_block_start", index: 0, content_block: block },
      { type: "content_block_delta", index: 0, delta },
      { type: "content_block_stop", index: 0 },
      { type: "message_delta", delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: 5 } },
      { type: "message_stop" },
    ];
  },
};

function blockOf(move: Move, { tools, answers }: ModelRequest) {
  if ("say" in move) {
    return { block: { type: "text", text: "" }, delta: { type: "text_delta", text: move.say }, stop: "end_turn" };
  }
  return {
    block: { type: "tool_use", id: `toolu_${answers.length}`, name: fullName(move.tool, tools), input: {} },
    delta: { type: "input_json_delta", partial_json: JSON.stringify(move.input) },
    stop: "tool_use",
  };
}

/** Claude Code takes a call also of a tool that it has not loaded. */
function fullName(tool: string, tools: ModelRequest["tools"]): string {
  const offered = tools.find(({ name }) => name === tool || name.endsWith(`__${tool}`));
  return offered?.name ?? (tool.startsWith("mcp__") ? tool : `mcp__lifelong__${tool}`);
}

function textOf(blocks: z.infer<typeof content> | undefined): string {
  if (blocks === undefined || typeof blocks === "string") return blocks ?? "";
  return blocks.map((block) => textBlock.safeParse(block).data?.text ?? "").join("\n");
}

/** A model for Claude Code. */
export const openMessagesStub = (script: Script): Promise<ModelStub> => openModelStub(messagesWire, script);
