import assert from "node:assert/strict";
import type { PersonaStore } from "../store.ts";
import { contractCase, type StoreContractCase } from "./contract-case.ts";
import { newUserId, samplePersona, sampleRevision } from "./sample-documents.ts";
import { commitNext } from "./whole-user.ts";

const NEWEST = 7;

/** How the history is read. */
export const revisionCases: readonly StoreContractCase[] = [
  contractCase("gives revisions newest first, at most as many as asked for", async (open) => {
    const store = await open();
    const userId = await userOfSeven(store);
    assert.deepEqual(await numbers(store, userId, { limit: 100 }), [7, 6, 5, 4, 3, 2, 1]);
    assert.deepEqual(await numbers(store, userId, { limit: 7 }), [7, 6, 5, 4, 3, 2, 1]);
    assert.deepEqual(await numbers(store, userId, { limit: 3 }), [7, 6, 5]);
    assert.deepEqual(await numbers(store, userId, { limit: 1 }), [7]);
  }),

  contractCase("gives only revisions before the one named, which is not among them", async (open) => {
    const store = await open();
    const userId = await userOfSeven(store);
    assert.deepEqual(await numbers(store, userId, { before: 5, limit: 100 }), [4, 3, 2, 1]);
    assert.deepEqual(await numbers(store, userId, { before: 5, limit: 2 }), [4, 3]);
    assert.deepEqual(await numbers(store, userId, { before: 2, limit: 2 }), [1]);
    assert.deepEqual(await numbers(store, userId, { before: 1, limit: 2 }), []);
    assert.deepEqual(await numbers(store, userId, { before: 8, limit: 2 }), [7, 6]);
    assert.deepEqual(await numbers(store, userId, { before: 1_000, limit: 2 }), [7, 6]);
  }),

  contractCase("gives nothing from before the base after a prune, and goes on numbering", async (open) => {
    const store = await open();
    const userId = await userOfSeven(store);
    await prune(store, userId, 5);
    assert.deepEqual(await store.readBase(userId), samplePersona(userId, 5));
    assert.deepEqual(await numbers(store, userId, { limit: 100 }), [8, 7, 6]);
    assert.deepEqual(await numbers(store, userId, { limit: 2 }), [8, 7]);
    assert.deepEqual(await numbers(store, userId, { before: 7, limit: 100 }), [6]);
    assert.deepEqual(await numbers(store, userId, { before: 6, limit: 100 }), []);
    assert.deepEqual(await numbers(store, userId, { before: 3, limit: 100 }), []);
    await commitNext(store, userId);
    assert.deepEqual(await numbers(store, userId, { limit: 100 }), [9, 8, 7, 6]);
    assert.deepEqual(await store.readBase(userId), samplePersona(userId, 5));
  }),

  contractCase("can be pruned down to its last revision, and once more later", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = await userOfSeven(store);
    await prune(store, userId, 7);
    assert.deepEqual(await numbers(other, userId, { limit: 100 }), [8]);
    await commitNext(other, userId);
    await prune(other, userId, 9);
    assert.deepEqual(await numbers(store, userId, { limit: 100 }), [10]);
    assert.deepEqual(await store.readBase(userId), samplePersona(userId, 9));
  }),
];

async function userOfSeven(store: PersonaStore): Promise<string> {
  const userId = newUserId();
  for (let revision = 1; revision <= NEWEST; revision += 1) await commitNext(store, userId);
  return userId;
}

async function numbers(
  store: PersonaStore,
  userId: string,
  range: { before?: number; limit: number },
): Promise<readonly number[]> {
  return (await store.readRevisions(userId, range)).map(({ revision }) => revision);
}

/** Lets the fold start at a later revision, as a revision of its own. */
async function prune(store: PersonaStore, userId: string, baseRevision: number): Promise<void> {
  const expected = await store.readHead(userId);
  assert.ok(expected !== null);
  const later = await store.readRevisions(userId, { limit: expected.revision - baseRevision || 1 });
  const next = expected.revision + 1;
  await store.rewriteHistory(userId, expected, {
    base: samplePersona(userId, baseRevision),
    revisions: later.filter(({ revision }) => revision > baseRevision).reverse(),
    revision: sampleRevision(next),
    persona: samplePersona(userId, next),
    erase: [],
  });
}
