import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPersonalizer } from "./create-personalizer.ts";
import { closedSessionId } from "./digest.ts";
import { PersonaError } from "./errors.ts";
import { memoryStore } from "./memory-store.ts";
import { deepPass, instantPass } from "./pass.ts";
import type { Personalizer } from "./personalizer.ts";
import { manualRunner } from "./runner.ts";
import type { Message } from "./session.ts";
import type { PersonaStore } from "./store.ts";
import { fixedClock } from "./testing/fixed-clock.ts";
import { scriptedOptimizer } from "./testing/scripted-optimizer.ts";

const user = (text: string): Message => ({ role: "user", text });
const assistant = (text: string): Message => ({ role: "assistant", text });

function open() {
  const store = memoryStore();
  const clock = fixedClock("2026-03-01T10:00:00Z");
  return { store, clock, personalizer: createPersonalizer({ store, now: clock }) };
}

async function texts(personalizer: Personalizer): Promise<readonly string[]> {
  const sessions = await personalizer.sessions("ana", { limit: 1_000 });
  return sessions.flatMap(({ messages }) => messages.filter(({ role }) => role === "user").map(({ text }) => text));
}

async function wholeText(personalizer: Personalizer): Promise<string> {
  return JSON.stringify(await personalizer.exportUser("ana"));
}

describe("a conversation that grows", () => {
  test("is stored once when it is sent again after every turn", async () => {
    const { personalizer } = open();
    const messages: Message[] = [];
    for (let turn = 1; turn <= 12; turn += 1) {
      messages.push(user(`question ${turn}`));
      const asked = await personalizer.recordSession("ana", { id: "chat", messages });
      expect(asked).toMatchObject({ sessionId: "chat", duplicate: false });
      messages.push(assistant(`answer ${turn}`));
    }
    const [session, ...others] = await personalizer.sessions("ana");
    expect(others).toEqual([]);
    expect(session?.messages.filter(({ role }) => role === "user").map(({ text }) => text)).toEqual(
      messages.filter(({ role }) => role === "user").map(({ text }) => text),
    );
    expect(await personalizer.recordSession("ana", { id: "chat", messages })).toMatchObject({
      duplicate: true,
      kept: 0,
    });
  });

  test("grows too when the host shortens or leaves out the replies", async () => {
    const { personalizer } = open();
    await personalizer.recordSession("ana", {
      id: "chat",
      messages: [user("one"), assistant("a long reply"), user("two")],
    });
    const grown = await personalizer.recordSession("ana", {
      id: "chat",
      messages: [user("one"), user("two"), assistant("…"), user("three")],
    });
    expect(grown).toMatchObject({ sessionId: "chat", duplicate: false, kept: 2 });
    expect(await texts(personalizer)).toEqual(["one", "two", "three"]);
  });

  test("keeps the start of its first part", async () => {
    const { personalizer, clock } = open();
    await personalizer.recordSession("ana", { id: "chat", messages: [user("one")] });
    clock.advance(3 * 60 * 60 * 1000);
    await personalizer.recordSession("ana", { id: "chat", messages: [user("one"), user("two")] });
    const [session] = await personalizer.sessions("ana");
    expect(session?.parts.map(({ startedAt }) => startedAt)).toEqual(Array(2).fill("2026-03-01T10:00:00.000Z"));
    expect(session?.parts[1]?.recordedAt).toBe("2026-03-01T13:00:00.000Z");
  });

  test("is known again without an id on the same day", async () => {
    const { personalizer } = open();
    const first = await personalizer.recordSession("ana", { messages: [user("hello there")] });
    const grown = await personalizer.recordSession("ana", { messages: [user("hello there"), user("more")] });
    expect(grown.sessionId).toBe(first.sessionId);
    expect(await texts(personalizer)).toEqual(["hello there", "more"]);
  });
});

describe("conversations that share an id", () => {
  test("twenty sent as session-1, each again after every turn, are told apart, and every user message is stored once", async () => {
    const { personalizer } = open();
    const conversations = Array.from({ length: 20 }, (_, which) =>
      // Two in three begin alike, as real ones do.
      [
        which % 3 === 0 ? `question of conversation ${which}` : "hello",
        `conversation ${which} goes on`,
        `${which} ends`,
      ].flatMap((text) => [user(text), assistant("I see.")]),
    );
    for (const messages of conversations) {
      for (let end = 2; end <= messages.length; end += 2) {
        await personalizer.recordSession("ana", { id: "session-1", messages: messages.slice(0, end) });
      }
    }
    for (const messages of conversations) {
      expect(await personalizer.recordSession("ana", { id: "session-1", messages })).toMatchObject({ duplicate: true });
    }
    const stored = await texts(personalizer);
    for (const [which] of conversations.entries()) {
      expect(stored.filter((text) => text === `conversation ${which} goes on`)).toHaveLength(1);
      expect(stored.filter((text) => text === `${which} ends`)).toHaveLength(1);
    }
  });

  test("the answer names the id under which another conversation is held, and takes it back", async () => {
    const { personalizer } = open();
    await personalizer.recordSession("ana", { id: "session-1", messages: [user("one")] });
    const other = await personalizer.recordSession("ana", { id: "session-1", messages: [user("two")] });
    expect(other.sessionId).toMatch(/^session-1~[0-9a-f]{12}$/);
    const again = await personalizer.recordSession("ana", {
      id: other.sessionId,
      messages: [user("two"), user("three")],
    });
    expect(again.sessionId).toBe(other.sessionId);
  });

  test("whatever is sent in whatever slices, no user message is lost", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 5 }), fc.nat(5)), {
          maxLength: 12,
        }),
        async (sent) => {
          const { personalizer } = open();
          for (const [words, replies] of sent) {
            const messages = words.flatMap((word, index) =>
              index < replies ? [user(word), assistant("ok")] : [user(word)],
            );
            const { sessionId } = await personalizer.recordSession("ana", { id: "x", messages });
            const held = (await personalizer.sessions("ana", { limit: 100 })).find(({ id }) => id === sessionId);
            const spoken = held?.messages.filter(({ role }) => role === "user").map(({ text }) => text);
            expect(spoken?.slice(0, words.length)).toEqual(words);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("fifty parallel records of one conversation make one session", async () => {
    const { personalizer } = open();
    const messages = [user("one"), assistant("yes"), user("two")];
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => personalizer.recordSession("ana", { id: "chat", messages })),
    );
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(await texts(personalizer)).toEqual(["one", "two"]);
  });
});

describe("what shall not be kept", () => {
  test("a private conversation leaves only a closed, salted id", async () => {
    const { personalizer, store } = open();
    const answer = await personalizer.recordSession("ana", {
      id: "diary",
      private: true,
      messages: [user("my secret")],
    });
    expect(answer).toMatchObject({ kept: 0, notKept: [{ reason: "private", count: 1 }] });
    const { incarnation = "" } = (await store.readHead("ana")) ?? {};
    const [session] = await personalizer.sessions("ana");
    expect(session).toMatchObject({ id: closedSessionId(incarnation, "diary"), closed: true, messages: [] });
    const later = await personalizer.recordSession("ana", { id: "diary", messages: [user("my secret"), user("more")] });
    expect(later).toMatchObject({ kept: 0, notKept: [{ reason: "closed" }] });
    expect(await wholeText(personalizer)).not.toMatch(/diary|secret|more/);
  });

  test("a conversation that becomes private takes along what was recorded of it", async () => {
    const { personalizer } = open();
    await personalizer.recordSession("ana", { id: "chat", messages: [user("my secret")] });
    await personalizer.recordSession("ana", {
      id: "chat",
      messages: [user("my secret"), user("Please don't remember this conversation.")],
    });
    expect(await wholeText(personalizer)).not.toMatch(/secret|"chat"/);
  });

  test("an off-the-record message keeps its index and loses its text", async () => {
    const { personalizer } = open();
    const answer = await personalizer.recordSession("ana", {
      id: "chat",
      messages: [user("I like tea"), assistant("Good."), user("Don't remember this: I owe money."), user("And jazz")],
    });
    expect(answer).toMatchObject({ kept: 3, notKept: [{ reason: "off-the-record", count: 1 }] });
    expect(await texts(personalizer)).toEqual(["I like tea", "", "And jazz"]);
  });

  test("a remark that points back empties what an earlier call had recorded of the conversation", async () => {
    const { personalizer } = open();
    const messages = [user("I like tea"), assistant("Good."), user("I owe money."), assistant("You owe money, I see.")];
    await personalizer.recordSession("ana", { id: "chat", messages });
    messages.push(user("Don't remember that."));
    const answer = await personalizer.recordSession("ana", { id: "chat", messages });
    expect(answer).toMatchObject({ kept: 0, notKept: [{ reason: "off-the-record", count: 3 }] });
    expect(await texts(personalizer)).toEqual(["I like tea", "", ""]);
    expect(await wholeText(personalizer)).not.toContain("owe money");
    const head = await personalizer.status("ana");
    const again = await personalizer.recordSession("ana", { id: "chat", messages });
    expect(again).toMatchObject({ duplicate: true, notKept: [] });
    expect((await personalizer.status("ana")).head).toEqual(head.head);
  });

  test("a remark on its own reaches back to what was recorded just before", async () => {
    const { personalizer, clock } = open();
    await personalizer.recordSession("ana", { messages: [user("I owe money.")] });
    clock.advance(60_000);
    await personalizer.recordSession("ana", { messages: [user("Don't remember that.")] });
    expect(await wholeText(personalizer)).not.toContain("owe money");
  });

  test("a remark at the beginning of an old conversation takes nothing from what was recorded just before", async () => {
    const { personalizer } = open();
    await personalizer.recordSession("ana", { messages: [user("I live in Lisbon.")] });
    const startedAt = "2020-03-01T09:00:00Z";
    await personalizer.recordSession("ana", { startedAt, messages: [user("Don't remember that."), user("Hello.")] });
    const [before] = await personalizer.sessions("ana");
    expect(before?.messages).toEqual([user("I live in Lisbon.")]);
  });

  test("while the user is paused messages are stored empty and do not come in with a later part", async () => {
    const { personalizer } = open();
    await personalizer.edit("ana", [{ kind: "pause" }]);
    const messages = [user("I owe money.")];
    const answer = await personalizer.recordSession("ana", { id: "chat", messages });
    expect(answer).toMatchObject({ kept: 0, notKept: [{ reason: "paused", count: 1 }], due: [] });
    await personalizer.edit("ana", [{ kind: "resume" }]);
    await personalizer.recordSession("ana", { id: "chat", messages: [...messages, user("I like tea")] });
    expect(await texts(personalizer)).toEqual(["", "I like tea"]);
  });

  test("our own block is cut out", async () => {
    const { personalizer } = open();
    await personalizer.edit("ana", [{ kind: "set", field: "demographics.name", content: "Ana" }]);
    const { text } = await personalizer.getPersona("ana");
    expect(text).toContain("Ana");
    const answer = await personalizer.recordSession("ana", { id: "chat", messages: [user(`${text}What is my name?`)] });
    expect(answer.notKept).toMatchObject([{ reason: "own-block", count: 1 }]);
    expect((await texts(personalizer)).join()).not.toContain("Ana");
  });
});

describe("what recording asks the store", () => {
  /** The calls of a session recorded by a process that has not met the user, with policies that count sessions. */
  async function callsOf(without: Partial<PersonaStore>): Promise<readonly string[]> {
    const { store, clock, personalizer } = open();
    await personalizer.edit("ana", [{ kind: "set", field: "location", content: "Porto" }]);
    for (const id of ["one", "two"]) await personalizer.recordSession("ana", { id, messages: [user("I like tea")] });
    const calls: string[] = [];
    const watched = new Proxy<PersonaStore>(
      { ...store, ...without },
      {
        get(target, member: keyof PersonaStore) {
          if (typeof target[member] === "function") calls.push(member);
          return target[member];
        },
      },
    );
    const optimizer = scriptedOptimizer([]);
    const passes = [instantPass(optimizer), deepPass(optimizer)];
    const other = createPersonalizer({ store: watched, passes, runner: manualRunner(), now: clock });
    const { due, pending } = await other.recordSession("ana", { id: "three", messages: [user("I like tea")] });
    expect({ due, pending }).toEqual({ due: ["instant", "deep"], pending: 3 });
    return calls;
  }

  test("is one look and one append", async () => {
    expect(await callsOf({})).toEqual(["readStanding", "appendPart"]);
  });

  test("is more where a store tells less, with the same answer", async () => {
    const calls = await callsOf({ readStanding: undefined });
    expect(calls).toEqual(["readHead", "readSession", "readPersona", "appendPart"]);
  });
});

describe("a persona that cannot be read", () => {
  function damaged() {
    const house = open();
    const store: PersonaStore = {
      ...house.store,
      readStanding: () => Promise.reject(new PersonaError("STORE_CORRUPT", "persona.json is damaged.")),
    };
    return { ...house, personalizer: createPersonalizer({ store, now: house.clock }), whole: house.personalizer };
  }

  test("does not stop recording", async () => {
    const { personalizer, whole } = damaged();
    await whole.edit("ana", [{ kind: "set", field: "location", content: "Porto" }]);
    const answer = await personalizer.recordSession("ana", { id: "chat", messages: [user("I like tea")] });
    expect(answer).toMatchObject({ kept: 1, duplicate: false, due: [] });
    expect(await texts(whole)).toEqual(["I like tea"]);
    await expect(personalizer.getPersona("ana")).rejects.toMatchObject({ code: "STORE_CORRUPT" });
  });

  test("does not end a pause", async () => {
    const { personalizer, whole } = damaged();
    await whole.edit("ana", [{ kind: "pause" }]);
    await whole.edit("ana", [{ kind: "set", field: "location", content: "Porto" }]);
    const answer = await personalizer.recordSession("ana", { id: "chat", messages: [user("I owe money")] });
    expect(answer).toMatchObject({ kept: 0, notKept: [{ reason: "paused" }] });
    expect(await texts(whole)).toEqual([""]);
  });
});

describe("large and bad input", () => {
  test("a long session is stored in parts of at most 64 KiB, and is known again", async () => {
    const { personalizer } = open();
    const messages = Array.from({ length: 30 }, (_, index) => user(`${index} ${"wörter ".repeat(1_500)}`));
    messages.push(user("漢".repeat(60_000)));
    await personalizer.recordSession("ana", { id: "long", messages });
    const [session] = await personalizer.sessions("ana");
    for (const part of session?.parts ?? []) {
      expect(part.messages.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)).toBeLessThanOrEqual(64 * 1024);
    }
    expect(session?.messages.map(({ text }) => text).join("")).toBe(messages.map(({ text }) => text).join(""));
    expect(await personalizer.recordSession("ana", { id: "long", messages })).toMatchObject({ duplicate: true });
  });

  test.each([
    ["no messages", { messages: [] }, "at least one message"],
    ["only empty messages", { messages: [user(" \n")] }, "none of the messages holds any text"],
    ["more than 4 MB", { messages: [user("x".repeat(5_000_000))] }, "Record it as several sessions"],
    ["a lone surrogate", { messages: [user("half \ud83d")] }, "lone surrogate"],
    ["an unknown role", { messages: [{ role: "narrator", text: "Once" }] }, "role"],
    ["an unknown key", { messages: [user("hi")], mood: "good" }, "mood"],
    ["a start in the future", { messages: [user("hi")], startedAt: "2026-03-03T00:00:00Z" }, "in the future"],
    ["an endless id", { messages: [user("hi")], id: "x".repeat(201) }, "200 characters"],
    ["a start that is no time", { messages: [user("hi")], startedAt: "yesterday" }, "ISO 8601"],
    ["an id in the closed form", { id: "closed:1", messages: [user("hi")] }, "closed:"],
  ])("refuses %s and stores nothing", async (_, session, sentence) => {
    const { personalizer, store } = open();
    const recording = personalizer.recordSession("ana", session as { messages: Message[] });
    await expect(recording).rejects.toMatchObject({
      code: "INVALID_INPUT",
      message: expect.stringContaining(sentence),
    });
    expect(await store.readHead("ana")).toBeNull();
  });
});
