import { describe, expect, test } from "vitest";
import { createPersonalizer } from "./create-personalizer.ts";
import { memoryStore } from "./memory-store.ts";
import type { Operation } from "./operation.ts";
import type { Brief } from "./optimizer.ts";
import { instantPass } from "./pass.ts";
import type { Message } from "./session.ts";
import type { PersonaStore } from "./store.ts";
import { fixedClock } from "./testing/fixed-clock.ts";
import { scriptedOptimizer } from "./testing/scripted-optimizer.ts";

/** Learns a name and a town from "I am Ana" and "I live in Porto", each with the whole message as quote. */
function nameAndTown({ sessions }: Brief): { operations: Operation[] } {
  return {
    operations: sessions.flatMap(({ id, messages }) =>
      messages.flatMap(({ index, text, role }): Operation[] => {
        if (role !== "user") return [];
        const evidence = [{ sessionId: id, messageIndex: index, quote: text }];
        const name = /I am (\w+)/.exec(text)?.[1];
        const town = /live in (\w+)/.exec(text)?.[1];
        return [
          ...(name ? [{ kind: "set", field: "demographics.name", content: name, evidence } as const] : []),
          ...(town ? [{ kind: "set", field: "location", content: town, evidence } as const] : []),
        ];
      }),
    ),
  };
}

function open() {
  const store = memoryStore();
  const clock = fixedClock("2026-03-01T10:00:00Z");
  const personalizer = createPersonalizer({ store, now: clock, passes: [instantPass(scriptedOptimizer(nameAndTown))] });
  const say = async (id: string, ...texts: string[]) => {
    clock.advance(60_000);
    const messages = texts.map((text, index): Message => ({ role: index % 2 === 0 ? "user" : "assistant", text }));
    await personalizer.recordSession("ana", { id, messages });
    await personalizer.optimize("ana");
  };
  const everything = async () => JSON.stringify(await personalizer.exportUser("ana"));
  const contents = async () => (await personalizer.getPersona("ana")).values.map(({ content }) => content);
  return { store, clock, personalizer, say, everything, contents };
}

describe("forgetting a value", () => {
  test("takes it out of persona, history and every message that tells it, whoever said it", async () => {
    const house = open();
    await house.say("one", "I live in Porto", "Porto is lovely!", "Is it?");
    await house.say("two", "What is the weather in porto?");
    const receipt = await house.personalizer.forget("ana", { kind: "value", field: "location", content: "Porto" });
    expect(receipt).toMatchObject({ values: 1, messages: 3, sessions: 0, closedFields: ["location"], revision: 2 });
    expect((await house.everything()).toLowerCase()).not.toContain("porto");
    const [one] = await house.personalizer.sessions("ana");
    expect(one?.messages.map(({ text }) => text)).toEqual(["", "", "Is it?"]);
  });

  test("takes it out of messages that tell it in the other Chinese script", async () => {
    const house = open();
    await house.personalizer.edit("ana", [{ kind: "set", field: "location", content: "臺灣花蓮" }]);
    await house.say("one", "台湾花莲今天下雨吗？");
    const receipt = await house.personalizer.forget("ana", { kind: "value", field: "location", content: "台灣花蓮" });
    expect(receipt).toMatchObject({ values: 1, messages: 1 });
    expect(await house.everything()).not.toMatch(/花[莲蓮]/);
  });

  test("keeps what the same message said of something else", async () => {
    const house = open();
    await house.say("one", "I am Ana and I live in Porto");
    await house.personalizer.forget("ana", { kind: "value", field: "location" });
    expect(await house.contents()).toEqual(["Ana"]);
    const { state } = await house.personalizer.why("ana", "demographics.name");
    expect(state.values[0]?.quotes.map(({ quote }) => quote)).toEqual(["I am Ana"]);
    expect(await house.everything()).not.toContain("Porto");
  });

  test("does not bring back what it had displaced", async () => {
    const house = open();
    await house.say("one", "I live in Porto");
    await house.say("two", "Now I live in Lisbon");
    await house.personalizer.forget("ana", { kind: "value", field: "location", content: "Lisbon" });
    expect(await house.contents()).toEqual([]);
  });

  test("holds against the same old words, and gives way when the user says it anew", async () => {
    const house = open();
    await house.say("one", "I live in Porto");
    await house.personalizer.forget("ana", { kind: "value", field: "location" });
    await house.personalizer.recordSession("ana", {
      id: "import",
      startedAt: "2026-02-01T10:00:00Z",
      messages: [{ role: "user", text: "I live in Porto" }],
    });
    await house.personalizer.optimize("ana");
    expect(await house.contents()).toEqual([]);
    await house.say("three", "I live in Porto");
    expect(await house.contents()).toEqual(["Porto"]);
  });

  test("finds nothing to forget and says so", async () => {
    const house = open();
    await house.say("one", "I am Ana");
    const receipt = await house.personalizer.forget("ana", { kind: "value", field: "location" });
    expect(receipt).toMatchObject({ values: 0, quotes: 0, messages: 0, revisions: 0, closedFields: [], revision: 1 });
  });
});

describe("forgetting a session", () => {
  test("takes what only it supports, and closes its id", async () => {
    const house = open();
    await house.say("one", "I am Ana", "Hello Ana");
    await house.say("two", "I live in Porto");
    const receipt = await house.personalizer.forget("ana", { kind: "session", sessionId: "two" });
    expect(receipt).toMatchObject({ values: 1, messages: 1, sessions: 1, closedFields: ["location"] });
    expect(await house.contents()).toEqual(["Ana"]);
    expect(await house.everything()).not.toMatch(/Porto|"two"/);
    const again = await house.personalizer.recordSession("ana", {
      id: "two",
      messages: [{ role: "user", text: "I live in Porto" }],
    });
    expect(again).toMatchObject({ kept: 0, notKept: [{ reason: "closed" }] });
  });

  test("keeps what another session supports", async () => {
    const house = open();
    await house.say("one", "I live in Porto");
    await house.say("two", "As I said, I live in Porto");
    const receipt = await house.personalizer.forget("ana", { kind: "session", sessionId: "one" });
    expect(receipt).toMatchObject({ values: 0, closedFields: [] });
    expect(await house.contents()).toEqual(["Porto"]);
    expect(await house.everything()).not.toContain('"one"');
  });

  test("of an unknown id is refused", async () => {
    const house = open();
    await house.say("one", "I am Ana");
    await expect(house.personalizer.forget("ana", { kind: "session", sessionId: "nine" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });
});

test("forgetting everything leaves nothing and tells how much it was", async () => {
  const house = open();
  await house.say("one", "I am Ana and I live in Porto", "Hello!");
  expect(await house.personalizer.forget("ana", { kind: "everything" })).toMatchObject({
    values: 2,
    messages: 2,
    sessions: 1,
    revisions: 1,
    revision: 0,
  });
  expect(await house.store.readHead("ana")).toBeNull();
  await house.say("two", "I am Bea");
  expect(await house.contents()).toEqual(["Bea"]);
});

test("what is recorded while a value is being forgotten is forgotten too", async () => {
  const house = open();
  await house.say("one", "I live in Porto");
  let interrupted = false;
  const store: PersonaStore = {
    ...house.store,
    async rewriteHistory(...rewrite) {
      if (!interrupted) {
        interrupted = true;
        await house.personalizer.recordSession("ana", {
          id: "late",
          messages: [{ role: "user", text: "Porto again" }],
        });
      }
      return house.store.rewriteHistory(...rewrite);
    },
  };
  const personalizer = createPersonalizer({ store, now: house.clock });
  const receipt = await personalizer.forget("ana", { kind: "value", field: "location", content: "Porto" });
  expect(receipt.messages).toBe(2);
  expect(await house.everything()).not.toContain("Porto");
});
