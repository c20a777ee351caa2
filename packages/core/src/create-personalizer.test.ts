import { describe, expect, test } from "vitest";
import { createPersonalizer, type PersonalizerOptions } from "./create-personalizer.ts";
import { PersonaError } from "./errors.ts";
import type { PersonaEvent } from "./events.ts";
import { memoryStore } from "./memory-store.ts";
import type { Operation } from "./operation.ts";
import type { Brief } from "./optimizer.ts";
import { deepPass, instantPass } from "./pass.ts";
import { manual } from "./schedule.ts";
import type { PersonaStore } from "./store.ts";
import { fixedClock } from "./testing/fixed-clock.ts";
import { type ScriptedReply, scriptedOptimizer } from "./testing/scripted-optimizer.ts";

function town({ sessions }: Brief): { operations: Operation[] } {
  return {
    operations: sessions.flatMap(({ id, messages }) =>
      messages.flatMap(({ index, text }): Operation[] => {
        const content = /I live in (\w+)/.exec(text)?.[1];
        const evidence = [{ sessionId: id, messageIndex: index, quote: text }];
        return content ? [{ kind: "set", field: "location", content, evidence }] : [];
      }),
    ),
  };
}

function open(options: Partial<PersonalizerOptions> = {}) {
  const store = memoryStore();
  const clock = fixedClock("2026-03-01T10:00:00Z");
  const personalizer = createPersonalizer({ store, now: clock, ...options });
  const say = (id: string, text: string) =>
    personalizer.recordSession("ana", { id, messages: [{ role: "user", text }] });
  return { store, clock, personalizer, say };
}

describe("getPersona", () => {
  test("of a user who never said anything is empty", async () => {
    expect(await open().personalizer.getPersona("ana")).toMatchObject({
      text: "",
      values: [],
      tokens: 0,
      revision: 0,
      pending: 0,
    });
  });

  test("knows what was just recorded, when the instant pass is quick", async () => {
    const unhurried: ScriptedReply = async (brief) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return town(brief);
    };
    const { personalizer, say } = open({ passes: [instantPass(scriptedOptimizer(unhurried))] });
    await personalizer.edit("ana", [{ kind: "set", field: "demographics.name", content: "Ana" }]); // loads the tokenizer
    await say("one", "I live in Porto");
    expect((await personalizer.getPersona("ana")).text).toContain("Porto");
  });

  test("does not wait for an instant pass that takes for ever", async () => {
    const { personalizer, say } = open({ passes: [instantPass(scriptedOptimizer(() => new Promise(() => {})))] });
    await say("one", "I live in Porto");
    expect(await personalizer.getPersona("ana")).toMatchObject({ text: "", pending: 1 });
  });

  test("does not wait for a deep pass at all", async () => {
    const { personalizer, say } = open({
      passes: [
        deepPass(
          scriptedOptimizer(() => new Promise(() => {})),
          { policy: ({ occasion }) => occasion === "record" },
        ),
      ],
    });
    await say("one", "I live in Porto");
    expect(await personalizer.getPersona("ana")).toMatchObject({ text: "" });
  });

  test("reads only the head again while nothing has changed, and the persona once it has", async () => {
    const calls: string[] = [];
    const store: PersonaStore = memoryStore();
    const counted: PersonaStore = {
      ...store,
      readHead: (userId) => {
        calls.push("head");
        return store.readHead(userId);
      },
      readPersona: (userId) => {
        calls.push("persona");
        return store.readPersona(userId);
      },
      readStanding: undefined,
    };
    const writer = createPersonalizer({ store });
    await writer.edit("ana", [{ kind: "set", field: "location", content: "Porto" }]);
    const reader = createPersonalizer({ store: counted });
    const first = await reader.getPersona("ana");
    expect(calls).toEqual(["head", "persona"]);
    calls.length = 0;
    expect(await reader.getPersona("ana")).toEqual(first);
    expect(calls).not.toContain("persona");
    await writer.edit("ana", [{ kind: "set", field: "location", content: "Faro" }]);
    expect((await reader.getPersona("ana")).text).toContain("Faro");
  });

  test("forgets what it remembered when the user is erased and begins anew", async () => {
    const { store, clock, personalizer } = open();
    await personalizer.edit("ana", [{ kind: "set", field: "location", content: "Porto" }]);
    await personalizer.getPersona("ana");
    const elsewhere = createPersonalizer({ store, now: clock });
    await elsewhere.forget("ana", { kind: "everything" });
    expect((await personalizer.getPersona("ana")).text).toBe("");
    await elsewhere.edit("ana", [{ kind: "set", field: "location", content: "Faro" }]);
    expect((await personalizer.getPersona("ana")).text).toContain("Faro");
  });

  test("renders again once something has expired, and for another budget", async () => {
    const { clock, personalizer } = open();
    await personalizer.edit("ana", [
      { kind: "set", field: "goals", content: "run a marathon" },
      { kind: "set", field: "location", content: "Porto" },
    ]);
    const { validUntil = "" } = await personalizer.getPersona("ana");
    expect((await personalizer.getPersona("ana", { budgetTokens: 30 })).omitted).toBe(1);
    clock.set(validUntil);
    const { text } = await personalizer.getPersona("ana");
    expect(text).toContain("Porto");
    expect(text).not.toContain("marathon");
  });
});

test("start tells of a store that fails as an event", async () => {
  const events: PersonaEvent[] = [];
  const store: PersonaStore = {
    ...memoryStore(),
    readStanding: () => Promise.reject(new PersonaError("STORE_CORRUPT", "The log is damaged.")),
  };
  const personalizer = createPersonalizer({ store, onEvent: (event) => events.push(event) });
  await personalizer.start("ana");
  expect(events).toMatchObject([{ type: "update-failed", error: { code: "STORE_CORRUPT" } }]);
});

test("recordSession answers while a model is thinking", async () => {
  const { say } = open({
    passes: [
      deepPass(
        scriptedOptimizer(() => new Promise(() => {})),
        { policy: ({ occasion }) => occasion === "record" },
      ),
    ],
  });
  expect(await say("one", "hello")).toMatchObject({ due: ["deep"] });
  expect(await say("two", "hello again")).toMatchObject({ due: ["deep"] });
});

test("why names the words behind a value and every revision that touched it", async () => {
  const { clock, personalizer, say } = open({ passes: [instantPass(scriptedOptimizer(town))] });
  await say("one", "I live in Porto");
  await personalizer.optimize("ana");
  clock.advance(60_000);
  await personalizer.edit("ana", [{ kind: "lock", field: "location" }]);
  await say("two", "I live in Faro");
  await personalizer.optimize("ana");
  const { label, state, history } = await personalizer.why("ana", "location");
  expect(label).toBe("lives in");
  expect(state).toMatchObject({ locked: true, values: [{ content: "Porto", quotes: [{ quote: "I live in Porto" }] }] });
  expect(history.map(({ by, changes, refusals }) => [by, changes.length, refusals.map(({ code }) => code)])).toEqual([
    ["instant pass, scripted@1", 0, ["locked"]],
    ["the user", 1, []],
    ["instant pass, scripted@1", 1, []],
  ]);
  await expect(personalizer.why("ana", "favourite")).rejects.toMatchObject({ code: "INVALID_INPUT" });
});

describe("status", () => {
  test("says why nothing was learned yet", async () => {
    const { personalizer, say } = open({ passes: [deepPass(scriptedOptimizer([]))] });
    const reason = async () => (await personalizer.status("ana")).passes[0]?.reason;
    expect(await reason()).toBe("Nothing is recorded yet.");
    await say("one", "hello");
    expect(await reason()).toMatch(/^Not due yet: 1 conversation pending/);
    await personalizer.edit("ana", [{ kind: "pause" }]);
    expect(await reason()).toMatch(/paused/);
  });

  test("counts confirmed and tentative values, and names store, schema and time", async () => {
    const guess: ScriptedReply = ({ sessions }) => ({
      operations: sessions.map(({ id, messages }) => ({
        kind: "set",
        field: "location",
        content: "Portugal",
        evidence: [{ sessionId: id, messageIndex: 0, quote: messages[0]?.text ?? "" }],
      })),
    });
    const { personalizer, say } = open({ passes: [deepPass(scriptedOptimizer([guess]), { policy: manual() })] });
    await say("one", "Our tram goes up to the castle");
    await personalizer.optimize("ana");
    await personalizer.edit("ana", [{ kind: "set", field: "demographics.name", content: "Ana" }]);
    expect(await personalizer.status("ana")).toMatchObject({
      store: "memory",
      schema: "default@1",
      values: 1,
      tentative: 1,
      recordedAt: "2026-03-01T10:00:00.000Z",
      passes: [{ pass: "deep", optimizer: "scripted@1", watermark: { ordinal: 1 }, last: { revision: 1 } }],
    });
  });
});

test("without a pass there is nothing to optimize, and it says so", async () => {
  const { personalizer } = open();
  await expect(personalizer.optimize("ana")).rejects.toMatchObject({ code: "CONFIGURATION" });
  await expect(personalizer.optimize("ana", { pass: "deep" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
});

test("sessions come page by page, by ordinal", async () => {
  const { personalizer, say } = open();
  for (const id of ["one", "two", "three", "four"]) await say(id, "hello");
  expect((await personalizer.sessions("ana", { limit: 2 })).map(({ id }) => id)).toEqual(["one", "two"]);
  expect((await personalizer.sessions("ana", { after: 2, limit: 2 })).map(({ id }) => id)).toEqual(["three", "four"]);
});
