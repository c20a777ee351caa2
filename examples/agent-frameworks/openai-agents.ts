import {
  Agent,
  MCPServerStdio,
  MCPServerStreamableHttp,
  type Model,
  type ModelResponse,
  Runner,
  Usage,
} from "@openai/agents";
import type { Command, Endpoint, Told } from "./conversation.ts";
import { nextStep, type Step } from "./scripted-model.ts";

/** An agent of the OpenAI Agents SDK with Lifelong as its MCP server. */
export async function talkThroughOpenAiAgents(where: Command | Endpoint): Promise<Told> {
  // Five seconds by default, and starting the server counts: too little on a busy machine.
  const common = { name: "lifelong", clientSessionTimeoutSeconds: 30 };
  const server =
    "url" in where
      ? new MCPServerStreamableHttp({ ...common, url: where.url, requestInit: { headers: { ...where.headers } } })
      : new MCPServerStdio({ ...common, command: where.command, args: [...where.args], env: { ...where.environment } });
  await server.connect();
  try {
    const answers: string[] = [];
    const agent = new Agent({
      name: "assistant",
      instructions: "You are a helpful assistant with a memory of the user.",
      model: scriptedModel(answers),
      mcpServers: [server],
    });
    const result = await new Runner({ tracingDisabled: true }).run(agent, "Hello again!", { maxTurns: 20 });
    return { answers, reply: String(result.finalOutput) };
  } finally {
    await server.close();
  }
}

/** Stands where a vendor's model would; with a key, leave `model` away, or name one. */
function scriptedModel(answers: string[]): Model {
  return {
    async getResponse({ input }) {
      const results = typeof input === "string" ? [] : input.flatMap(textsOf);
      answers.splice(0, answers.length, ...results);
      return reply(nextStep(results), results.length);
    },
    getStreamedResponse() {
      throw new Error("The script answers whole.");
    },
  };
}

function textsOf(item: { type?: string; output?: unknown }): readonly string[] {
  if (item.type !== "function_call_result") return [];
  const { output } = item;
  const parts: readonly unknown[] = Array.isArray(output) ? output : [output];
  return [parts.map(textOf).join("\n")];
}

function textOf(part: unknown): string {
  if (typeof part === "string") return part;
  return typeof part === "object" && part !== null && "text" in part ? String(part.text) : "";
}

function reply(step: Step, turn: number): ModelResponse {
  const usage = new Usage();
  if ("say" in step) {
    const content = [{ type: "output_text" as const, text: step.say }];
    return { usage, output: [{ type: "message", role: "assistant", status: "completed", content }] };
  }
  const { tool, input } = step;
  return {
    usage,
    output: [
      {
        type: "function_call",
        callId: `call-${turn}`,
        name: tool,
        arguments: JSON.stringify(input),
        status: "completed",
      },
    ],
  };
}
