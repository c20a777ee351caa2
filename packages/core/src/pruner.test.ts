import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold } from "./apply.ts";
import { createPersonalizer } from "./create-personalizer.ts";
import { defaultSchema } from "./default-schema.ts";
import { PersonaError } from "./errors.ts";
import type { PersonaEvent } from "./events.ts";
import { personaAt, readHistory } from "./history.ts";
import { memoryStore } from "./memory-store.ts";
import type { Operation, Proposal } from "./operation.ts";
import type { Brief } from "./optimizer.ts";
import { deepPass, instantPass, type Pass } from "./pass.ts";
import type { Persona } from "./persona.ts";
import { render } from "./render.ts";
import type { Retention } from "./retention.ts";
import { manualRunner } from "./runner.ts";
import { manual } from "./schedule.ts";
import type { Erasure, PersonaStore } from "./store.ts";
import { readAllParts } from "./stored-session.ts";
import { type FixedClock, fixedClock } from "./testing/fixed-clock.ts";
import { scriptedOptimizer } from "./testing/scripted-optimizer.ts";

const DAY = 24 * 60 * 60 * 1000;
const WORDS = ["tea", "jazz", "opera", "chess", "rain", "maps"];

/** Adds to `likes` whatever the user likes, and sets the place where the user lives. */
function learn({ sessions }: Brief): Proposal {
  return {
    operations: sessions.flatMap(({ id, messages }) =>
      messages.flatMap(({ index, text, role }): Operation[] => {
        if (role !== "user") return [];
        const evidence = [{ sessionId: id, messageIndex: index, quote: text }];
        const liked = /I really like (\w+)/.exec(text)?.[1];
        const town = /I live in (\w+)/.exec(text)?.[1];
        return [
          ...(liked ? [{ kind: "add", field: "likes", content: liked, evidence } as const] : []),
          ...(town ? [{ kind: "set", field: "location", content: town, evidence } as const] : []),
        ];
      }),
    ),
  };
}

interface House {
  readonly store: PersonaStore;
  readonly clock: FixedClock;
  readonly personalizer: ReturnType<typeof createPersonalizer>;
  readonly events: PersonaEvent[];
}

function open(options: {
  store?: PersonaStore;
  clock?: FixedClock;
  passes?: readonly Pass[];
  retention?: Retention;
}): House {
  const { store = memoryStore(), clock = fixedClock("2026-03-01T10:00:00Z"), retention } = options;
  const passes = options.passes ?? [instantPass(scriptedOptimizer(learn))];
  const events: PersonaEvent[] = [];
  const personalizer = createPersonalizer({
    store,
    passes,
    retention,
    now: clock,
    runner: manualRunner(),
    onEvent: (event) => events.push(event),
  });
  return { store, clock, personalizer, events };
}

async function say({ personalizer }: House, id: string, ...texts: string[]) {
  const messages = texts.flatMap((text) => [
    { role: "user", text } as const,
    { role: "assistant", text: `You said: ${text}` } as const,
  ]);
  return personalizer.recordSession("ana", { id, messages });
}

/** Learns, and waits for what is cleared away afterwards. */
async function learnAll({ personalizer }: House): Promise<void> {
  await personalizer.optimize("ana");
  await personalizer.runDue();
}

async function texts({ store }: House): Promise<readonly string[]> {
  return (await readAllParts(store, "ana")).flatMap(({ messages }) => messages.map(({ text }) => text)).filter(Boolean);
}

async function sayMany(house: House, count: number, from = 0): Promise<void> {
  for (let index = from; index < from + count; index += 1) await say(house, `chat ${index}`, `I live in Town${index}`);
}

describe("with the text of used conversations not kept", () => {
  test("twenty used conversations lose it, in one revision that changes nothing", async () => {
    const house = open({ retention: { sessions: "used" } });
    await sayMany(house, 19);
    await learnAll(house);
    expect(await texts(house)).toHaveLength(38);
    const before = await house.personalizer.getPersona("ana");
    await sayMany(house, 1, 19);
    await learnAll(house);
    expect(await texts(house)).toEqual([]);
    const [newest] = await house.personalizer.history("ana", { limit: 1 });
    expect(newest).toMatchObject({ cause: { kind: "prune", sessions: 20, revisions: 0, through: 20 }, changes: [] });
    expect(before.text).toContain("Town18");
    const after = await house.personalizer.getPersona("ana");
    expect(after.text).toContain("Town19");
    expect(after.revision).toBe(newest?.revision);
    const { state } = await house.personalizer.why("ana", "location");
    expect(state.values[0]?.quotes).toMatchObject([{ quote: "I live in Town19" }]);
    expect(house.events.filter(({ type }) => type === "history-pruned")).toMatchObject([{ sessions: 20 }]);
  });

  test("nothing is written again while nothing is new", async () => {
    const house = open({ retention: { sessions: "used" } });
    await sayMany(house, 25);
    await learnAll(house);
    const revision = (await house.personalizer.show("ana")).revision;
    house.clock.advance(60 * DAY);
    for (let round = 0; round < 3; round += 1) await learnAll(house);
    expect((await house.personalizer.show("ana")).revision).toBe(revision);
    const again = open({ store: house.store, clock: house.clock, retention: { sessions: "used" } });
    await learnAll(again);
    expect((await again.personalizer.show("ana")).revision).toBe(revision);
  });

  test("fewer than twenty lose it when one of them could have a week ago", async () => {
    const house = open({ retention: { sessions: "used" } });
    await sayMany(house, 2);
    await learnAll(house);
    house.clock.advance(6 * DAY);
    await learnAll(house);
    expect(await texts(house)).toHaveLength(4);
    house.clock.advance(DAY);
    await learnAll(house);
    expect(await texts(house)).toEqual([]);
  });

  test("a conversation goes on, is a duplicate when sent again, and another under its id is kept", async () => {
    const house = open({ retention: { sessions: "used" } });
    await sayMany(house, 20);
    await learnAll(house);
    expect(await say(house, "chat 3", "I live in Town3")).toMatchObject({ duplicate: true, kept: 0 });
    const grown = await say(house, "chat 3", "I live in Town3", "And I really like chess");
    expect(grown).toMatchObject({ sessionId: "chat 3", duplicate: false, begun: false, kept: 2 });
    const other = await say(house, "chat 3", "I really like opera");
    expect(other).toMatchObject({ duplicate: false, begun: true, kept: 2 });
    expect(other.sessionId).not.toBe("chat 3");
    const [session] = (await house.personalizer.sessions("ana")).filter(({ id }) => id === "chat 3");
    expect(session?.messages.map(({ text }) => text)).toEqual([
      "",
      "",
      "And I really like chess",
      "You said: And I really like chess",
    ]);
    await learnAll(house);
    expect((await house.personalizer.getPersona("ana")).text).toMatch(/chess[\s\S]*opera|opera[\s\S]*chess/);
  });

  test("nothing goes before every pass has read it, one that learned here earlier and is not configured now included", async () => {
    const both = [
      instantPass(scriptedOptimizer(learn)),
      deepPass(scriptedOptimizer(learn), { policy: manual() }),
    ] as const;
    const house = open({ passes: both, retention: { sessions: "used" } });
    await sayMany(house, 1);
    await house.personalizer.optimize("ana");
    await sayMany(house, 30, 1);
    await house.personalizer.optimize("ana", { pass: "instant" });
    await house.personalizer.runDue();
    expect(await texts(house)).toHaveLength(62);
    const without = open({ ...house, passes: [both[0]], retention: { sessions: "used" } });
    await without.personalizer.runDue();
    expect(await texts(house)).toHaveLength(62);
    await house.personalizer.optimize("ana", { pass: "deep" });
    await house.personalizer.runDue();
    expect(await texts(house)).toEqual([]);
  });

  test("without any pass nothing is used, and all the same nothing stays for more than 30 days", async () => {
    const house = open({ passes: [], retention: { sessions: "used" } });
    await sayMany(house, 30);
    house.clock.advance(30 * DAY - 1);
    await house.personalizer.runDue();
    expect(await texts(house)).toHaveLength(60);
    house.clock.advance(1);
    await house.personalizer.runDue();
    expect(await texts(house)).toEqual([]);
  });

  test("what could not be read keeps its text until it was, or for 30 days", async () => {
    let broken = true;
    const optimizer = scriptedOptimizer((brief) =>
      broken ? { operations: [], unreadable: "No proposal.", model: "acme:one" } : learn(brief),
    );
    const house = open({ passes: [deepPass(optimizer, { policy: manual() })], retention: { sessions: "used" } });
    await sayMany(house, 20);
    await learnAll(house);
    broken = false;
    await sayMany(house, 30, 20);
    house.clock.advance(8 * DAY);
    const held = async () => (await texts(house)).filter((text) => text.startsWith("I live")).length;
    // The new ones are read, and the parked ones after them.
    await house.personalizer.optimize("ana");
    expect((await house.personalizer.show("ana")).parked).toEqual([]);
    await house.personalizer.runDue();
    expect(await held()).toBe(0);

    broken = true;
    await sayMany(house, 20, 50);
    await learnAll(house);
    house.clock.advance(29 * DAY);
    await learnAll(house);
    expect(await held()).toBe(20);
    house.clock.advance(DAY);
    await learnAll(house);
    expect(await held()).toBe(0);
  });
});

describe("with conversations kept for a number of days", () => {
  test("a used one loses its text after them, and one that is not used when 30 have gone too", async () => {
    const house = open({ retention: { sessions: 10 } });
    await sayMany(house, 20);
    await learnAll(house);
    await house.personalizer.edit("ana", [{ kind: "pause" }]);
    await house.personalizer.edit("ana", [{ kind: "resume" }]);
    house.clock.advance(10 * DAY - 1);
    await sayMany(house, 20, 20);
    await house.personalizer.runDue();
    expect(await texts(house)).toHaveLength(80);
    house.clock.advance(1);
    const idle = open({
      ...house,
      passes: [deepPass(scriptedOptimizer(learn), { policy: manual() })],
      retention: { sessions: 10 },
    });
    await idle.personalizer.runDue();
    expect(await texts(house)).toHaveLength(80);
    await house.personalizer.runDue();
    expect(await texts(house)).toHaveLength(40);
    house.clock.advance(30 * DAY);
    await idle.personalizer.runDue();
    expect(await texts(house)).toEqual([]);
  });

  test("one that goes on keeps all of it, until its newest part is as old", async () => {
    const house = open({ retention: { sessions: 10 } });
    await sayMany(house, 20);
    await learnAll(house);
    house.clock.advance(9 * DAY);
    await say(house, "chat 7", "I live in Town7", "I really like jazz");
    house.clock.advance(DAY);
    await learnAll(house);
    house.clock.advance(7 * DAY);
    await learnAll(house);
    expect(await texts(house)).toEqual([
      "I live in Town7",
      "You said: I live in Town7",
      "I really like jazz",
      "You said: I really like jazz",
    ]);
    house.clock.advance(10 * DAY);
    await learnAll(house);
    house.clock.advance(7 * DAY);
    await learnAll(house);
    expect(await texts(house)).toEqual([]);
  });

  test("90 days are 90 days, used or not", async () => {
    const house = open({ passes: [], retention: { sessions: 90 } });
    await sayMany(house, 20);
    house.clock.advance(90 * DAY - 1);
    await house.personalizer.runDue();
    expect(await texts(house)).toHaveLength(40);
    house.clock.advance(1);
    await house.personalizer.runDue();
    expect(await texts(house)).toEqual([]);
  });
});

describe("with a number of revisions kept", () => {
  const edit = async ({ personalizer }: House, town: string) =>
    personalizer.edit("ana", [{ kind: "set", field: "location", content: town }]);

  test("twice as many are cut back to that number, those of the last day apart", async () => {
    const house = open({ retention: { revisions: 10 } });
    for (let index = 0; index < 19; index += 1) await edit(house, `Town${index}`);
    house.clock.advance(DAY);
    await say(house, "one", "Good morning");
    await house.personalizer.runDue();
    expect(await house.personalizer.history("ana")).toHaveLength(19);
    await edit(house, "Town19");
    await house.personalizer.runDue();
    const history = await house.personalizer.history("ana");
    expect(history).toHaveLength(10);
    expect(history[0]).toMatchObject({ revision: 21, cause: { kind: "prune", sessions: 0, revisions: 11 } });
    expect((await house.store.readBase("ana"))?.revision).toBe(11);
    for (let index = 0; index < 40; index += 1) await edit(house, `City${index}`);
    await house.personalizer.runDue();
    expect(await house.personalizer.history("ana")).toHaveLength(50);
    house.clock.advance(DAY);
    for (let index = 0; index < 15; index += 1) await edit(house, `Village${index}`);
    await house.personalizer.runDue();
    expect(await house.personalizer.history("ana")).toHaveLength(16);
    house.clock.advance(DAY);
    for (let index = 0; index < 5; index += 1) await edit(house, `Hamlet${index}`);
    await house.personalizer.runDue();
    expect(await house.personalizer.history("ana")).toHaveLength(10);
    expect((await house.personalizer.getPersona("ana")).text).toContain("Hamlet4");
  });

  test("the base that somebody else has moved is found again", async () => {
    const house = open({ retention: { revisions: 5 } });
    const other = open({ ...house, retention: { revisions: 5 } });
    await say(house, "one", "Good morning");
    for (let round = 0; round < 6; round += 1) {
      for (let index = 0; index < 10; index += 1) await edit(house, `Town${round}${index}`);
      house.clock.advance(DAY);
      await (round % 2 === 0 ? house : other).personalizer.runDue();
      expect(await house.personalizer.history("ana")).toHaveLength(5);
    }
  });

  test("what clears away is not what an undo takes back, and cannot be undone", async () => {
    const house = open({ retention: { sessions: "used", revisions: 5 } });
    await sayMany(house, 20);
    await edit(house, "Porto");
    await learnAll(house);
    const [newest] = await house.personalizer.history("ana", { limit: 1 });
    expect(newest?.cause.kind).toBe("prune");
    await expect(house.personalizer.edit("ana", [{ kind: "undo", revision: newest?.revision }])).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    const undone = await house.personalizer.edit("ana", [{ kind: "undo" }]);
    expect(undone.outcome).toBe("committed");
  });
});

describe("what is kept", () => {
  test("is everything by default, and what the store declares where nobody says otherwise", async () => {
    const dear = { ...memoryStore(), retention: { sessions: "used" } as const };
    const [silent, explicit, plain] = [open({ store: dear }), open({ store: dear, retention: {} }), open({})];
    for (const house of [silent, explicit, plain]) {
      await sayMany(house, 20);
      await learnAll(house);
    }
    expect((await silent.personalizer.status("ana")).retention).toEqual({ sessions: "used" });
    expect((await explicit.personalizer.status("ana")).retention).toEqual({});
    expect(await texts(silent)).toEqual([]);
    expect(await texts(plain)).toHaveLength(40);
  });

  test.for([{ sessions: 0 }, { sessions: Number.NaN }, { revisions: 0 }, { revisions: 1.5 }])(
    "is never nothing: %o",
    (retention) => {
      expect(() => open({ retention })).toThrow(PersonaError);
    },
  );

  test("is told as an event when it cannot be cleared away, and an update goes on", async () => {
    const store = memoryStore();
    const failing: PersonaStore = {
      ...store,
      rewriteHistory: () => Promise.reject(new PersonaError("STORE_UNAVAILABLE", "The store is away.")),
    };
    const house = open({ store: failing, retention: { sessions: "used" } });
    await sayMany(house, 20);
    await learnAll(house);
    expect(house.events).toContainEqual(expect.objectContaining({ type: "prune-failed", userId: "ana" }));
    expect((await house.personalizer.getPersona("ana")).text).toContain("Town19");
  });

  test("is looked at without reading parts again that were read", async () => {
    const store = memoryStore();
    let read = 0;
    const counting: PersonaStore = {
      ...store,
      async readParts(userId, range) {
        const parts = await store.readParts(userId, range);
        read += parts.length;
        return parts;
      },
    };
    const house = open({ store, retention: {} });
    await sayMany(house, 300);
    await house.personalizer.optimize("ana");
    const looking = open({ store: counting, clock: house.clock, passes: [], retention: { sessions: 40 } });
    for (let round = 0; round < 5; round += 1) await looking.personalizer.runDue();
    expect(read).toBe(1);
    house.clock.advance(40 * DAY);
    for (let round = 0; round < 5; round += 1) await looking.personalizer.runDue();
    expect(read).toBe(301);
    expect(await texts(house)).toEqual([]);
    const later = open({ store: counting, clock: house.clock, passes: [], retention: { sessions: 40 } });
    await later.personalizer.runDue();
    expect(read).toBe(301);
  });
});

type Step =
  | { readonly kind: "say"; readonly id: number; readonly words: readonly number[] }
  | { readonly kind: "learn"; readonly pass: "instant" | "deep"; readonly fails: boolean }
  | { readonly kind: "set" | "forget"; readonly word: number }
  | { readonly kind: "wait"; readonly days: number }
  | { readonly kind: "undo" | "pause" | "resume" | "close" };

const word = fc.nat({ max: WORDS.length - 1 });
const steps = (longest: number) =>
  fc.array(
    fc.oneof(
      {
        weight: 12,
        arbitrary: fc.record({
          kind: fc.constant("say" as const),
          id: fc.nat({ max: 40 }),
          words: fc.array(word, { minLength: 1, maxLength: 4 }),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          kind: fc.constant("learn" as const),
          pass: fc.constantFrom("instant" as const, "deep" as const),
          fails: fc.boolean(),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("set" as const, "forget" as const), word }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait" as const), days: fc.nat({ max: longest }) }) },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constantFrom("undo" as const, "pause" as const, "resume" as const) }),
      },
    ),
    { minLength: 30, maxLength: 90 },
  );

/** Messages that a pass has learned from, as `session index`. */
type Seen = Record<"instant" | "deep", Set<string>>;

/** A house whose passes note what they learned from, and read an answer or cannot. */
function openNoting(retention: Retention, store: PersonaStore) {
  const seen: Seen = { instant: new Set(), deep: new Set() };
  const state = { fails: false };
  const noting = (pass: "instant" | "deep") =>
    scriptedOptimizer((brief) => {
      if (state.fails) return { operations: [], unreadable: "No proposal.", model: "acme:one" };
      for (const { id, messages } of brief.sessions) for (const { index } of messages) seen[pass].add(`${id} ${index}`);
      return learn(brief);
    });
  const passes = [
    instantPass(noting("instant")),
    deepPass(noting("deep"), { policy: manual(), newestDays: Number.POSITIVE_INFINITY }),
  ];
  return { ...open({ store, passes, retention }), seen, state };
}

async function take(house: ReturnType<typeof openNoting>, step: Step): Promise<void> {
  const { personalizer, clock, state } = house;
  clock.advance(1_000);
  switch (step.kind) {
    case "say": {
      const told = step.words.map((index, turn) => `I really like ${WORDS[index]} ${"very ".repeat(turn)}much`);
      await say(house, `chat ${step.id}`, ...told);
      return;
    }
    case "learn":
      state.fails = step.pass === "deep" && step.fails;
      await personalizer.optimize("ana", { pass: step.pass });
      state.fails = false;
      await personalizer.runDue();
      return;
    case "wait":
      clock.advance(step.days * DAY);
      return;
    case "forget":
      await personalizer.forget("ana", { kind: "value", field: "likes", content: WORDS[step.word] ?? "" });
      return;
    case "set":
      await personalizer.edit("ana", [{ kind: "set", field: "likes", content: WORDS[step.word] ?? "" }]);
      return;
    case "undo":
      await personalizer.edit("ana", [{ kind: "undo" }]).catch((error) => {
        if (!PersonaError.isInstance(error) || error.code !== "INVALID_INPUT") throw error;
      });
      return;
    case "pause":
    case "resume":
      await personalizer.edit("ana", [{ kind: step.kind }]);
      return;
  }
}

const retentions = fc.record({
  sessions: fc.constantFrom("used" as const, 5, 45, undefined),
  revisions: fc.constantFrom(undefined, 1, 4),
});

test("whatever happens: clearing away changes nothing but the number and the time, and takes nothing that is not used", {
  timeout: 120_000,
}, async () => {
  let prunes = 0;
  let emptied = 0;
  await fc.assert(
    fc.asyncProperty(steps(20), retentions, async (all, retention) => {
      const store = memoryStore();
      const house = openNoting(retention, {
        ...store,
        async rewriteHistory(userId, expected, rewrite) {
          const { revision } = rewrite;
          if (revision.cause.kind !== "prune") return store.rewriteHistory(userId, expected, rewrite);
          const persona = (await store.readPersona(userId)) ?? (undefined as unknown as Persona);
          const history = await readHistory(store, userId);
          const parts = await readAllParts(store, userId);
          await store.rewriteHistory(userId, expected, rewrite);
          prunes += 1;
          emptied += rewrite.erase.length;

          const after = await store.readPersona(userId);
          const { revision: number, at } = revision;
          const given = persona ?? personaAt(history, 0);
          expect(JSON.stringify(after)).toBe(JSON.stringify({ ...given, revision: number, updatedAt: at }));
          const left = await readHistory(store, userId);
          expect(JSON.stringify(fold(userId, left.base, left.revisions))).toBe(JSON.stringify(after));
          const now = new Date(at);
          expect(render(after as Persona, defaultSchema, { now }).text).toBe(
            render(given, defaultSchema, { now }).text,
          );
          for (const kept of left.revisions.slice(0, -1)) {
            expect(JSON.stringify(history.revisions.find((other) => other.revision === kept.revision))).toBe(
              JSON.stringify(kept),
            );
            expect(JSON.stringify(personaAt(left, kept.revision))).toBe(
              JSON.stringify(personaAt(history, kept.revision)),
            );
          }
          for (const { sessionId, messages = [] } of rewrite.erase satisfies readonly Erasure[]) {
            for (const index of messages) {
              const part = parts.findLast((one) => one.sessionId === sessionId && one.firstMessage <= index);
              const old = now.getTime() - Date.parse(part?.recordedAt ?? "") >= 30 * DAY;
              const key = `${sessionId} ${index}`;
              expect(old || (house.seen.instant.has(key) && house.seen.deep.has(key)), key).toBe(true);
            }
          }
        },
      });
      for (const step of all) await take(house, step);
      expect(house.events.filter(({ type }) => type === "prune-failed")).toEqual([]);
    }),
    { numRuns: 60, seed: 7 },
  );
  expect(prunes).toBeGreaterThan(40);
  expect(emptied).toBeGreaterThan(100);
});

test("whatever is learned is learned the same with the text of used conversations cleared away", {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(steps(3), async (all) => {
      const [clearing, keeping] = [openNoting({ sessions: "used" }, memoryStore()), openNoting({}, memoryStore())];
      // Nothing waits so long that its text goes unread.
      const rounds = all.filter(({ kind }) => kind !== "undo");
      for (const [index, step] of rounds.entries()) {
        for (const house of [clearing, keeping]) {
          await take(house, step.kind === "learn" ? { ...step, fails: false } : step);
          if (index % 10 === 9) await learnAll(house);
        }
      }
      const [one, other] = [
        await clearing.personalizer.getPersona("ana"),
        await keeping.personalizer.getPersona("ana"),
      ];
      expect(one.text).toBe(other.text);
      const counts = async (house: House) =>
        (await house.personalizer.sessions("ana", { limit: 1_000 })).map(({ id, messages }) => [id, messages.length]);
      const ids = async (house: House) => (await counts(house)).map(([, length]) => length);
      expect(await ids(clearing)).toEqual(await ids(keeping));
    }),
    { numRuns: 30, seed: 11 },
  );
});

test("two programs that clear away at once leave one revision for each batch, and lose nothing", async () => {
  const store = memoryStore();
  const clock = fixedClock("2026-03-01T10:00:00Z");
  const houses = [1, 2, 3].map(() => open({ store, clock, retention: { sessions: "used", revisions: 3 } }));
  const [first] = houses as [House];
  for (let round = 0; round < 5; round += 1) {
    await sayMany(first, 20, round * 20);
    await first.personalizer.optimize("ana");
    clock.advance(DAY);
    await Promise.all(houses.map(({ personalizer }) => personalizer.runDue()));
    await Promise.all(houses.map(({ personalizer }) => personalizer.runDue()));
    expect(await texts(first)).toEqual([]);
  }
  const pruned = houses.flatMap(({ events }) => events.filter(({ type }) => type === "history-pruned"));
  const emptied = pruned.reduce((sum, event) => sum + (event.type === "history-pruned" ? event.sessions : 0), 0);
  expect(emptied).toBe(100);
  expect(houses.flatMap(({ events }) => events.filter(({ type }) => type === "prune-failed"))).toEqual([]);
  expect((await first.personalizer.getPersona("ana")).text).toContain("Town99");
});
