import { Agent } from "@mastra/core/agent";
import { RequestContext } from "@mastra/core/request-context";
import { MastraLanguageModelV2Mock } from "@mastra/core/test-utils/llm-mock";
import { createTool } from "@mastra/core/tools";
import { describe, test } from "vitest";
import { type Converse, INSTRUCTIONS, middlewareContract } from "../testing/middleware-contract.ts";
import { lifelong } from "./lifelong.ts";

const converse: Converse = async (personalizer, { userId, sessionId }, turns) => {
  const instructions: string[] = [];
  const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
  const model = new MastraLanguageModelV2Mock({
    doGenerate: async ({ prompt }) => {
      instructions.push(prompt.flatMap(({ role, content }) => (role === "system" ? [content] : [])).join("\n"));
      if (prompt.at(-1)?.role === "tool") {
        const answer = { type: "text", text: `Answer ${prompt.length}.` } as const;
        return { content: [answer], finishReason: "stop", usage, warnings: [] };
      }
      const call = { type: "tool-call", toolCallId: `c${prompt.length}`, toolName: "clock", input: "{}" } as const;
      return { content: [call], finishReason: "tool-calls", usage, warnings: [] };
    },
  });
  const clock = createTool({ id: "clock", description: "The time.", execute: async () => "noon" });
  const known = lifelong(personalizer);
  const agent = new Agent({
    id: "assistant",
    name: "assistant",
    instructions: INSTRUCTIONS,
    model,
    tools: { clock },
    inputProcessors: [known],
    outputProcessors: [known],
  });
  const requestContext = new RequestContext([
    ["userId", userId],
    ["sessionId", sessionId],
  ]);
  const messages: ({ role: "user"; content: string } | { role: "assistant"; content: string })[] = [];
  const replies: string[] = [];
  for (const content of turns) {
    messages.push({ role: "user", content });
    const { text } = await agent.generate(messages, { requestContext });
    messages.push({ role: "assistant", content: text });
    replies.push(text);
  }
  return { instructions, replies };
};

describe("Mastra's processors", () => {
  test.each(middlewareContract)("$name", ({ run }) => run(converse));
});
