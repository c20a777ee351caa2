import { expect, test } from "vitest";
import { createPersonalizer } from "./create-personalizer.ts";
import { defaultSchema } from "./default-schema.ts";
import { estimateEffort, readingTokens } from "./effort.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { memoryStore } from "./memory-store.ts";
import type { LanguageModel } from "./model.ts";
import { modelOptimizer } from "./model-optimizer.ts";
import { deepPass } from "./pass.ts";
import type { Message } from "./session.ts";

const SESSIONS = 120;

test("what a deep pass is said to take is within a third of what it takes", async () => {
  let calls = 0;
  let tokens = 0;
  const model: LanguageModel = {
    provider: "test",
    modelId: "counting",
    output: "json",
    async generate({ messages }) {
      calls += 1;
      tokens += messages.reduce((sum, { text }) => sum + estimateTokens(text), 0);
      return { text: '{"operations":[]}', toolCalls: [], stop: "end", usage: {} };
    },
  };
  const personalizer = createPersonalizer({ store: memoryStore(), passes: [deepPass(modelOptimizer({ model }))] });
  const unread = { sessions: 0, tokens: 0 };
  for (let index = 0; index < SESSIONS; index += 1) {
    const messages = conversation(index);
    unread.sessions += 1;
    unread.tokens += readingTokens(messages);
    await personalizer.recordSession("ada", { id: `s${index}`, messages });
  }
  await personalizer.optimize("ada");
  const { model: effort } = estimateEffort(unread, defaultSchema);
  expect(calls).toBeGreaterThan(2);
  expect(Math.abs(effort.calls - calls) / calls).toBeLessThan(0.34);
  expect(Math.abs(effort.inputTokens - tokens) / tokens).toBeLessThan(0.34);
});

test("nothing to read takes nothing", () => {
  const none = { calls: 0, inputTokens: 0 };
  expect(estimateEffort({ sessions: 0, tokens: 0 }, defaultSchema)).toEqual({ model: none, host: none });
});

function conversation(index: number): readonly Message[] {
  return Array.from({ length: 6 }, (_, turn) => [
    { role: "user" as const, text: `Question ${turn} of conversation ${index}: what follows from all of this for me?` },
    { role: "assistant" as const, text: "What follows is told at some length, in many words. ".repeat(20) },
  ]).flat();
}
