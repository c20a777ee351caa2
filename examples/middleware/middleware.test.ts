import { access, readFile } from "node:fs/promises";
import {
  Agent,
  type AgentInputItem,
  tool as agentTool,
  type Model,
  type ModelResponse,
  Runner,
  Usage,
} from "@openai/agents";
import { generateText, isStepCount, streamText, tool, wrapLanguageModel } from "ai";
import { MockLanguageModelV4, simulateReadableStream } from "ai/test";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import examples from "../package.json" with { type: "json" };
import { lifelong } from "./ai-sdk.ts";
import langchain from "./langchain/package.json" with { type: "json" };
import mastra from "./mastra/package.json" with { type: "json" };
import { RecordedSession, withPersona } from "./openai-agents.ts";
import { type Converse, INSTRUCTIONS, middlewareContract } from "./testing/middleware-contract.ts";

const usage = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

function throughAiSdk(isStreamed: boolean): Converse {
  return async (personalizer, { userId, sessionId }, turns) => {
    const instructions: string[] = [];
    const next = (prompt: Parameters<MockLanguageModelV4["doGenerate"]>[0]["prompt"]) => {
      instructions.push(prompt.flatMap(({ role, content }) => (role === "system" ? [content] : [])).join("\n"));
      const isAnswering = prompt.at(-1)?.role === "tool";
      const finishReason = { unified: isAnswering ? "stop" : "tool-calls", raw: undefined } as const;
      return { isAnswering, finishReason };
    };
    const model = new MockLanguageModelV4({
      doGenerate: async ({ prompt }) => {
        const { isAnswering, finishReason } = next(prompt);
        const content = isAnswering
          ? ({ type: "text", text: `Answer ${prompt.length}.` } as const)
          : ({ type: "tool-call", toolCallId: "c", toolName: "clock", input: "{}" } as const);
        return { content: [content], finishReason, usage, warnings: [] };
      },
      doStream: async ({ prompt }) => {
        const { isAnswering, finishReason } = next(prompt);
        const answer = [
          { type: "text-start", id: "t" },
          { type: "text-delta", id: "t", delta: "Answer " },
          { type: "text-delta", id: "t", delta: `${prompt.length}.` },
          { type: "text-end", id: "t" },
        ] as const;
        const call = [{ type: "tool-call", toolCallId: "c", toolName: "clock", input: "{}" }] as const;
        const chunks = [...(isAnswering ? answer : call), { type: "finish", finishReason, usage } as const];
        return { stream: simulateReadableStream({ chunks }) };
      },
    });
    const wrapped = wrapLanguageModel({ model, middleware: lifelong({ personalizer, userId, sessionId }) });
    const clock = tool({ inputSchema: z.object({}), execute: async () => "noon" });
    const messages: Parameters<typeof generateText>[0]["messages"] = [];
    const replies: string[] = [];
    for (const content of turns) {
      messages.push({ role: "user", content });
      const options = {
        model: wrapped,
        instructions: INSTRUCTIONS,
        messages,
        tools: { clock },
        stopWhen: isStepCount(3),
      };
      const result = isStreamed ? streamText(options) : await generateText(options);
      replies.push(await result.text);
      messages.push(...(await result.response).messages);
    }
    return { instructions, replies };
  };
}

const throughOpenAiAgents: Converse = async (personalizer, { userId, sessionId }, turns) => {
  const instructions: string[] = [];
  const model: Model = {
    async getResponse({ input, systemInstructions = "" }) {
      instructions.push(systemInstructions);
      const items: readonly AgentInputItem[] = typeof input === "string" ? [] : input;
      const isAnswering = items.at(-1)?.type === "function_call_result";
      const text = `Answer ${items.length}.`;
      const output: ModelResponse["output"][number] = isAnswering
        ? { type: "message", role: "assistant", status: "completed", content: [{ type: "output_text", text }] }
        : { type: "function_call", callId: `c${items.length}`, name: "clock", arguments: "{}", status: "completed" };
      return { usage: new Usage(), output: [output] };
    },
    getStreamedResponse() {
      throw new Error("The script answers whole.");
    },
  };
  const clock = agentTool({
    name: "clock",
    description: "The time.",
    parameters: z.object({}),
    execute: async () => "noon",
  });
  const agent = new Agent({
    name: "assistant",
    instructions: withPersona(personalizer, INSTRUCTIONS),
    model,
    tools: [clock],
  });
  const session = new RecordedSession({ personalizer, userId, sessionId });
  const runner = new Runner({ tracingDisabled: true });
  const replies: string[] = [];
  for (const turn of turns) {
    replies.push(String((await runner.run(agent, turn, { session, context: { userId } })).finalOutput));
  }
  return { instructions, replies };
};

test("docs/agents.md names the versions that it was tried with, and files that there are", async () => {
  const page = await readFile(new URL("../../docs/agents.md", import.meta.url), "utf8");
  const versions = { ...examples.dependencies, ...langchain.dependencies, ...mastra.dependencies };
  const release = (name: keyof typeof versions) => /^\d+\.\d+/.exec(versions[name])?.[0];
  for (const named of [
    `Vercel AI SDK ${release("ai")}`,
    `OpenAI Agents SDK ${release("@openai/agents")}`,
    `LangChain ${release("langchain")}`,
    `Mastra ${release("@mastra/core")}`,
  ]) {
    const row = page.split("\n").find((line) => line.startsWith(`| ${named} |`)) ?? "";
    expect(row, named).not.toBe("");
    const path = /\(\.\.\/(\S+\.ts)\)/.exec(row)?.[1] ?? "";
    await access(new URL(`../../${path}`, import.meta.url));
  }
});

describe.each([
  ["the AI SDK's middleware", throughAiSdk(false)],
  ["the AI SDK's middleware, streaming", throughAiSdk(true)],
  ["the OpenAI Agents SDK's instructions and session", throughOpenAiAgents],
] as const)("%s", (_, converse) => {
  test.each(middlewareContract)("$name", ({ run }) => run(converse));
});
