import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { fakeModel } from "@langchain/core/testing";
import { createPersonalizer, instantPass, memoryStore, type Personalizer } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import { Agent } from "@mastra/core/agent";
import { RequestContext } from "@mastra/core/request-context";
import { MastraLanguageModelV2Mock } from "@mastra/core/test-utils/llm-mock";
import { createTool } from "@mastra/core/tools";
import { createAgent, tool } from "langchain";
import { describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { lifelong as forLangChain } from "./langchain.ts";
import { lifelong as forMastra } from "./mastra.ts";

const INSTRUCTIONS = "You are a helpful assistant.";

/** Turns of one conversation through a framework, with a model that calls a tool before each answer. */
type Converse = (
  personalizer: Personalizer,
  who: { readonly userId: string; readonly sessionId: string },
  turns: readonly string[],
) => Promise<{
  /** What the model was told beside the conversation, at each of its calls. */
  readonly instructions: readonly string[];
  readonly replies: readonly string[];
}>;

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
  test("brings the persona into every call of the model, and records each turn once", async () => {
    const personalizer = createPersonalizer({ store: memoryStore(), passes: [instantPass(createExtractor())] });
    const said = ["My name is Ada.", "I like green tea."] as const;
    const first = await converse(personalizer, { userId: "ada", sessionId: "s1" }, said);
    expect(first.instructions).toHaveLength(4);
    expect(first.instructions[0]).toBe(INSTRUCTIONS);
    await personalizer.optimize("ada");
    const { text } = await personalizer.getPersona("ada");
    expect(text).toMatch(/name: Ada[\s\S]*green tea/);

    const [held] = await personalizer.sessions("ada");
    const turns = said.flatMap((words, turn) => [
      { role: "user", text: words },
      { role: "assistant", text: first.replies[turn] },
    ]);
    expect(held?.messages.map(({ role, text }) => ({ role, text }))).toEqual(turns);

    const second = await converse(personalizer, { userId: "ada", sessionId: "s2" }, ["What shall I drink?"]);
    expect(second.instructions).toHaveLength(2);
    for (const told of second.instructions) {
      expect(told.startsWith(INSTRUCTIONS)).toBe(true);
      expect(told).toContain(text);
    }
    expect(JSON.stringify(await personalizer.sessions("ada"))).not.toContain(INSTRUCTIONS);
    const stranger = await converse(personalizer, { userId: "bob", sessionId: "s1" }, ["Hello!"]);
    expect(stranger.instructions).toEqual([INSTRUCTIONS, INSTRUCTIONS]);
    await personalizer.close();
  });

  test("answers although the record fails", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const store = memoryStore();
    const personalizer = createPersonalizer({ store, passes: [] });
    store.appendPart = () => Promise.reject(new Error("The disk is full."));
    const { replies } = await converse(personalizer, { userId: "ada", sessionId: "s1" }, ["Hello!"]);
    expect(replies).toEqual([expect.stringMatching(/^Answer \d+\.$/)]);
    expect(log).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message: "The disk is full." }));
    log.mockRestore();
  });
});
