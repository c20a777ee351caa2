import assert from "node:assert/strict";
import { readLife } from "../copying.ts";
import { memoryStore } from "../memory-store.ts";
import type { PersonaStore, StoredLife } from "../store.ts";
import { listAll } from "./all-users.ts";
import { contractCase, openSeveral, refuses, type StoreContractCase, sameBytes } from "./contract-case.ts";
import { closingPart, newUserId, samplePart, samplePersona, sampleRevision } from "./sample-documents.ts";
import { appendStored, beginSession, commitNext, headOf } from "./whole-user.ts";

/** What a store does that takes in lives which were lived in another one. */
export const restoringCases: readonly StoreContractCase[] = [
  restoringCase("takes in a life whole, byte for byte, as every handle sees it", async (open, restore) => {
    const userId = newUserId();
    const life = await livedElsewhere(userId);
    await restore(await open(), userId, life);
    for (const handle of await openSeveral(open, 2)) sameBytes(await readLife(handle, userId), life);
  }),

  restoringCase("goes on with a life where it was: numbers, ordinals, sessions and history", async (open, restore) => {
    const userId = newUserId();
    const life = await livedElsewhere(userId);
    const [store, other] = [await open(), await open()];
    await restore(store, userId, life);
    const grown = await other.readSession(userId, "grown");
    assert.deepEqual({ parts: grown?.parts, messages: grown?.messages }, { parts: 2, messages: 4 });
    const stored = await other.appendPart(userId, samplePart("next"));
    assert.equal(stored.outcome, "stored");
    assert.equal(stored.session, life.head.sessions + 1);
    assert.ok((stored.sequence ?? 0) > life.head.lastSequence);
    assert.equal((await commitNext(store, userId)).revision, life.head.revision + 1);
  }),

  restoringCase("keeps closed what was closed, under the ids themselves", async (open, restore) => {
    const userId = newUserId();
    await restore(await open(), userId, await livedElsewhere(userId));
    const store = await open();
    for (const sessionId of ["private", "forgotten"]) {
      assert.equal((await store.readSession(userId, sessionId))?.state, "closed", sessionId);
      assert.equal((await store.appendPart(userId, samplePart(sessionId))).outcome, "closed", sessionId);
    }
  }),

  restoringCase("never gives a number again that was the newest and was erased", async (open, restore) => {
    const userId = newUserId();
    const life = await livedElsewhere(userId);
    const { lastSequence, sessions } = life.head;
    const erased = { ...life, head: { ...life.head, lastSequence: lastSequence + 5, sessions: sessions + 2 } };
    await restore(await open(), userId, erased);
    const store = await open();
    assert.deepEqual(await store.readHead(userId), erased.head);
    const { sequence, session } = await store.appendPart(userId, samplePart("next"));
    assert.ok((sequence ?? 0) > lastSequence + 5);
    assert.equal(session, sessions + 3);
  }),

  restoringCase("takes in whoever has sessions alone, or a persona alone", async (open, restore) => {
    const elsewhere = memoryStore();
    const [talker, writer] = [newUserId(), newUserId()];
    await beginSession(elsewhere, talker, "only");
    await commitNext(elsewhere, writer);
    for (const userId of [talker, writer]) {
      const life = (await readLife(elsewhere, userId)) ?? assert.fail("nothing is stored");
      await restore(await open(), userId, life);
      sameBytes(await readLife(await open(), userId), life);
    }
  }),

  restoringCase("takes in nobody who is there, and changes nothing then", async (open, restore) => {
    const userId = newUserId();
    const life = await livedElsewhere(userId);
    const store = await open();
    await beginSession(store, userId, "here");
    const before = await readLife(store, userId);
    await refuses("REVISION_CONFLICT", () => restore(store, userId, life));
    sameBytes(await readLife(await open(), userId), before);
  }),

  restoringCase("lets one of several who take a user in at once be first", async (open, restore) => {
    const userId = newUserId();
    const life = await livedElsewhere(userId);
    const attempts = await Promise.allSettled(
      (await openSeveral(open, 4)).map((store) => restore(store, userId, life)),
    );
    assert.equal(attempts.filter(({ status }) => status === "fulfilled").length, 1);
    sameBytes(await readLife(await open(), userId), life);
  }),

  restoringCase("lists whoever it took in, also among those who have sessions", async (open, restore) => {
    const userId = newUserId();
    const store = await open();
    await restore(store, userId, await livedElsewhere(userId));
    const found = await listAll(() => store, { limit: 1_000, pending: true });
    assert.ok(found.includes(userId));
  }),
];

type Restore = (store: PersonaStore, userId: string, life: StoredLife) => Promise<void>;

/** A case for stores that take lives in; it holds for every other one. */
function restoringCase(
  name: string,
  check: (open: () => Promise<PersonaStore>, restore: Restore) => Promise<void>,
): StoreContractCase {
  return contractCase(`${name}, where it takes lives in`, async (open) => {
    if ((await open()).restoreUser === undefined) return;
    await check(open, async (store, userId, life) => {
      assert.ok(store.restoreUser, "every handle takes lives in");
      await store.restoreUser(userId, life);
    });
  });
}

/** A life with a base, a private and a forgotten session, one that grew and one of whose messages some were emptied. */
async function livedElsewhere(userId: string): Promise<StoredLife> {
  const store = memoryStore();
  await beginSession(store, userId, "forgotten");
  await appendStored(store, userId, closingPart("private"));
  await appendStored(store, userId, samplePart("grown"));
  await beginSession(store, userId, "emptied");
  await appendStored(store, userId, samplePart("grown", 2));
  for (let count = 0; count < 3; count += 1) await commitNext(store, userId);
  const head = await headOf(store, userId);
  const next = head.revision + 1;
  await store.rewriteHistory(userId, head, {
    base: samplePersona(userId, 2),
    revisions: [sampleRevision(3)],
    revision: sampleRevision(next),
    persona: samplePersona(userId, next),
    erase: [{ sessionId: "forgotten" }, { sessionId: "emptied", messages: [0] }],
  });
  await commitNext(store, userId);
  return (await readLife(store, userId)) ?? assert.fail("nothing is stored");
}
