import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { fakeModel } from "@langchain/core/testing";
import { createAgent, tool } from "langchain";
import { describe, test } from "vitest";
import * as z from "zod";
import { type Converse, INSTRUCTIONS, middlewareContract } from "../testing/middleware-contract.ts";
import { lifelong } from "./lifelong.ts";

const converse: Converse = async (personalizer, context, turns) => {
  const model = fakeModel();
  for (const [turn] of turns.entries()) {
    const call = { name: "clock", args: {}, id: `c${turn}` };
    model.respond(new AIMessage({ content: "", tool_calls: [call] })).respond(new AIMessage(`Answer ${turn}.`));
  }
  const clock = tool(async () => "noon", { name: "clock", description: "The time.", schema: z.object({}) });
  const middleware = [lifelong(personalizer)];
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

describe("LangChain's middleware", () => {
  test.each(middlewareContract)("$name", ({ run }) => run(converse));
});
