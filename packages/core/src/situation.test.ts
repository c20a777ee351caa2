import fc from "fast-check";
import { expect, test } from "vitest";
import { pruneStored } from "./__fixtures__/prune-stored.ts";
import { createPersonalizer } from "./create-personalizer.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { memoryStore } from "./memory-store.ts";
import { DEEP, deepPass } from "./pass.ts";
import { createPastUpdates } from "./past-updates.ts";
import { createPendingTokens } from "./pending-tokens.ts";
import { createReading } from "./reading.ts";
import { manualRunner } from "./runner.ts";
import { manual, pendingTokens } from "./schedule.ts";
import type { PersonaStore } from "./store.ts";
import { readAllParts } from "./stored-session.ts";
import { fixedClock } from "./testing/fixed-clock.ts";
import { scriptedOptimizer } from "./testing/scripted-optimizer.ts";

const clock = fixedClock("2026-03-01T10:00:00Z");

function open(store: PersonaStore, policy = manual()) {
  const optimizer = scriptedOptimizer(({ sessions: [session] }) => {
    const quote = session?.messages[0]?.text ?? "";
    if (!session || quote.length % 3 === 0) return { operations: [], unreadable: "No proposal." };
    const evidence = [{ sessionId: session.id, messageIndex: session.messages[0]?.index ?? 0, quote }];
    return { operations: [{ kind: "add", field: "likes", content: quote.slice(-8), evidence }] };
  });
  return createPersonalizer({ store, now: clock, passes: [deepPass(optimizer, { policy })], runner: manualRunner() });
}

type House = { readonly store: PersonaStore; readonly personalizer: ReturnType<typeof open> };

const say = (id: string, texts: readonly string[]) => (house: House) =>
  house.personalizer.recordSession("ana", { id, messages: texts.map((text) => ({ role: "user", text })) });
const id = fc.constantFrom("one", "two", "three");
const step: fc.Arbitrary<(house: House) => Promise<unknown>> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(id, fc.array(fc.lorem({ maxCount: 12 }), { minLength: 1, maxLength: 3 }))
      .map(([to, texts]) => say(to, texts)),
  },
  { weight: 2, arbitrary: fc.constant(({ personalizer }: House) => personalizer.optimize("ana")) },
  fc.constant(({ personalizer }: House) => personalizer.edit("ana", [{ kind: "lock", field: "location" }])),
  id.map((sessionId) => async ({ store, personalizer }: House) => {
    if (await store.readSession("ana", sessionId)) await personalizer.forget("ana", { kind: "session", sessionId });
  }),
  id.map((sessionId) => async ({ store, personalizer }: House) => {
    const held = await store.readSession("ana", sessionId);
    if (held?.messages) await personalizer.forget("ana", { kind: "messages", sessionId, messages: [0] });
  }),
  fc.nat(4).map(
    (keep) =>
      ({ store }: House) =>
        pruneStored(store, "ana", { keep, at: clock(), schema: "default@1" }),
  ),
  fc.constant(({ personalizer }: House) => personalizer.forget("ana", { kind: "everything" })),
);

test("what is remembered of parts and updates is what a first look finds, whatever was learned, forgotten or pruned", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(step, fc.boolean()), { maxLength: 25 }), async (steps) => {
      const store = memoryStore();
      const house = { store, personalizer: open(store) };
      const read = createReading(store);
      const remembering = { tokens: createPendingTokens(store), updates: createPastUpdates(store) };
      for (const [take, isAsked] of steps) {
        await take(house);
        if (!isAsked) continue;
        const standing = await read("ana");
        const totals = async (of: typeof remembering.tokens) => (await of(standing, DEEP)).at(-1)?.total ?? 0;
        expect(await totals(remembering.tokens)).toBe(await totals(createPendingTokens(store)));
        expect(await remembering.updates(standing, DEEP)).toEqual(await createPastUpdates(store)(standing, DEEP));
      }
    }),
    { numRuns: 150 },
  );
});

test("an update that lies two hundred revisions back is out of sight, remembered or not", async () => {
  const store = memoryStore();
  const house = { store, personalizer: open(store) };
  const read = createReading(store);
  const remembering = createPastUpdates(store);
  await say("one", ["I like tea"])(house);
  await house.personalizer.optimize("ana");
  const seen: number[] = [];
  for (let count = 0; count < 201; count += 1) {
    seen.push((await remembering(await read("ana"), DEEP)).length);
    await house.personalizer.edit("ana", [{ kind: count % 2 === 0 ? "lock" : "unlock", field: "location" }]);
  }
  expect([seen[0], seen[199], seen[200]]).toEqual([1, 1, 0]);
  expect(await createPastUpdates(store)(await read("ana"), DEEP)).toEqual([]);
});

test("a part and a revision are read once", async () => {
  const store = memoryStore();
  const reads: string[] = [];
  const counting: PersonaStore = {
    ...store,
    readParts: async (userId, range) => {
      const parts = await store.readParts(userId, range);
      reads.push(...parts.map(({ sequence }) => `part ${sequence}`));
      return parts;
    },
    readRevisions: async (userId, range) => {
      const revisions = await store.readRevisions(userId, range);
      reads.push(...revisions.map(({ revision }) => `revision ${revision}`));
      return revisions;
    },
  };
  const house = { store, personalizer: open(store) };
  const of = { tokens: createPendingTokens(counting), updates: createPastUpdates(counting) };
  const read = createReading(store);
  for (const count of [1, 2, 3]) {
    await say(`s${count}`, ["I like tea"])(house);
    await house.personalizer.edit("ana", [{ kind: count === 2 ? "unlock" : "lock", field: "location" }]);
    for (const _ of [1, 2]) {
      await of.tokens(await read("ana"), DEEP);
      await of.updates(await read("ana"), DEEP);
    }
  }
  expect(reads.filter((what) => what.startsWith("part"))).toEqual(["part 1", "part 2", "part 3"]);
  // Each of the two learns of a revision for itself; the first look at parts needs none.
  expect(reads.filter((what) => what === "revision 1")).toHaveLength(1);
  expect(reads.filter((what) => what === "revision 3")).toHaveLength(2);
});

test("of records by several processes at once, exactly those make pendingTokens due that reach a multiple", async () => {
  const text = fc.lorem({ maxCount: 30, mode: "words" });
  const record = fc.record({ process: fc.nat(2), session: fc.nat(3), text });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 5, max: 60 }),
      fc.array(fc.array(record, { minLength: 1, maxLength: 5 }), { maxLength: 6 }),
      async (tokens, rounds) => {
        const store = memoryStore();
        const processes = [0, 1, 2].map(() => open(store, pendingTokens(tokens)));
        const said: string[][] = [[], [], [], []];
        let due = 0;
        for (const round of rounds) {
          const answers = round.map(({ process, session, text: more }) => {
            said[session]?.push(more);
            const messages = (said[session] ?? []).map((each) => ({ role: "user" as const, text: each }));
            return processes[process]?.recordSession("ana", { id: `s${session}`, messages });
          });
          for (const answer of await Promise.all(answers)) due += answer?.due.length ?? 0;
        }
        let sum = 0;
        let expected = 0;
        for (const { messages } of await readAllParts(store, "ana")) {
          const before = Math.floor(sum / tokens);
          sum += messages.reduce((all, message) => all + estimateTokens(message.text), 0);
          if (Math.floor(sum / tokens) > before) expected += 1;
        }
        expect(due).toBe(expected);
      },
    ),
    { numRuns: 100 },
  );
});
