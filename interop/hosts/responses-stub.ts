import * as z from "zod";
import { type ModelStub, type Move, openModelStub, type Script, type Wire } from "./model-stub.ts";

/** As Codex names the group of tools that one MCP server offers. */
const GROUP = "mcp__lifelong";

const textPart = z.object({ text: z.string() });
const spoken = z.union([z.string(), z.array(z.union([textPart, z.looseObject({ type: z.string() })]))]);
const message = z.object({ type: z.literal("message").optional(), role: z.string(), content: spoken });
const toolOutput = z.object({ type: z.literal("function_call_output"), output: spoken });
const toolGroup = z.object({
  type: z.literal("namespace"),
  name: z.string(),
  description: z.string(),
  tools: z.array(z.looseObject({ name: z.string(), description: z.string() })),
});
const tool = z.looseObject({ type: z.string(), name: z.string().optional(), description: z.string().optional() });

const responsesRequest = z.object({
  stream: z.literal(true),
  instructions: z.string().optional(),
  input: z.array(z.union([message, toolOutput, z.looseObject({ type: z.string() })])),
  tools: z.array(z.union([toolGroup, tool])).optional(),
});

/**
 * OpenAI's Responses API as documented for streaming (platform.openai.com/docs/api-reference/responses-streaming), as far
 * as Codex asks for it.
 */
const responsesWire: Wire = {
  path: /^\/v1\/responses$/,
  read(body) {
    const { instructions, input, tools = [] } = responsesRequest.parse(body);
    const answers = input.flatMap((item) => {
      const result = toolOutput.safeParse(item).data;
      return result ? [textOf(result.output)] : [];
    });
    const said = input.map((item) => textOf(message.safeParse(item).data?.content));
    const groups = tools.map((offered) => toolGroup.safeParse(offered).data);
    return {
      // What a server says of itself stands at its group.
      text: [instructions, ...groups.map((group) => group?.description), ...said, ...answers].join("\n"),
      tools: tools.flatMap((offered, index) => {
        const group = groups[index];
        if (group) return group.tools.map(({ name, description }) => ({ name: `${group.name}__${name}`, description }));
        const { name, type, description = "" } = tool.parse(offered);
        return [{ name: name ?? type, description }];
      }),
      answers,
    };
  },
  write(move, request) {
    const turn = request.answers.length;
    const item = itemOf(move, turn);
    const response = { id: `resp_${turn}`, object: "response", status: "in_progress", output: [] };
    const usage = { input_tokens: 10, output_tokens: 5, total_tokens: 15 };
    return [
      { type: "response.created", response },
      { type: "response.output_item.added", output_index: 0, item },
      ...("say" in move
        ? [{ type: "response.output_text.delta", item_id: item.id, output_index: 0, content_index: 0, delta: move.say }]
        : []),
      { type: "response.output_item.done", output_index: 0, item: { ...item, status: "completed" } },
      { type: "response.completed", response: { ...response, status: "completed", output: [item], usage } },
    ];
  },
};

function itemOf(move: Move, turn: number) {
  if ("say" in move) {
    const content = [{ type: "output_text", text: move.say, annotations: [] }];
    return { id: `msg_${turn}`, type: "message", role: "assistant", content };
  }
  const { tool: name, input } = move;
  const called = { name, namespace: GROUP, arguments: JSON.stringify(input) };
  return { id: `fc_${turn}`, type: "function_call", call_id: `call_${turn}`, ...called };
}

function textOf(parts: z.infer<typeof spoken> | undefined): string {
  if (parts === undefined || typeof parts === "string") return parts ?? "";
  return parts.map((part) => textPart.safeParse(part).data?.text ?? "").join("\n");
}

/** A model for Codex. */
export const openResponsesStub = (script: Script): Promise<ModelStub> => openModelStub(responsesWire, script);
