import { describe, expect, test, vi } from "vitest";
import { createPersonalizer, type PersonalizerOptions } from "./create-personalizer.ts";
import { PersonaError } from "./errors.ts";
import type { PersonaEvent } from "./events.ts";
import { memoryStore } from "./memory-store.ts";
import type { Operation } from "./operation.ts";
import type { Brief } from "./optimizer.ts";
import { deepPass, hostPass, instantPass } from "./pass.ts";
import { manualRunner } from "./runner.ts";
import { everySessions, manual, olderThan } from "./schedule.ts";
import type { Session } from "./session.ts";
import { fixedClock } from "./testing/fixed-clock.ts";
import { type ScriptedReply, scriptedOptimizer } from "./testing/scripted-optimizer.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

/** Likes whatever stands behind "I like" in any message of the brief. */
function likes({ sessions }: Brief): { operations: Operation[] } {
  return {
    operations: sessions.flatMap(({ id, messages }) =>
      messages.flatMap(({ index, text }): Operation[] => {
        const content = /I like (\w+)/.exec(text)?.[1];
        const evidence = [{ sessionId: id, messageIndex: index, quote: text }];
        return content ? [{ kind: "add", field: "likes", content, evidence }] : [];
      }),
    ),
  };
}

function open(options: Partial<PersonalizerOptions> = {}) {
  const store = memoryStore();
  const clock = fixedClock("2026-03-01T10:00:00Z");
  const events: PersonaEvent[] = [];
  const personalizer = createPersonalizer({ store, now: clock, onEvent: (event) => events.push(event), ...options });
  const settle = async () => {
    while (
      events.filter(({ type }) => type === "update-started").length >
      events.filter(({ type }) => /^update-(finished|failed)/.test(type)).length
    ) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const say = async (id: string, ...texts: string[]) => {
    const recorded = await personalizer.recordSession("ana", said(id, ...texts));
    await settle();
    return recorded;
  };
  return { store, clock, events, personalizer, settle, say };
}

function said(id: string, ...texts: string[]): Session {
  return { id, messages: texts.map((text) => ({ role: "user", text })) };
}

const contentsOf = async ({ personalizer }: ReturnType<typeof open>) =>
  (await personalizer.getPersona("ana")).values.map(({ content }) => content);

describe("the instant pass", () => {
  test("learns each session as it is recorded, and later parts too", async () => {
    const house = open({ passes: [instantPass(scriptedOptimizer(likes))] });
    await house.say("one", "I like tea");
    expect(await contentsOf(house)).toEqual(["tea"]);
    await house.say("one", "I like tea", "I like jazz");
    expect(await contentsOf(house)).toEqual(["tea", "jazz"]);
  });

  test("leaves no revision where there was nothing to learn, until twenty sessions lie behind", async () => {
    const optimizer = scriptedOptimizer([]);
    const house = open({ passes: [instantPass(optimizer)] });
    for (let count = 1; count < 20; count += 1) await house.say(`s${count}`, `question ${count}?`);
    expect((await house.personalizer.status("ana")).head?.revision).toBe(0);
    await house.say("s20", "question 20?");
    const [revision, ...older] = await house.personalizer.history("ana");
    expect(older).toEqual([]);
    expect(revision).toMatchObject({ changes: [], watermark: { pass: "instant", ordinal: 20 } });
  });

  test("reads nothing again while nothing new is recorded", async () => {
    const optimizer = scriptedOptimizer([]);
    const house = open({ passes: [instantPass(optimizer)] });
    await house.say("one", "hello?");
    const { length } = optimizer.briefs;
    await house.personalizer.getPersona("ana");
    await house.settle();
    expect(optimizer.briefs).toHaveLength(length);
  });

  test("catches up on start with what another process recorded", async () => {
    const house = open({ passes: [instantPass(scriptedOptimizer(likes))] });
    await createPersonalizer({ store: house.store, now: house.clock }).recordSession("ana", said("one", "I like tea"));
    await house.personalizer.start("ana");
    await house.settle();
    expect(await contentsOf(house)).toEqual(["tea"]);
  });

  test("works through a long backlog in several briefs and reports them as one", async () => {
    const optimizer = scriptedOptimizer(likes);
    const house = open({ passes: [instantPass(optimizer)] });
    const elsewhere = createPersonalizer({ store: house.store, now: house.clock });
    for (let count = 1; count <= 600; count += 1) {
      await elsewhere.recordSession("ana", said(`s${count}`, count % 300 === 0 ? `I like thing${count}` : "hm?"));
    }
    const report = await house.personalizer.optimize("ana");
    expect(report).toMatchObject({ outcome: "committed", sessions: 600, pending: 0 });
    expect(report.changes).toHaveLength(2);
    expect(optimizer.briefs.length).toBeGreaterThan(1);
  });
});

describe("the deep pass", () => {
  test("runs at every third session, once, over all three", async () => {
    const optimizer = scriptedOptimizer(likes);
    const house = open({ passes: [deepPass(optimizer)] });
    expect((await house.say("one", "I like tea")).due).toEqual([]);
    expect((await house.say("two", "I like jazz")).due).toEqual([]);
    expect((await house.say("two", "I like jazz", "and more")).due).toEqual([]);
    expect(await house.say("three", "I like figs")).toMatchObject({ due: ["deep"], pending: 3 });
    expect(optimizer.briefs.map(({ sessions }) => sessions.map(({ id }) => id))).toEqual([["one", "two", "three"]]);
    expect(await contentsOf(house)).toEqual(["tea", "jazz", "figs"]);
    expect((await house.personalizer.getPersona("ana")).pending).toBe(0);
  });

  test("is not missed when several processes record side by side", async () => {
    const first = open({ passes: [deepPass(scriptedOptimizer(likes))] });
    const others = Array.from({ length: 2 }, () =>
      createPersonalizer({ store: first.store, now: first.clock, passes: [deepPass(scriptedOptimizer(likes))] }),
    );
    const answers = await Promise.all(
      [first.personalizer, ...others].map((each, index) => each.recordSession("ana", said(`s${index}`, "I like tea"))),
    );
    expect(answers.filter(({ due }) => due.length > 0)).toHaveLength(1);
  });

  test("leaves a revision even when it changes nothing, with what it cost", async () => {
    const proposal = { operations: [], model: "m", prompt: "p@1", usage: { inputTokens: 900, outputTokens: 3 } };
    const house = open({ passes: [deepPass(scriptedOptimizer([proposal]), { policy: everySessions(1) })] });
    await house.say("one", "hello");
    expect(await house.personalizer.history("ana")).toMatchObject([
      { changes: [], cause: { pass: "deep", model: "m", prompt: "p@1", usage: { inputTokens: 900, outputTokens: 3 } } },
    ]);
  });

  test("asks no model when nobody said anything", async () => {
    const optimizer = scriptedOptimizer([]);
    const house = open({ passes: [deepPass(optimizer)] });
    for (const id of ["one", "two", "three"]) {
      await house.personalizer.recordSession("ana", { id, private: true, messages: [{ role: "user", text: "hush" }] });
    }
    await house.settle();
    expect(optimizer.briefs).toEqual([]);
  });

  test("is due after a read when three settled sessions are pending, and not before ten minutes", async () => {
    const optimizer = scriptedOptimizer(likes);
    const house = open({ passes: [deepPass(optimizer)] });
    const elsewhere = createPersonalizer({ store: house.store, now: house.clock });
    for (const id of ["one", "two", "three"]) await elsewhere.recordSession("ana", said(id, "I like tea"));
    await house.personalizer.getPersona("ana");
    await house.settle();
    expect(optimizer.briefs).toHaveLength(0);
    house.clock.advance(11 * 60_000);
    await house.personalizer.getPersona("ana");
    await house.settle();
    expect(optimizer.briefs).toHaveLength(1);
  });

  test("runs by another policy: older than a day", async () => {
    const optimizer = scriptedOptimizer(likes);
    const house = open({ passes: [deepPass(optimizer, { policy: olderThan(DAY) })] });
    await house.say("one", "I like tea");
    house.clock.advance(25 * HOUR);
    await house.personalizer.getPersona("ana");
    await house.settle();
    expect(optimizer.briefs).toHaveLength(1);
  });

  test("runs only on request when the policy is manual", async () => {
    const optimizer = scriptedOptimizer(likes);
    const house = open({ passes: [deepPass(optimizer, { policy: manual() })] });
    for (const id of ["one", "two", "three", "four"]) await house.say(id, "I like tea");
    expect(optimizer.briefs).toHaveLength(0);
    expect(await house.personalizer.optimize("ana", { pass: "deep" })).toMatchObject({
      outcome: "committed",
      sessions: 4,
    });
  });

  test("runs again as an update ends when enough was recorded meanwhile", async () => {
    let release: () => void = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const slow: ScriptedReply = async (brief) => {
      await gate;
      return likes(brief);
    };
    const optimizer = scriptedOptimizer([slow, likes]);
    const house = open({ passes: [deepPass(optimizer)] });
    const record = (count: number) =>
      house.personalizer.recordSession("ana", said(`s${count}`, `I like thing${count}`));
    for (const count of [1, 2, 3]) await record(count);
    await vi.waitFor(() => expect(optimizer.briefs).toHaveLength(1));
    for (const count of [4, 5, 6]) await record(count);
    release();
    await house.settle();
    expect(optimizer.briefs).toHaveLength(2);
    expect(await contentsOf(house)).toHaveLength(6);
  });

  test("runs every due update of every user on demand", async () => {
    const house = open({ passes: [deepPass(scriptedOptimizer(likes))] });
    const elsewhere = createPersonalizer({ store: house.store, now: house.clock });
    for (const userId of ["ana", "ben", "cleo"]) {
      for (const id of ["one", "two", "three"].slice(0, userId === "cleo" ? 2 : 3)) {
        await elsewhere.recordSession(userId, said(id, "I like tea"));
      }
    }
    house.clock.advance(HOUR);
    const report = await house.personalizer.runDue();
    expect(report.updates.map(({ userId }) => userId).sort()).toEqual(["ana", "ben"]);
    expect(report.failures).toEqual([]);
  });
});

describe("a proposal that meets another writer", () => {
  function thinking() {
    let answer: () => void = () => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    return { answer: () => answer(), asked };
  }

  test("is reviewed again against the present persona, and asked for only once", async () => {
    const pause = thinking();
    const optimizer = scriptedOptimizer([async (brief) => pause.asked.then(() => likes(brief))]);
    const house = open({ passes: [deepPass(optimizer, { policy: everySessions(1) })] });
    await house.personalizer.recordSession("ana", said("one", "I like tea"));
    await house.personalizer.edit("ana", [{ kind: "lock", field: "likes" }]);
    pause.answer();
    await house.settle();
    expect(optimizer.briefs).toHaveLength(1);
    const [revision] = await house.personalizer.history("ana");
    expect(revision).toMatchObject({ changes: [], refusals: [{ code: "locked" }] });
  });

  test("is dropped when another process used the same sessions first", async () => {
    const pause = thinking();
    const slow = scriptedOptimizer([async (brief) => pause.asked.then(() => likes(brief))]);
    const house = open({ passes: [deepPass(slow, { policy: manual() })] });
    await house.say("one", "I like tea");
    const late = house.personalizer.optimize("ana");
    const quick = createPersonalizer({
      store: house.store,
      now: house.clock,
      passes: [deepPass(scriptedOptimizer(likes))],
    });
    await quick.optimize("ana");
    pause.answer();
    expect(await late).toMatchObject({ outcome: "nothing", revision: 1 });
    expect(await house.personalizer.history("ana")).toHaveLength(1);
  });

  test("teaches nothing of a session that was forgotten while the model thought", async () => {
    const pause = thinking();
    const slow = scriptedOptimizer([async (brief) => pause.asked.then(() => likes(brief))]);
    const house = open({ passes: [deepPass(slow, { policy: manual() })] });
    await house.say("one", "I like tea");
    await house.say("two", "I like jazz");
    const late = house.personalizer.optimize("ana");
    await house.settle();
    await house.personalizer.forget("ana", { kind: "session", sessionId: "one" });
    pause.answer();
    await late;
    expect(await contentsOf(house)).toEqual(["jazz"]);
    expect(JSON.stringify(await house.personalizer.exportUser("ana"))).not.toContain("tea");
  });

  test("does not bring an erased user back", async () => {
    const pause = thinking();
    const slow = scriptedOptimizer([async (brief) => pause.asked.then(() => likes(brief))]);
    const house = open({ passes: [deepPass(slow, { policy: manual() })] });
    await house.say("one", "I like tea");
    const late = house.personalizer.optimize("ana");
    await house.settle();
    await house.personalizer.forget("ana", { kind: "everything" });
    pause.answer();
    await late;
    expect(await house.store.readHead("ana")).toBeNull();
  });

  test("teaches nothing while the user is paused", async () => {
    const pause = thinking();
    const slow = scriptedOptimizer([async (brief) => pause.asked.then(() => likes(brief))]);
    const house = open({ passes: [deepPass(slow, { policy: manual() })] });
    await house.say("one", "I like tea");
    const late = house.personalizer.optimize("ana");
    await house.settle();
    await house.personalizer.edit("ana", [{ kind: "pause" }]);
    pause.answer();
    expect(await late).toMatchObject({ outcome: "paused" });
    expect(await contentsOf(house)).toEqual([]);
  });
});

describe("prepare and commit", () => {
  test("take a brief out of the house and its proposal back, once", async () => {
    const house = open({ passes: [deepPass(scriptedOptimizer([]), { policy: manual() })] });
    expect(await house.personalizer.prepare("ana")).toBeNull();
    await house.say("one", "I like tea");
    const prepared = await house.personalizer.prepare("ana");
    expect(prepared?.brief.sessions).toMatchObject([{ id: "one" }]);
    if (!prepared) return;
    const proposal = likes(prepared.brief);
    const ticket = JSON.parse(JSON.stringify(prepared.ticket));
    await house.personalizer.edit("ana", [{ kind: "set", field: "demographics.name", content: "Ana" }]);
    expect(await house.personalizer.commit("ana", { ticket, proposal })).toMatchObject({
      outcome: "committed",
      pending: 0,
    });
    expect(await contentsOf(house)).toEqual(["Ana", "tea"]);
    await expect(house.personalizer.commit("ana", { ticket, proposal })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });

  test("commit only as far as a proposal or a ticket says that it was read", async () => {
    const house = open({ passes: [deepPass(scriptedOptimizer([]), { policy: manual() })] });
    for (const id of ["one", "two", "three"]) await house.say(id, `I like ${id}`);
    const prepared = await house.personalizer.prepare("ana");
    if (!prepared) throw new Error("something is pending");
    const { brief, ticket } = prepared;
    const first = brief.sessions[0]?.messages[0]?.sequence ?? 0;
    const narrowed = { ...likes(brief), through: first };
    expect(await house.personalizer.commit("ana", { ticket, proposal: narrowed })).toMatchObject({
      outcome: "committed",
      sessions: 1,
      pending: 2,
    });
    expect(await contentsOf(house)).toEqual(["one"]);
    const next = await house.personalizer.prepare("ana");
    if (!next) throw new Error("two are pending");
    const shorter = { ...next.ticket, through: next.ticket.through - 1 };
    await house.personalizer.commit("ana", { ticket: shorter, proposal: likes(next.brief) });
    expect(await contentsOf(house)).toEqual(["one", "two"]);
    expect((await house.personalizer.prepare("ana"))?.brief.sessions).toMatchObject([{ id: "three" }]);
  });

  test("park only what was read of an unreadable range, and go on behind it", async () => {
    const replies: ScriptedReply[] = [
      (brief) => ({ operations: [], unreadable: "No proposal.", through: brief.sessions[0]?.messages[0]?.sequence }),
      likes,
    ];
    const house = open({ passes: [deepPass(scriptedOptimizer(replies), { policy: manual() })] });
    for (const id of ["one", "two"]) await house.say(id, `I like ${id}`);
    await house.personalizer.optimize("ana");
    expect(await house.personalizer.status("ana")).toMatchObject({
      parked: [{ reason: "unreadable", sessions: 1 }],
      passes: [{ pending: 1 }],
    });
    await house.personalizer.optimize("ana");
    expect(await contentsOf(house)).toEqual(["two"]);
  });

  test("a ticket grants nothing: forged, expired or of another user, it moves nothing", async () => {
    const house = open({ passes: [deepPass(scriptedOptimizer([]), { policy: manual() })] });
    await house.say("one", "I like tea");
    await house.personalizer.recordSession("bea", said("one", "I like tea"));
    const prepared = await house.personalizer.prepare("ana");
    if (!prepared) throw new Error("something is pending");
    const { brief, ticket } = prepared;
    const proposal = likes(brief);
    const refused = (userId: string, changed: Partial<typeof ticket>) =>
      expect(house.personalizer.commit(userId, { ticket: { ...ticket, ...changed }, proposal })).rejects.toMatchObject({
        code: "INVALID_INPUT",
      });
    await refused("bea", {});
    await refused("ana", { watermark: 7 });
    await refused("ana", { incarnation: "another" });
    await refused("ana", { through: 0 });
    await refused("ana", {
      parked: { pass: "deep", after: 0, through: 9, sessions: 1, reason: "unreadable", attempts: 1 },
    });
    house.clock.advance(2 * DAY + 1);
    await refused("ana", {});
    const { parked, passes } = await house.personalizer.status("ana");
    expect({ parked, pending: passes[0]?.pending }).toEqual({ parked: [], pending: 1 });
    const beyond = { ...ticket, through: 1_000_000, preparedAt: house.clock().toISOString() };
    expect(await house.personalizer.commit("ana", { ticket: beyond, proposal })).toMatchObject({
      outcome: "committed",
      pending: 0,
    });
    expect((await house.personalizer.show("ana")).watermarks.deep).toEqual({ sequence: 1, ordinal: 1 });
  });

  test("pass over what nobody said, and take up what was set aside only when asked", async () => {
    const unread: ScriptedReply = { operations: [], unreadable: "No proposal." };
    const house = open({ passes: [deepPass(scriptedOptimizer([unread]), { policy: manual() })] });
    await house.say("one", "I like tea");
    await house.personalizer.optimize("ana");
    await house.personalizer.recordSession("ana", { id: "mute", messages: [{ role: "assistant", text: "Hello?" }] });
    expect(await house.personalizer.prepare("ana")).toBeNull();
    const again = await house.personalizer.prepare("ana", { retry: true });
    expect(again).toMatchObject({ ticket: { parked: { attempts: 1 } }, brief: { sessions: [{ id: "one" }] } });
  });
});

describe("a history that is brought in newest first", () => {
  const bringIn = async (
    { personalizer, settle }: ReturnType<typeof open>,
    starts: Readonly<Record<string, string>>,
  ) => {
    for (const [id, startedAt] of Object.entries(starts)) {
      await personalizer.recordSession("ana", { ...said(id, `I like ${id}`), startedAt });
      await settle();
    }
  };
  const starts = {
    newest: "2026-02-20T08:00:00Z",
    middle: "2026-02-10T08:00:00Z",
    oldest: "2026-02-01T08:00:00Z",
    beside: "2026-02-10T08:00:00Z",
  };

  test("is read in the order in which it was had; what began together, in the order of recording", async () => {
    const optimizer = scriptedOptimizer(likes);
    const house = open({ passes: [deepPass(optimizer, { policy: manual() })] });
    await bringIn(house, starts);
    await house.personalizer.optimize("ana");
    expect(optimizer.briefs.map(({ sessions }) => sessions.map(({ id, ordinal }) => `${id} ${ordinal}`))).toEqual([
      ["oldest 3", "middle 2", "beside 4", "newest 1"],
    ]);
    expect(await contentsOf(house)).toEqual(["oldest", "middle", "beside", "newest"]);
  });

  test("has a conversation that grew where it began", async () => {
    const house = open({ passes: [deepPass(scriptedOptimizer([]), { policy: manual() })] });
    await bringIn(house, starts);
    await house.say("oldest", "I like oldest", "and what came later");
    const sessions = (await house.personalizer.prepare("ana"))?.brief.sessions;
    expect(sessions?.map(({ id }) => id)).toEqual(["oldest", "middle", "beside", "newest"]);
    expect(sessions?.[0]?.messages).toMatchObject([
      { index: 0, sequence: 3 },
      { index: 1, sequence: 5 },
    ]);
  });

  test("stays pending from where its reading ended, by the order of recording", async () => {
    const house = open({ passes: [deepPass(scriptedOptimizer([]), { policy: manual() })] });
    await bringIn(house, starts);
    const prepared = await house.personalizer.prepare("ana");
    if (!prepared) throw new Error("something is pending");
    const proposal = { ...likes(prepared.brief), through: 2 };
    expect(await house.personalizer.commit("ana", { ticket: prepared.ticket, proposal })).toMatchObject({
      outcome: "committed",
      sessions: 2,
      pending: 2,
    });
    expect(await contentsOf(house)).toEqual(["middle", "newest"]);
    expect((await house.personalizer.prepare("ana"))?.brief.sessions).toMatchObject([
      { id: "oldest" },
      { id: "beside" },
    ]);
  });
});

describe("the pass of the host's model", () => {
  test("is told as due and run by nobody here", async () => {
    const house = open({ passes: [instantPass(scriptedOptimizer(likes)), hostPass()] });
    await house.say("one", "I like tea");
    await house.say("two", "Good morning");
    expect(await house.say("three", "Good night")).toMatchObject({ pending: 3, due: ["instant", "deep"] });
    const report = await house.personalizer.optimize("ana");
    expect(report).toMatchObject({ pass: "instant", passes: [{ pass: "instant", by: "rules" }] });
    expect(await house.personalizer.runDue()).toMatchObject({ failures: [] });
    await expect(house.personalizer.optimize("ana", { pass: "deep" })).rejects.toMatchObject({ code: "CONFIGURATION" });
    const prepared = await house.personalizer.prepare("ana");
    if (!prepared) throw new Error("three are pending");
    const proposal = { ...likes(prepared.brief), model: "host:test" };
    expect(await house.personalizer.commit("ana", { ticket: prepared.ticket, proposal })).toMatchObject({
      by: "host",
      model: "host:test",
      pending: 0,
    });
  });
});

describe("what cannot be learned", () => {
  const unreadable = { operations: [], unreadable: "The reply was no proposal.", usage: { inputTokens: 50 } };

  test("an unreadable reply parks its sessions with the cost, and the rest goes on", async () => {
    const house = open({
      passes: [deepPass(scriptedOptimizer([unreadable, likes, likes]), { policy: everySessions(1) })],
    });
    await house.say("one", "I like tea");
    const status = await house.personalizer.status("ana");
    expect(status.parked).toMatchObject([{ pass: "deep", reason: "unreadable", attempts: 1, sessions: 1 }]);
    expect(status.passes).toMatchObject([{ pending: 0, last: { failure: "The reply was no proposal." } }]);
    expect(await contentsOf(house)).toEqual([]);
    await house.say("two", "I like jazz");
    expect(await contentsOf(house)).toEqual(["jazz", "tea"]);
    expect((await house.personalizer.status("ana")).parked).toEqual([]);
  });

  test("two ranges parked in a row end a run, and the next occasion goes on", async () => {
    const onePart: ScriptedReply = ({ sessions }) => ({
      operations: [],
      unreadable: "The service does not take it.",
      through: sessions[0]?.messages[0]?.sequence,
    });
    const optimizer = scriptedOptimizer(onePart);
    const house = open({ passes: [deepPass(optimizer, { policy: everySessions(1) })] });
    const elsewhere = createPersonalizer({ store: house.store, now: house.clock });
    for (let count = 1; count <= 6; count += 1) await elsewhere.recordSession("ana", said(`s${count}`, "I like tea"));
    await house.say("s7", "I like tea");
    expect(optimizer.briefs).toHaveLength(2);
    expect(house.events.at(-1)).toMatchObject({
      type: "update-finished",
      report: {
        outcome: "parked",
        stopped: true,
        pending: 5,
        reason:
          "The service does not take it. Two ranges in a row were set aside; what is left waits for the next occasion.",
      },
    });
    await house.say("s8", "I like tea");
    expect(optimizer.briefs).toHaveLength(4);
    expect((await house.personalizer.status("ana")).parked).toHaveLength(4);
    const again = async () => {
      expect(await house.personalizer.optimize("ana", { retry: true })).toMatchObject({ stopped: true });
      return optimizer.briefs.length;
    };
    // Two pending ones, the last two of them, and then two of those that were set aside.
    expect([await again(), await again(), await again()]).toEqual([6, 8, 10]);
  });

  test("a limited run is told as stopped, and what it learned before as committed", async () => {
    const pass = deepPass(
      scriptedOptimizer((brief) => ({ ...likes(brief), usage: { calls: 1 } })),
      {
        policy: manual(),
        ceiling: { callsPerDay: 2 },
      },
    );
    const house = open({ passes: [pass] });
    await house.say("one", "I like tea");
    await house.personalizer.optimize("ana");
    for (const id of ["two", "three"]) {
      await house.personalizer.recordSession("ana", { ...said(id, "I like jazz"), startedAt: "2025-01-01T00:00:00Z" });
      await house.say(`${id} between`, "I like figs");
    }
    const report = await house.personalizer.optimize("ana", { all: true });
    expect(report).toMatchObject({ outcome: "committed", stopped: true });
    expect(report.reason).toContain("2 calls for this user is reached");
  });

  test("status tells why a range is parked, and how often it is still tried by itself", async () => {
    const replies = [unreadable, { operations: [], unreadable: "The model declined to answer." }];
    const deep = deepPass(scriptedOptimizer(replies), { policy: manual() });
    const house = open({ passes: [deep] });
    const parked = async () => (await house.personalizer.status("ana")).parked;
    await house.say("one", "I like tea");
    await house.personalizer.optimize("ana");
    await house.personalizer.edit("ana", [{ kind: "lock", field: "location" }]);
    expect(await parked()).toMatchObject([{ failure: "The reply was no proposal.", triesLeft: 2, by: "model" }]);
    await house.say("two", "I like jazz");
    await house.personalizer.recordSession("ana", { ...said("old", "I like figs"), startedAt: "2025-01-01T00:00:00Z" });
    await house.personalizer.optimize("ana");
    expect(await parked()).toMatchObject([
      { failure: "The reply was no proposal.", triesLeft: 2 },
      { reason: "old", triesLeft: 0 },
      { failure: "The model declined to answer.", triesLeft: 2 },
    ]);
    const hosts = createPersonalizer({ store: house.store, now: house.clock, passes: [hostPass()] });
    expect((await hosts.status("ana")).parked[0]).toMatchObject({ by: "host", triesLeft: 0 });
  });

  test("a model that is away when a range is tried again takes nothing from what was learned before it", async () => {
    const away: ScriptedReply = () => {
      throw new PersonaError("MODEL_UNAVAILABLE", "The model does not answer.");
    };
    const optimizer = scriptedOptimizer([unreadable, likes, away]);
    const house = open({ passes: [deepPass(optimizer, { policy: manual() })] });
    await house.say("one", "I like tea");
    await house.personalizer.optimize("ana");
    await house.say("two", "I like jazz");
    expect(await house.personalizer.optimize("ana")).toMatchObject({ outcome: "committed" });
    expect(await contentsOf(house)).toEqual(["jazz"]);
    expect(house.events.filter(({ type }) => type === "update-failed")).toHaveLength(1);
    expect((await house.personalizer.status("ana")).parked).toMatchObject([{ reason: "unreadable" }]);
  });

  test("a range is tried three times in all, then only on request", async () => {
    const onlyJazz: ScriptedReply = (brief) => (brief.sessions[0]?.id === "one" ? unreadable : likes(brief));
    const optimizer = scriptedOptimizer(onlyJazz);
    const house = open({ passes: [deepPass(optimizer, { policy: everySessions(1) })] });
    for (const id of ["one", "two", "three", "four", "five"]) await house.say(id, "I like jazz");
    const tries = () => optimizer.briefs.filter(({ sessions }) => sessions[0]?.id === "one").length;
    expect(tries()).toBe(3);
    expect((await house.personalizer.status("ana")).parked).toMatchObject([{ attempts: 3 }]);
    await house.personalizer.optimize("ana", { retry: true });
    expect(tries()).toBe(4);
  });

  test("old sessions are parked until all are asked for", async () => {
    const optimizer = scriptedOptimizer(likes);
    const house = open({ passes: [deepPass(optimizer, { policy: manual() })] });
    for (let count = 1; count <= 300; count += 1) {
      await house.personalizer.recordSession("ana", {
        ...said(`old${count}`, `I like old${count % 5}`),
        startedAt: "2025-01-01T00:00:00Z",
      });
    }
    await house.say("new", "I like tea");
    await house.personalizer.optimize("ana");
    await house.personalizer.optimize("ana");
    expect(await contentsOf(house)).toEqual(["tea"]);
    const { parked } = await house.personalizer.status("ana");
    expect(parked.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(300);
    expect(parked.every(({ reason }) => reason === "old")).toBe(true);
    await house.personalizer.optimize("ana", { all: true });
    expect((await house.personalizer.status("ana")).parked).toEqual([]);
    expect(await contentsOf(house)).toHaveLength(6);
  });

  test("a conversation a month is learned from, however long ago the first one was", async () => {
    const house = open({ passes: [deepPass(scriptedOptimizer(likes), { policy: everySessions(3) })] });
    for (const [month, id] of ["one", "two", "three"].entries()) {
      house.clock.set(`2026-0${month + 1}-01T10:00:00Z`);
      await house.say(id, `I like ${id}`);
    }
    expect(await contentsOf(house)).toEqual(["one", "two", "three"]);
    expect((await house.personalizer.status("ana")).parked).toEqual([]);
  });

  test("an old conversation that was imported is set aside, alone or among new ones", async () => {
    const house = open({ passes: [deepPass(scriptedOptimizer(likes), { policy: everySessions(2) })] });
    await house.personalizer.recordSession("ana", {
      ...said("old", "I like chess"),
      startedAt: "2020-01-01T00:00:00Z",
    });
    await house.say("new", "I like tea");
    expect(await contentsOf(house)).toEqual(["tea"]);
    expect((await house.personalizer.status("ana")).parked).toMatchObject([{ reason: "old", sessions: 1 }]);
  });

  test("what is left of an old backlog is set aside too, though few are left", async () => {
    const house = open({ passes: [deepPass(scriptedOptimizer(likes), { policy: manual() })] });
    house.clock.set("2025-01-01T10:00:00Z");
    for (let count = 1; count <= 260; count += 1) {
      await house.personalizer.recordSession("ana", said(`s${count}`, `I like number${count}`));
    }
    house.clock.set("2026-01-01T10:00:00Z");
    await house.personalizer.optimize("ana");
    await house.personalizer.optimize("ana");
    expect(await contentsOf(house)).toEqual([]);
    expect((await house.personalizer.getPersona("ana")).pending).toBe(0);
  });

  test("who talks seldom is learned from after a backlog that was set aside, too", async () => {
    const house = open({ passes: [deepPass(scriptedOptimizer(likes), { policy: everySessions(3) })] });
    for (let count = 1; count <= 30; count += 1) {
      await house.personalizer.recordSession("ana", {
        ...said(`old${count}`, `I like old${count}`),
        startedAt: "2025-01-01T00:00:00Z",
      });
    }
    await house.personalizer.optimize("ana");
    expect((await house.personalizer.getPersona("ana")).pending).toBe(0);
    for (const [month, id] of ["one", "two", "three"].entries()) {
      house.clock.set(`2026-0${month + 5}-01T10:00:00Z`);
      await house.say(id, `I like ${id}`);
    }
    expect(await contentsOf(house)).toEqual(["one", "two", "three"]);
    const { parked } = await house.personalizer.status("ana");
    expect(parked.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(30);
  });

  test("a model out of reach leaves the sessions pending and says so", async () => {
    const out: ScriptedReply = () => {
      throw new PersonaError("MODEL_UNAVAILABLE", "The model does not answer.");
    };
    const house = open({ passes: [deepPass(scriptedOptimizer([out, likes]), { policy: everySessions(1) })] });
    await house.say("one", "I like tea");
    expect(house.events.at(-1)).toMatchObject({ type: "update-failed", error: { code: "MODEL_UNAVAILABLE" } });
    expect(await house.personalizer.history("ana")).toMatchObject([
      { cause: { failure: "The model does not answer." } },
    ]);
    expect((await house.personalizer.getPersona("ana")).pending).toBe(1);
    expect(await house.personalizer.optimize("ana")).toMatchObject({ outcome: "committed" });
    expect(await contentsOf(house)).toEqual(["tea"]);
  });

  test("under a newer document format reading and recording go on, and nothing is learned or edited", async () => {
    const house = open({ passes: [instantPass(scriptedOptimizer(likes))] });
    await house.say("one", "I like tea");
    const [head, persona] = [await house.store.readHead("ana"), await house.store.readPersona("ana")];
    const [revision] = await house.store.readRevisions("ana", { limit: 1 });
    if (!head || !persona || !revision) throw new Error("nothing was learned");
    await house.store.commitPersona(
      { ...persona, format: 9, revision: 2 },
      { ...revision, format: 9, revision: 2 },
      head,
    );
    expect(await house.say("two", "I like jazz")).toMatchObject({ kept: 1 });
    expect(await contentsOf(house)).toEqual(["tea"]);
    for (const change of [
      () => house.personalizer.optimize("ana"),
      () => house.personalizer.edit("ana", [{ kind: "pause" }]),
      () => house.personalizer.forget("ana", { kind: "session", sessionId: "one" }),
    ]) {
      await expect(change()).rejects.toMatchObject({ code: "FORMAT_TOO_NEW" });
    }
  });
});

test("a program that ends after one call is told what is due, and runs nothing by itself", async () => {
  const optimizer = scriptedOptimizer(likes);
  const house = open({ passes: [deepPass(optimizer, { policy: everySessions(1) })], runner: manualRunner() });
  expect(await house.say("one", "I like tea")).toMatchObject({ due: ["deep"] });
  await house.personalizer.start("ana");
  await house.settle();
  expect(optimizer.briefs).toEqual([]);
  await house.personalizer.optimize("ana");
  expect(await contentsOf(house)).toEqual(["tea"]);
});

test("a listener that throws changes nothing", async () => {
  const warnings: string[] = [];
  const listen = (warning: Error) => warnings.push(warning.message);
  process.on("warning", listen);
  const { personalizer } = open({
    onEvent: () => {
      throw new Error("broken listener");
    },
  });
  expect(await personalizer.recordSession("ana", said("one", "hello"))).toMatchObject({ kept: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", listen);
  expect(warnings.join()).toContain("broken listener");
});

test("an answer that comes after the call was cancelled changes nothing, and leaves the revision that it cost", async () => {
  const cancel = new AbortController();
  const deep = deepPass({
    name: "late@1",
    async propose({ sessions }) {
      cancel.abort();
      const evidence = [{ sessionId: sessions[0]?.id ?? "", messageIndex: 0, quote: "My name is Ana" }];
      const operations = [{ kind: "set" as const, field: "demographics.name", content: "Ana", evidence }];
      return { operations, usage: { calls: 1, inputTokens: 70, outputTokens: 7 } };
    },
  });
  const personalizer = createPersonalizer({ store: memoryStore(), passes: [deep], runner: manualRunner() });
  await personalizer.recordSession("ana", { id: "a", messages: [{ role: "user", text: "My name is Ana" }] });
  await expect(personalizer.optimize("ana", { signal: cancel.signal })).rejects.toMatchObject({ name: "AbortError" });
  await vi.waitFor(async () => expect(await personalizer.history("ana")).toHaveLength(1));
  const [revision] = await personalizer.history("ana");
  expect(revision).toMatchObject({ changes: [], refusals: [], cause: { usage: { inputTokens: 70 } } });
  expect(revision).not.toHaveProperty("watermark");
  expect(await personalizer.status("ana")).toMatchObject({ values: 0, passes: [{ pending: 1 }] });
});

test("closing lets an instant pass finish and aborts a deep one", async () => {
  let aborted = false;
  let begin: () => void = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const forever: ScriptedReply = (_, signal) =>
    new Promise((_resolve, reject) => {
      begin();
      signal?.addEventListener("abort", () => {
        aborted = true;
        reject(signal.reason);
      });
    });
  const house = open({
    passes: [
      instantPass(scriptedOptimizer(likes)),
      deepPass(scriptedOptimizer([forever]), { policy: everySessions(1) }),
    ],
  });
  await house.personalizer.recordSession("ana", said("one", "I like tea"));
  await begun;
  await house.personalizer.close();
  expect(aborted).toBe(true);
  const persona = await house.store.readPersona("ana");
  expect(persona?.fields.likes?.values).toHaveLength(1);
  expect(persona?.watermarks.deep).toBeUndefined();
});
