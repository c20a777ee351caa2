import { describe, expect, test } from "vitest";
import { fieldToTidy } from "./consolidation.ts";
import { createPersonalizer } from "./create-personalizer.ts";
import { PersonaError } from "./errors.ts";
import { readHistory } from "./history.ts";
import { fold, personaAt } from "./index.ts";
import { memoryStore } from "./memory-store.ts";
import type { Operation } from "./operation.ts";
import type { Brief } from "./optimizer.ts";
import { deepPass } from "./pass.ts";
import type { Retention } from "./retention.ts";
import { manual } from "./schedule.ts";
import { definePersonaSchema } from "./schema.ts";
import { readAllParts } from "./stored-session.ts";
import { fixedClock } from "./testing/fixed-clock.ts";
import { type ScriptedReply, scriptedOptimizer } from "./testing/scripted-optimizer.ts";

const CAP = 4;
const schema = definePersonaSchema({
  id: "tidy",
  version: 1,
  fields: {
    likes: { kind: "set", description: "likes", cap: CAP },
    pets: { kind: "set", description: "pets", about: "others" },
  },
});
const HOUR = 60 * 60 * 1000;

/** Adds to `likes` whatever stands behind "I like". */
const likes: ScriptedReply = ({ sessions }) => ({
  operations: sessions.flatMap(({ id, messages }) =>
    messages.flatMap(({ index, text }): Operation[] => {
      const content = /I like ([\w ]+)/.exec(text)?.[1];
      const evidence = [{ sessionId: id, messageIndex: index, quote: text }];
      return content ? [{ kind: "add", field: "likes", content, evidence }] : [];
    }),
  ),
});

/** Removes the value of the field that the brief tidies, with the words behind it. */
const drop =
  (content: string, more: Partial<Operation> = {}): ScriptedReply =>
  ({ sessions, persona, consolidates = "" }) => {
    const held = persona.fields.likes?.values.find((value) => value.content === content);
    const session = sessions.find(({ messages }) => messages.some(({ text }) => text.includes(content)));
    const message = session?.messages.find(({ text }) => text.includes(content));
    const evidence = [{ sessionId: session?.id ?? "", messageIndex: message?.index ?? 0, quote: message?.text ?? "" }];
    const operation = { kind: "remove", field: consolidates, valueId: held?.id ?? "", evidence, ...more } as Operation;
    return { operations: [operation], model: "acme:one", usage: { calls: 1 } };
  };

function open(tidy: ScriptedReply, retention: Retention = {}) {
  const store = memoryStore();
  const clock = fixedClock("2026-03-01T10:00:00Z");
  const optimizer = scriptedOptimizer((brief: Brief, signal) => {
    const reply = brief.consolidates === undefined ? likes : tidy;
    return typeof reply === "function" ? reply(brief, signal) : reply;
  });
  const personalizer = createPersonalizer({
    store,
    schema,
    passes: [deepPass(optimizer, { policy: manual() })],
    retention,
    now: clock,
  });
  const say = async (text: string) => {
    await personalizer.recordSession("ana", { messages: [{ role: "user", text }] });
    clock.advance(HOUR);
    return personalizer.optimize("ana");
  };
  const contents = async () =>
    (await personalizer.show("ana")).fields.likes?.values.map(({ content }) => content) ?? [];
  const tidied = () => optimizer.briefs.filter(({ consolidates }) => consolidates !== undefined);
  return { store, clock, personalizer, say, contents, tidied };
}

const FILL = ["I like tea", "I like jazz", "I like long walks", "I like the tea"];

describe("a set that is full", () => {
  test("is tidied in one more call, over the words that its values quote; nothing of the merged value's support is lost", async () => {
    const { personalizer, say, contents, tidied, store } = open(drop("the tea"));
    let last = await say(FILL[0] ?? "");
    for (const text of FILL.slice(1)) last = await say(text);
    expect(tidied()).toHaveLength(1);
    expect(tidied()[0]).toMatchObject({ consolidates: "likes" });
    expect(tidied()[0]?.sessions.flatMap(({ messages }) => messages.map(({ text }) => text))).toEqual(FILL);
    expect(await contents()).toEqual(["tea", "jazz", "long walks"]);
    expect(last).toMatchObject({ outcome: "committed", usage: { calls: 1 } });
    const persona = await personalizer.show("ana");
    expect(persona.fields.likes?.values[0]).toMatchObject({
      content: "tea",
      supportedBy: { length: 2 },
      quotes: [{ quote: "I like tea" }, { quote: "I like the tea" }],
    });
    const [newest] = await personalizer.history("ana", { limit: 1 });
    expect(newest).toMatchObject({ cause: { pass: "deep", consolidates: "likes", model: "acme:one" } });
    expect(newest).not.toHaveProperty("watermark");
    const history = await readHistory(store, "ana");
    expect(fold("ana", history.base, history.revisions)).toEqual(persona);
    expect(personaAt(history, persona.revision)).toEqual(persona);
  });

  test("is not asked about again while nothing in it has changed", async () => {
    const { say, tidied, personalizer } = open({ operations: [] });
    for (const text of FILL) await say(text);
    expect(tidied()).toHaveLength(1);
    await say("Good morning");
    await personalizer.optimize("ana");
    expect(tidied()).toHaveLength(1);
  });

  test("stays as it is when the answer cannot be read, and nothing is parked", async () => {
    const { say, contents, personalizer } = open({ operations: [], unreadable: "No proposal.", model: "acme:one" });
    for (const text of FILL) await say(text);
    expect(await contents()).toHaveLength(CAP);
    expect(await personalizer.status("ana")).toMatchObject({ parked: [], passes: [{ pending: 0 }] });
    expect((await personalizer.history("ana", { limit: 1 }))[0]?.cause).toMatchObject({ failure: "No proposal." });
  });

  test("does not undo the report of what was learned before it when the model is away", async () => {
    const { say, tidied, personalizer } = open(() => {
      throw new PersonaError("MODEL_UNAVAILABLE", "The model is away.");
    });
    let last = await say(FILL[0] ?? "");
    for (const text of FILL.slice(1)) last = await say(text);
    expect(tidied()).toHaveLength(1);
    expect(last).toMatchObject({ outcome: "committed", changes: [{ value: { content: "the tea" } }] });
    expect((await personalizer.history("ana", { limit: 1 }))[0]?.cause).toMatchObject({
      consolidates: "likes",
      failure: "The model is away.",
    });
  });

  test.for([
    ["a value that no other one says as well", drop("jazz"), "not-a-duplicate"],
    ["a value of another field", drop("the tea", { field: "pets" }), "out-of-scope"],
    ["an addition", drop("the tea", { kind: "add", content: "opera" }), "out-of-scope"],
    ["a removal without the words behind it", drop("the tea", { evidence: [] }), "no-evidence"],
  ] as const)("is not changed by %s", async ([, tidy, code]) => {
    const { say, contents, personalizer } = open(tidy);
    for (const text of FILL) await say(text);
    expect(await contents()).toEqual(["tea", "jazz", "long walks", "the tea"]);
    expect((await personalizer.history("ana", { limit: 1 }))[0]?.refusals).toMatchObject([{ code }]);
  });

  test("loses what the user took back in words of a conversation that was read too early", async () => {
    const { say, contents } = open(drop("jazz", {}));
    for (const text of ["I like tea", "I like jazz", "I like long walks", "I no longer like jazz. I like opera"])
      await say(text);
    expect(await contents()).toContain("jazz");
  });

  test("is tidied over the quotes that its values hold where the text is gone", async () => {
    const { store, clock, personalizer, say, contents, tidied } = open(drop("the tea"), { sessions: "used" });
    for (const text of FILL.slice(0, 2)) await say(text);
    await say("I like long walks. I like them in the rain.");
    clock.advance(8 * 24 * HOUR);
    await personalizer.runDue();
    expect(JSON.stringify(await readAllParts(store, "ana"))).not.toContain("I like");
    await say(FILL[3] ?? "");
    const told = tidied()[0]?.sessions.flatMap(({ messages }) => messages.map(({ text }) => text));
    expect(told).toEqual([
      "I like tea",
      "I like jazz",
      "I like long walks. I like them in the rain.",
      "I like the tea",
    ]);
    expect(await contents()).toEqual(["tea", "jazz", "long walks"]);
    const [tea] = (await personalizer.show("ana")).fields.likes?.values ?? [];
    expect(tea).toMatchObject({
      supportedBy: { length: 2 },
      quotes: [{ quote: "I like tea" }, { quote: "I like the tea" }],
    });
    const { persona, revisions } = await personalizer.exportUser("ana");
    expect(fold("ana", null, revisions)).toEqual(persona);
  });

  test("is not tidied over what was forgotten after its text was gone", async () => {
    const { store, clock, personalizer, say, tidied } = open(drop("the tea"), { sessions: "used" });
    for (const text of [...FILL.slice(0, 3), "I like opera"]) await say(text);
    clock.advance(8 * 24 * HOUR);
    await personalizer.runDue();
    const digests = async () =>
      (await readAllParts(store, "ana")).map(({ messages }) => messages[0]?.digest !== undefined);
    expect(await digests()).toEqual([true, true, true, true]);
    await personalizer.forget("ana", { kind: "value", field: "likes", content: "jazz" });
    expect(await digests()).toEqual([true, false, true, true]);
    await say("I like the tea");
    expect(JSON.stringify(tidied().at(-1))).not.toContain("jazz");
    expect(JSON.stringify(await personalizer.exportUser("ana"))).not.toContain("jazz");
  });

  test("can be undone, and what was merged can be forgotten with what it was merged into", async () => {
    const { say, contents, personalizer } = open(drop("the tea"));
    for (const text of FILL) await say(text);
    await personalizer.edit("ana", [{ kind: "undo" }]);
    expect([...(await contents())].sort()).toEqual(["jazz", "long walks", "tea", "the tea"]);
    await personalizer.forget("ana", { kind: "value", field: "likes", content: "tea" });
    expect(JSON.stringify(await personalizer.exportUser("ana"))).not.toMatch(/I like tea/);
  });
});

test("every so many revisions the set in which most has changed is tidied, and no full set is needed", () => {
  const at = (revision: number) => new Date(Date.UTC(2026, 0, revision)).toISOString();
  const values = (count: number, changedAt: string) =>
    Array.from({ length: count }, (_, index) => ({
      id: `v1.${index}`,
      content: `thing ${index}`,
      basis: "stated" as const,
      tentative: false,
      supportedBy: [],
      quotes: [],
      learnedAt: changedAt,
      changedAt,
    }));
  const wide = definePersonaSchema({
    id: "wide",
    version: 1,
    fields: { likes: { kind: "set", description: "likes" }, goals: { kind: "set", description: "goals" } },
  });
  const find = (revision: number, goals: number, more: Partial<Parameters<typeof fieldToTidy>[0]> = {}) =>
    fieldToTidy({
      persona: {
        format: 1,
        userId: "ana",
        revision,
        updatedAt: at(revision),
        fields: { likes: { values: values(8, at(2)) }, goals: { values: values(goals, at(2)) } },
        watermarks: {},
        parked: [],
        paused: false,
        consents: [],
      },
      schema: wide,
      refusals: [],
      history: [],
      every: 50,
      ...more,
    });
  expect(find(49, 9)).toBeUndefined();
  expect(find(50, 9)).toBe("goals");
  expect(find(50, 7)).toBe("likes");
  expect(find(49, 2, { refusals: [{ code: "full", sentence: "", kind: "add", field: "goals", count: 1 }] })).toBe(
    "goals",
  );
  const cause = { kind: "update", pass: "deep", optimizer: "model@1", consolidates: "goals" } as const;
  const tidied = { format: 1, revision: 30, at: at(30), cause, schema: "wide@1", changes: [], refusals: [] };
  expect(find(79, 9, { history: [tidied] })).toBeUndefined();
  expect(find(80, 9, { history: [tidied] })).toBe("likes");
});
