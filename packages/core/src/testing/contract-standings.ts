import assert from "node:assert/strict";
import type { PersonaStore, StoredStanding } from "../store.ts";
import { contractCase, nextTurn, observeDuring, type StoreContractCase } from "./contract-case.ts";
import { closingPart, newUserId, samplePart, samplePersona, sampleRevision } from "./sample-documents.ts";
import { beginSession, commitNext, headOf } from "./whole-user.ts";

/** What a store may tell in one step: the head after an append, head and persona together. */
export const standingCases: readonly StoreContractCase[] = [
  contractCase("tells with a stored part the head that it left, if any", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    for (const part of [samplePart("first"), samplePart("first", 2), closingPart("second"), samplePart("third")]) {
      const { head } = await store.appendPart(userId, part);
      if (head !== undefined) assert.deepEqual(head, await other.readHead(userId));
      await commitNext(other, userId);
    }
    const { head } = await store.appendPart(userId, samplePart("fourth", 1, { sequence: 1_000 }));
    if (head !== undefined) assert.deepEqual(head, await other.readHead(userId));
    assert.equal((await store.appendPart(userId, samplePart("fourth"))).head, undefined);
  }),

  contractCase("gives a head with its persona, unless the caller knows that one, and a session", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    assert.equal(await standing(store, userId), null);
    assert.equal(await standing(store, userId, undefined, "first"), null);
    assert.equal(await standing(store, userId, { incarnation: "another", revision: 0 }), null);
    await beginSession(other, userId, "first");
    const begun = await headOf(other, userId);
    assert.deepEqual(await standing(store, userId), { head: begun, persona: null });
    assert.deepEqual(await standing(store, userId, { ...begun, incarnation: "another" }), {
      head: begun,
      persona: null,
    });
    for (const revision of [1, 2]) {
      const before = await headOf(store, userId);
      assert.deepEqual(await standing(store, userId, before), { head: before });
      const head = await commitNext(other, userId);
      const persona = samplePersona(userId, revision);
      const session = await other.readSession(userId, "first");
      for (const known of [undefined, before, { ...head, incarnation: "another" }]) {
        assert.deepEqual(await standing(store, userId, known), { head, persona });
        assert.deepEqual(await standing(store, userId, known, "first"), { head, persona, session });
      }
    }
    const known = await headOf(store, userId);
    await beginSession(other, userId, "second");
    assert.deepEqual(await standing(store, userId, known), { head: await headOf(other, userId) });
    await store.appendPart(userId, closingPart("third"));
    for (const sessionId of ["first", "third", "never"]) {
      assert.deepEqual(await standing(store, userId, known, sessionId), {
        head: await headOf(other, userId),
        session: await other.readSession(userId, sessionId),
      });
    }
    assert.deepEqual(await standing(store, userId, undefined, "first"), {
      head: await headOf(other, userId),
      persona: await other.readPersona(userId),
      session: await other.readSession(userId, "first"),
    });
    await other.eraseUser(userId);
    assert.equal(await standing(store, userId, known, "first"), null);
  }),

  contractCase("gives head and persona of one moment, whoever commits, erases and begins anew", async (open) => {
    const [writer, reader] = [await open(), await open()];
    const userId = newUserId();
    await observeDuring(
      async () => {
        for (let life = 0; life < 4; life += 1) {
          await writer.commitPersona(samplePersona(userId, 1, { life }), sampleRevision(1), null);
          for (let revision = 2; revision <= 4; revision += 1) {
            await nextTurn();
            await commitNext(writer, userId);
          }
          await writer.eraseUser(userId);
        }
      },
      async () => {
        const seen = await standing(reader, userId);
        assert.equal(seen?.persona?.revision, seen?.head.revision);
      },
    );
  }),
];

/** What `readStanding` tells, or the methods that it stands for do where a store is without it. */
async function standing(
  store: PersonaStore,
  userId: string,
  known?: { readonly incarnation: string; readonly revision: number },
  sessionId?: string,
): Promise<StoredStanding | null> {
  if (store.readStanding !== undefined) return store.readStanding(userId, { known, sessionId });
  const session = sessionId === undefined ? {} : { session: await store.readSession(userId, sessionId) };
  for (;;) {
    const head = await store.readHead(userId);
    if (head === null) return null;
    if (head.incarnation === known?.incarnation && head.revision === known.revision) return { head, ...session };
    const persona = await store.readPersona(userId);
    if ((persona?.revision ?? 0) === head.revision) return { head, persona, ...session };
  }
}
