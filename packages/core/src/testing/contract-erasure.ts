import assert from "node:assert/strict";
import type { PersonaStore } from "../store.ts";
import { contractCase, refuses, type StoreContractCase } from "./contract-case.ts";
import { closingPart, newUserId, samplePart, samplePersona, sampleRevision, saying } from "./sample-documents.ts";
import { appendStored, beginSession, commitNext, headOf, readAllParts, readWhole } from "./whole-user.ts";

const NOTHING = { head: null, persona: null, base: null, revisions: [], parts: [] };
const ROUNDS = 8;

/** How a user's life ends. */
export const erasureCases: readonly StoreContractCase[] = [
  contractCase("erases everything of a user, for every handle, and can be repeated", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    await store.eraseUser(userId);
    assert.deepEqual(await readWhole(store, userId), NOTHING);
    await liveFully(store, userId);
    await readWhole(other, userId);
    await other.readSession(userId, "open");
    await store.eraseUser(userId);
    for (const handle of [store, other]) {
      assert.deepEqual(await readWhole(handle, userId), NOTHING);
      for (const id of ["open", "private", "forgotten"]) assert.equal(await handle.readSession(userId, id), null);
    }
    await other.eraseUser(userId);
    assert.deepEqual(await readWhole(store, userId), NOTHING);
  }),

  contractCase("starts a new life under another incarnation, without a trace of the old one", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    await liveFully(store, userId);
    const old = await headOf(other, userId);
    await store.eraseUser(userId);
    const sequence = await beginSession(other, userId, "new");
    const head = await headOf(store, userId);
    assert.notEqual(head.incarnation, old.incarnation);
    assert.deepEqual(await readWhole(store, userId), {
      ...NOTHING,
      head: { incarnation: head.incarnation, revision: 0, lastSequence: sequence, sessions: 1 },
      parts: [{ ...samplePart("new"), sequence, ordinal: 1 }],
    });
    for (const id of ["open", "private", "forgotten"]) {
      assert.equal(await store.readSession(userId, id), null);
      await beginSession(store, userId, id);
    }
    await commitNext(other, userId);
    assert.deepEqual(await store.readRevisions(userId, { limit: 9 }), [sampleRevision(1)]);
    assert.equal(await store.readBase(userId), null);
    assert.equal((await readAllParts(store, userId)).length, 4);
  }),

  contractCase("starts a new life with a commit as well", async (open) => {
    const store = await open();
    const userId = newUserId();
    await liveFully(store, userId);
    const old = await headOf(store, userId);
    await store.eraseUser(userId);
    const head = await commitNext(store, userId);
    assert.notEqual(head.incarnation, old.incarnation);
    assert.deepEqual({ ...head, incarnation: "" }, { incarnation: "", revision: 1, lastSequence: 0, sessions: 0 });
  }),

  contractCase("refuses commits and rewrites of an ended life, also when the id starts anew", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    await beginSession(store, userId, "old");
    const atRevision0 = await headOf(store, userId);
    const atRevision1 = await commitNext(store, userId);
    await store.eraseUser(userId);
    const tries = async () => {
      const before = await readWhole(other, userId);
      for (const expected of [atRevision0, atRevision1]) {
        const next = expected.revision + 1;
        const [persona, revision] = [samplePersona(userId, next), sampleRevision(next)];
        const rewrite = { base: null, revisions: [], revision, persona, erase: [] };
        await refuses("REVISION_CONFLICT", () => other.commitPersona(persona, revision, expected));
        await refuses("REVISION_CONFLICT", () => other.rewriteHistory(userId, expected, rewrite));
      }
      assert.deepEqual(await readWhole(other, userId), before);
    };
    await tries();
    await beginSession(store, userId, "new");
    await tries();
    await commitNext(store, userId);
    await tries();
  }),

  contractCase("refuses a later part of an ended life, also when the id starts anew", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    await beginSession(store, userId, "old");
    await appendStored(store, userId, samplePart("old", 2));
    await store.eraseUser(userId);
    const tries = async () => {
      const before = await readWhole(other, userId);
      for (const number of [2, 3]) {
        assert.equal((await other.appendPart(userId, samplePart("old", number))).outcome, "conflict");
      }
      assert.deepEqual(await readWhole(other, userId), before);
    };
    await tries();
    await beginSession(store, userId, "new");
    await tries();
    await commitNext(store, userId);
    await tries();
  }),

  contractCase("brings nothing back when an erasure races the first commit", async (open) => {
    const [store, other] = [await open(), await open()];
    for (let round = 0; round < ROUNDS; round += 1) {
      const userId = newUserId();
      await beginSession(store, userId, "first");
      const head = await headOf(other, userId);
      await race(round, () => store.eraseUser(userId), [
        () => other.commitPersona(samplePersona(userId, 1), sampleRevision(1), head),
      ]);
      assert.deepEqual(await readWhole(store, userId), NOTHING);
      assert.deepEqual(await readWhole(other, userId), NOTHING);
    }
  }),

  contractCase("brings nothing back when an erasure races later parts, commits and rewrites", async (open) => {
    const [store, other] = [await open(), await open()];
    for (let round = 0; round < ROUNDS; round += 1) {
      const userId = newUserId();
      await beginSession(store, userId, "first");
      await commitNext(store, userId);
      const head = await headOf(other, userId);
      const [persona, revision] = [samplePersona(userId, 2), sampleRevision(2)];
      const erase = [{ sessionId: "first", messages: [0] }];
      await race(round, () => store.eraseUser(userId), [
        () => other.appendPart(userId, samplePart("first", 2)),
        () => other.rewriteHistory(userId, head, { base: null, revisions: [], revision, persona, erase }),
        () => other.commitPersona(persona, revision, head),
        () => other.appendPart(userId, samplePart("first", 3)),
      ]);
      assert.deepEqual(await readWhole(store, userId), NOTHING);
      assert.deepEqual(await readWhole(other, userId), NOTHING);
    }
  }),

  contractCase("brings nothing back when the id starts anew while the old life is still written to", async (open) => {
    const [store, other] = [await open(), await open()];
    for (let round = 0; round < ROUNDS; round += 1) {
      const userId = newUserId();
      await beginSession(store, userId, "old");
      const head = await headOf(other, userId);
      const startAnew = async () => {
        await store.eraseUser(userId);
        await beginSession(store, userId, "new");
      };
      await race(round, startAnew, [
        () => other.commitPersona(samplePersona(userId, 1), sampleRevision(1), head),
        () => other.appendPart(userId, samplePart("old", 2)),
      ]);
      const { parts, ...rest } = await readWhole(other, userId);
      const lastSequence = parts[0]?.sequence ?? 0;
      assert.deepEqual(parts, [{ ...samplePart("new"), sequence: lastSequence, ordinal: 1 }]);
      const incarnation = rest.head?.incarnation ?? "";
      assert.notEqual(incarnation, head.incarnation);
      assert.deepEqual(rest, {
        head: { incarnation, revision: 0, lastSequence, sessions: 1 },
        persona: null,
        base: null,
        revisions: [],
      });
    }
  }),

  contractCase("holds of the old life nothing when an erasure races first parts", async (open) => {
    const [store, other] = [await open(), await open()];
    for (let round = 0; round < ROUNDS; round += 1) {
      const userId = newUserId();
      await appendStored(store, userId, samplePart("old", 1, { messages: saying("secret") }));
      await commitNext(store, userId);
      const old = await headOf(other, userId);
      await race(round, () => store.eraseUser(userId), [() => other.appendPart(userId, samplePart("new"))]);
      const whole = await readWhole(other, userId);
      assert.doesNotMatch(JSON.stringify(whole), /secret/);
      if (whole.head === null) {
        assert.deepEqual(whole, NOTHING);
      } else {
        assert.notEqual(whole.head.incarnation, old.incarnation);
        assert.deepEqual(whole.parts, [{ ...samplePart("new"), sequence: whole.head.lastSequence, ordinal: 1 }]);
        assert.equal(whole.persona, null);
      }
    }
  }),
];

/** A life with all that a life can have: revisions, a base, an open, a private and a forgotten session. */
async function liveFully(store: PersonaStore, userId: string): Promise<void> {
  await beginSession(store, userId, "open");
  await appendStored(store, userId, samplePart("open", 2));
  await appendStored(store, userId, closingPart("private"));
  await beginSession(store, userId, "forgotten");
  await commitNext(store, userId);
  const expected = await commitNext(store, userId);
  await store.rewriteHistory(userId, expected, {
    base: samplePersona(userId, 1),
    revisions: [sampleRevision(2)],
    revision: sampleRevision(3),
    persona: samplePersona(userId, 3),
    erase: [{ sessionId: "forgotten" }],
  });
}

/** Starts everything in one turn, the erasure in another place each round. Only conflicts may come of it. */
async function race(
  round: number,
  erase: () => Promise<void>,
  writes: readonly (() => Promise<unknown>)[],
): Promise<void> {
  const conflicting = writes.map((write) => async () => {
    const outcome = await Promise.allSettled([write()]);
    if (outcome[0].status === "rejected") {
      const { reason } = outcome[0];
      await refuses("REVISION_CONFLICT", () => Promise.reject(reason));
    }
  });
  const place = round % (writes.length + 1);
  const racers = [...conflicting.slice(0, place), erase, ...conflicting.slice(place)];
  await Promise.all(racers.map((start) => start()));
}
