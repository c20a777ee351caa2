import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { fakeModel } from "@langchain/core/testing";
import { Agent } from "@mastra/core/agent";
import { RequestContext } from "@mastra/core/request-context";
import { MastraLanguageModelV2Mock } from "@mastra/core/test-utils/llm-mock";
import { createTool } from "@mastra/core/tools";
import { createAgent, tool } from "langchain";
import { describe, test } from "vitest";
import * as z from "zod";
import {
  type Converse,
  INSTRUCTIONS,
  middlewareContract,
} from "../../examples/middleware/testing/middleware-contract.ts";
import { lifelong as forLangChain } from "./langchain.ts";
import { lifelong as forMastra } from "./mastra.ts";

const throughLangChain: Converse = async (personalizer, context, turns) => {
  const model = fakeModel();
  for (const [turn] of turns.entries()) {
    const call = { name: "clock", args: {}, id: `c${turn}` };
    model.respond(new AIMessage({ content: "", tool_calls: [call] })).respond(new AIMessage(`Answer ${turn}.`));
  }
  const clock = tool(async () => "noon", { name: "clock", description: "The time.", schema: z.object({}) });
  const middleware = [forLangChain(personalizer)];
  const agent = createAgent({ model, tools: [clock], systemPrompt: INSTRUCTIONS, middleware });
  let messages: BaseMessage[] = [];
  const replies: string[] = [];
  for (const turn of turns) {
    ({ messages } = await agent.invoke({ messages: [...messages, new HumanMessage(turn)] }, { context }));
    replies.push(messages.at(-1)?.text ?? "");
  }
  const systemOf = (call: readonly BaseMessage[]) =>
    call.filter(({ type }) => type === "system").map(({ text }) => text);
  return { instructions: model.calls.map((call) => systemOf(call.messages).join("\n")), replies };
};

const throughMastra: Converse = async (personalizer, { userId, sessionId }, turns) => {
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
  const known = forMastra(personalizer);
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

describe.each([
  ["LangChain's middleware", throughLangChain],
  ["Mastra's processors", throughMastra],
] as const)("%s", (_, converse) => {
  test.each(middlewareContract)("$name", ({ run }) => run(converse));
});
