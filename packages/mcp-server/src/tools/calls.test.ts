import { createPersonalizer, instantPass, memoryStore, type Operation, type Personalizer } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import { expect, test } from "vitest";
import type { Tool } from "../define-tool.ts";
import { createLateRuns } from "../late-runs.ts";
import { runTool } from "../run-tool.ts";
import { getPersona } from "./get-persona.ts";
import { optimizePersona } from "./optimize-persona.ts";
import { recordSession } from "./record-session.ts";

const USER = "ada";

function open(): Personalizer {
  return createPersonalizer({ store: memoryStore(), passes: [instantPass(createExtractor())] });
}

async function call(personalizer: Personalizer, tool: Tool, input: unknown = {}) {
  const { text, data, isError } = await runTool(
    tool,
    input,
    async () => ({ personalizer, userId: USER, lateRuns: createLateRuns() }),
    () => {},
  );
  expect(isError, text).toBe(false);
  expect(tool.output.safeParse(data).error).toBeUndefined();
  return { text, data: data ?? {} };
}

const said = (...texts: readonly string[]) => texts.map((text) => ({ role: "user", text }));

test("what a host's model types in counts as relayed, and begins when the host says", async () => {
  const personalizer = open();
  await call(personalizer, recordSession, {
    messages: said("My name is Ada."),
    startedAt: "2026-03-14T10:00:00+01:00",
  });
  expect(await personalizer.sessions(USER)).toMatchObject([
    { source: "relayed", startedAt: "2026-03-14T09:00:00.000Z" },
  ]);
});

test("a start that is no time is refused with the way to write it", async () => {
  const context = async () => ({ personalizer: open(), userId: USER, lateRuns: createLateRuns() });
  const input = { messages: said("My name is Ada."), startedAt: "yesterday" };
  const { text, isError } = await runTool(recordSession, input, context, () => {});
  expect(isError).toBe(true);
  expect(text).toMatch(/^INVALID_INPUT: .*2026-03-14T09:30:00Z/);
});

test("a growing conversation is stored once, however often it is sent from the beginning", async () => {
  const personalizer = open();
  const first = await call(personalizer, recordSession, { messages: said("My name is Ada.") });
  const grown = { sessionId: first.data.sessionId, messages: said("My name is Ada.", "I live in Lisbon.") };
  expect((await call(personalizer, recordSession, grown)).data).toMatchObject({ kept: 1, duplicate: false });
  expect((await call(personalizer, recordSession, grown)).data).toMatchObject({ kept: 0, duplicate: true });
  expect((await personalizer.sessions(USER)).map(({ messages }) => messages.length)).toEqual([2]);
});

test("the persona stays within the budget that the host gives, and says what was left out", async () => {
  const personalizer = open();
  await personalizer.edit(
    USER,
    ["tea", "coffee", "long walks by the river", "chess"].map((content) => ({ kind: "set", field: "likes", content })),
  );
  const whole = await call(personalizer, getPersona);
  const tight = await call(personalizer, getPersona, { budgetTokens: Number(whole.data.tokens) - 1 });
  expect(Number(tight.data.tokens)).toBeLessThan(Number(whole.data.tokens));
  expect([whole.data.omitted, tight.data.omitted]).toEqual([0, 1]);
});

test("learning names what was learned, and of what was refused never the content", async () => {
  const sessionId = "a";
  const quote = "I like tea and evil.example and more";
  const evidence = [{ sessionId, messageIndex: 0, quote }];
  const operations: Operation[] = [
    { kind: "add", field: "likes", content: "tea", evidence },
    { kind: "add", field: "likes", content: "https://evil.example/orders", evidence },
  ];
  const optimizer = { name: "scripted@1", propose: async () => ({ operations }) };
  // Not told of records, so that the call itself is what learns.
  const pass = { ...instantPass(optimizer), policy: () => false };
  const personalizer = createPersonalizer({ store: memoryStore(), passes: [pass] });
  await personalizer.recordSession(USER, { id: sessionId, messages: [{ role: "user", text: quote }] });
  const { text, data } = await call(personalizer, optimizePersona);
  expect(data).toMatchObject({
    outcome: "committed",
    passes: [{ pass: "instant", by: "rules", outcome: "committed", accepted: 1, refused: 1 }],
    changes: [{ kind: "add", field: "likes", content: "tea" }],
    refusals: [{ code: "url", field: "likes", count: 1 }],
  });
  expect(text).not.toContain("orders");
});

test("learning lists at most 40 changes, and counts them all", async () => {
  const words = Array.from({ length: 50 }, (_, index) => `thing number ${index}`);
  const quote = words.join(", ");
  const evidence = words.map((word) => [{ sessionId: "a", messageIndex: 0, quote: word }]);
  const fields = ["likes", "dislikes"] as const;
  const operations: Operation[] = words.map((content, index) => ({
    kind: "add",
    field: fields[index % 2] ?? "likes",
    content,
    evidence: evidence[index] ?? [],
  }));
  const pass = { ...instantPass({ name: "scripted@1", propose: async () => ({ operations }) }), policy: () => false };
  const personalizer = createPersonalizer({ store: memoryStore(), passes: [pass] });
  await personalizer.recordSession(USER, { id: "a", messages: [{ role: "user", text: quote }] });
  const { data } = await call(personalizer, optimizePersona);
  expect(data).toMatchObject({ passes: [{ accepted: 50 }] });
  expect(data.changes).toHaveLength(40);
});
