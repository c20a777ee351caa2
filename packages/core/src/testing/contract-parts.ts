import assert from "node:assert/strict";
import type { PersonaStore } from "../store.ts";
import { contractCase, observeDuring, openSeveral, type StoreContractCase } from "./contract-case.ts";
import { newUserId, samplePart } from "./sample-documents.ts";
import { appendStored, beginSession, headOf, readAllParts, readWhole } from "./whole-user.ts";

const RACERS = 50;

/** How parts are numbered, ordered and read. */
export const partCases: readonly StoreContractCase[] = [
  contractCase("numbers sessions from 1 without gaps, and parts upwards", async (open) => {
    const store = await open();
    const userId = newUserId();
    const order = ["a", "b", "a", "c", "b", "a"];
    const sequences: number[] = [];
    const ordinals: (number | undefined)[] = [];
    for (const [index, sessionId] of order.entries()) {
      const number = order.slice(0, index + 1).filter((id) => id === sessionId).length;
      const appended = await store.appendPart(userId, samplePart(sessionId, number));
      assert.equal(appended.outcome, "stored");
      assert.ok((appended.sequence ?? 0) > (sequences.at(-1) ?? 0));
      sequences.push(appended.sequence ?? 0);
      ordinals.push(appended.session);
      const { lastSequence, sessions } = await headOf(store, userId);
      assert.equal(lastSequence, appended.sequence);
      assert.equal(sessions, Math.max(...ordinals.map((ordinal) => ordinal ?? 0)));
    }
    assert.deepEqual(ordinals, [1, 2, 1, 3, 2, 1]);
    const parts = await readAllParts(store, userId);
    assert.deepEqual(
      parts.map(({ sequence }) => sequence),
      sequences,
    );
    assert.deepEqual(
      parts.map(({ ordinal }) => ordinal),
      ordinals,
    );
    assert.deepEqual(
      parts.map(({ sessionId }) => sessionId),
      order,
    );
    assert.deepEqual(
      parts.map(({ number }) => number),
      [1, 1, 2, 1, 2, 3],
    );
  }),

  contractCase("takes part n on exactly n − 1 held parts, and else writes nothing", async (open) => {
    const store = await open();
    const userId = newUserId();
    for (const number of [2, 3, 0]) await conflicts(store, userId, "first", number);
    await appendStored(store, userId, samplePart("first"));
    for (const number of [0, 1, 3, 4]) await conflicts(store, userId, "first", number);
    await appendStored(store, userId, samplePart("first", 2));
    for (const number of [1, 2, 4]) await conflicts(store, userId, "first", number);
    for (const number of [2, 3]) await conflicts(store, userId, "second", number);
    await appendStored(store, userId, samplePart("second"));
    assert.equal((await headOf(store, userId)).sessions, 2);
  }),

  contractCase("keeps the first content of a part that is sent again", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    const part = samplePart("first");
    const sequence = await appendStored(store, userId, part);
    const again = await other.appendPart(userId, { ...part, messages: [{ role: "user", text: "Another text." }] });
    assert.equal(again.outcome, "conflict");
    assert.deepEqual(await readAllParts(other, userId), [{ ...part, sequence, ordinal: 1 }]);
  }),

  contractCase("stores exactly one of 50 parallel appends of the same part", async (open) => {
    const stores = await openSeveral(open, 5);
    const [store] = stores as [PersonaStore];
    const userId = newUserId();
    for (const number of [1, 2, 3]) {
      const outcomes = await Promise.all(
        Array.from({ length: RACERS }, (_, racer) => {
          const handle = stores[racer % stores.length] ?? store;
          const part = samplePart("same", number, { messages: [{ role: "user", text: `Racer ${racer}.` }] });
          return handle.appendPart(userId, part);
        }),
      );
      assert.equal(outcomes.filter(({ outcome }) => outcome === "stored").length, 1);
      assert.equal(outcomes.filter(({ outcome }) => outcome === "conflict").length, RACERS - 1);
      const winner = outcomes.findIndex(({ outcome }) => outcome === "stored");
      const parts = await readAllParts(store, userId);
      assert.equal(parts.length, number);
      assert.deepEqual(parts.at(-1)?.messages, [{ role: "user", text: `Racer ${winner}.` }]);
      assert.equal(parts.at(-1)?.sequence, outcomes[winner]?.sequence);
      assert.equal((await headOf(store, userId)).sessions, 1);
    }
  }),

  contractCase("numbers 50 parallel sessions without gaps and twice the same sequence", async (open) => {
    const stores = await openSeveral(open, 5);
    const [store] = stores as [PersonaStore];
    const userId = newUserId();
    const answers = await Promise.all(
      Array.from({ length: RACERS }, (_, racer) =>
        (stores[racer % stores.length] ?? store).appendPart(userId, samplePart(`session ${racer}`)),
      ),
    );
    const parts = await readAllParts(store, userId);
    assert.deepEqual(
      parts.map(({ ordinal }) => ordinal),
      Array.from({ length: RACERS }, (_, index) => index + 1),
    );
    assert.equal(new Set(parts.map(({ sequence }) => sequence)).size, RACERS);
    for (const [racer, { outcome, sequence, session }] of answers.entries()) {
      assert.equal(outcome, "stored");
      const stored = parts.find(({ sessionId }) => sessionId === `session ${racer}`);
      assert.deepEqual([stored?.sequence, stored?.ordinal], [sequence, session]);
    }
    const { lastSequence, sessions } = await headOf(store, userId);
    assert.deepEqual([lastSequence, sessions], [parts.at(-1)?.sequence, RACERS]);
  }),

  contractCase("never shows a new part below a sequence that somebody has seen", async (open) => {
    const stores = await openSeveral(open, 4);
    const reader = await open();
    const userId = newUserId();
    const seen = new Set<number>();
    await observeDuring(
      async () => {
        for (let round = 0; round < 4; round += 1) {
          const begin = (store: PersonaStore, writer: number) =>
            [1, 2, 3].map((session) => beginSession(store, userId, `${round} ${writer} ${session}`));
          await Promise.all(stores.flatMap(begin));
        }
      },
      async () => {
        const promised = (await reader.readHead(userId))?.lastSequence ?? 0;
        const known = (await readAllParts(reader, userId)).map(({ sequence }) => sequence);
        assert.ok(Math.max(0, ...known) >= promised, "the newest part of a head can be read");
        const newest = Math.max(0, ...seen);
        const late = known.filter((sequence) => sequence <= newest && !seen.has(sequence));
        assert.deepEqual(late, [], `parts that came after ${newest} was seen`);
        for (const sequence of known) seen.add(sequence);
      },
    );
    assert.equal((await headOf(reader, userId)).sessions, 4 * 4 * 3);
  }),

  contractCase(
    "gives parts after a sequence, which is not among them, oldest first, at most as many as asked for",
    async (open) => {
      const store = await open();
      const userId = newUserId();
      const all: number[] = [];
      for (let session = 1; session <= 7; session += 1)
        all.push(await beginSession(store, userId, `session ${session}`));
      const read = async (after: number, limit: number) =>
        (await store.readParts(userId, { after, limit })).map(({ sequence }) => sequence);
      assert.deepEqual(await read(0, 100), all);
      assert.deepEqual(await read(0, 3), all.slice(0, 3));
      assert.deepEqual(await read(all[2] ?? 0, 3), all.slice(3, 6));
      assert.deepEqual(await read(all[2] ?? 0, 1), all.slice(3, 4));
      assert.deepEqual(await read(all[5] ?? 0, 3), all.slice(6));
      assert.deepEqual(await read(all[6] ?? 0, 3), []);
      assert.deepEqual(await read((all[6] ?? 0) + 1_000, 3), []);
    },
  ),

  contractCase("keeps the sequence that a part brings if it is above the last", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    assert.equal(await appendStored(store, userId, samplePart("first", 1, { sequence: 10 })), 10);
    assert.equal((await headOf(other, userId)).lastSequence, 10);
    assert.equal(await appendStored(other, userId, samplePart("first", 2, { sequence: 1_000 })), 1_000);
    assert.ok((await beginSession(store, userId, "second")) > 1_000);
    const parts = await readAllParts(store, userId);
    assert.deepEqual(
      parts.slice(0, 2).map(({ sequence }) => sequence),
      [10, 1_000],
    );
    assert.deepEqual(
      parts.map(({ ordinal }) => ordinal),
      [1, 1, 2],
    );
    assert.equal((await store.readParts(userId, { after: 10, limit: 1 }))[0]?.sequence, 1_000);
    assert.equal((await store.readParts(userId, { after: 500, limit: 1 }))[0]?.sequence, 1_000);
  }),

  contractCase("refuses a brought sequence that is not above the last, and writes nothing", async (open) => {
    const store = await open();
    const userId = newUserId();
    await appendStored(store, userId, samplePart("first", 1, { sequence: 10 }));
    for (const sequence of [1, 9, 10]) {
      const before = await readWhole(store, userId);
      assert.equal((await store.appendPart(userId, samplePart("second", 1, { sequence }))).outcome, "conflict");
      assert.equal((await store.appendPart(userId, samplePart("first", 2, { sequence }))).outcome, "conflict");
      assert.deepEqual(await readWhole(store, userId), before);
    }
  }),

  contractCase("stores exactly one of many parts that bring the same sequence at once", async (open) => {
    const stores = await openSeveral(open, 5);
    const [store] = stores as [PersonaStore];
    const userId = newUserId();
    const answers = await Promise.all(
      stores.map((handle, index) => handle.appendPart(userId, samplePart(`session ${index}`, 1, { sequence: 7 }))),
    );
    assert.equal(answers.filter(({ outcome }) => outcome === "stored").length, 1);
    assert.deepEqual(
      (await readAllParts(store, userId)).map(({ sequence }) => sequence),
      [7],
    );
    assert.equal((await headOf(store, userId)).sessions, 1);
  }),
];

async function conflicts(store: PersonaStore, userId: string, sessionId: string, number: number): Promise<void> {
  const before = await readWhole(store, userId);
  const { outcome } = await store.appendPart(userId, samplePart(sessionId, number));
  assert.equal(outcome, "conflict", `part ${number} of ${sessionId}`);
  assert.deepEqual(await readWhole(store, userId), before);
}
