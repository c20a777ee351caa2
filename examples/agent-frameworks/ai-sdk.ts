import { createMCPClient } from "@ai-sdk/mcp";
import { Experimental_StdioMCPTransport as StdioTransport } from "@ai-sdk/mcp/mcp-stdio";
import { generateText, isStepCount } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import * as z from "zod";
import type { Command, Endpoint, Told } from "./conversation.ts";
import { nextStep } from "./scripted-model.ts";

/** A tool loop of the AI SDK with Lifelong's tools, through the SDK's own MCP client. */
export async function talkThroughAiSdk(server: Command | Endpoint): Promise<Told> {
  const client = await createMCPClient({
    transport:
      "url" in server
        ? { type: "http", url: server.url, headers: { ...server.headers } }
        : new StdioTransport({ command: server.command, args: [...server.args], env: { ...server.environment } }),
  });
  try {
    const answers: string[] = [];
    const { text } = await generateText({
      model: scriptedModel(answers),
      tools: await client.tools(),
      prompt: "Hello again!",
      stopWhen: isStepCount(20),
    });
    return { answers, reply: text };
  } finally {
    await client.close();
  }
}

/** Stands where a vendor's model would: `openai("gpt-5-mini")`, say. */
function scriptedModel(answers: string[]): MockLanguageModelV4 {
  return new MockLanguageModelV4({
    doGenerate: async ({ prompt }) => {
      const results = prompt.flatMap(({ role, content }) =>
        role === "tool" ? content.flatMap((part) => (part.type === "tool-result" ? [textOf(part.output)] : [])) : [],
      );
      answers.splice(0, answers.length, ...results);
      const step = nextStep(results);
      return {
        content:
          "say" in step
            ? [{ type: "text", text: step.say }]
            : [
                {
                  type: "tool-call",
                  toolCallId: `call-${results.length}`,
                  toolName: step.tool,
                  input: JSON.stringify(step.input),
                },
              ],
        finishReason: { unified: "say" in step ? "stop" : "tool-calls", raw: undefined },
        usage: {
          inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
          outputTokens: { total: undefined, text: undefined, reasoning: undefined },
        },
        warnings: [],
      };
    },
  });
}

const toolOutput = z.object({ value: z.array(z.object({ text: z.string() })) });

function textOf(output: unknown): string {
  return toolOutput
    .parse(output)
    .value.map(({ text }) => text)
    .join("\n");
}
