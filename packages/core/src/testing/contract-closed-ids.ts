import assert from "node:assert/strict";
import { closedSessionId } from "../digest.ts";
import type { PersonaStore } from "../store.ts";
import { contractCase, openSeveral, refuses, type StoreContractCase } from "./contract-case.ts";
import { closingPart, newUserId, samplePart, saying } from "./sample-documents.ts";
import { appendStored, beginSession, headOf, readAllParts, readWhole } from "./whole-user.ts";

/** Ids that take nothing more, and of which nothing is told. */
export const closedIdCases: readonly StoreContractCase[] = [
  contractCase(
    "keeps of a private session a closed part without messages, under its closed name alone",
    async (open) => {
      const [store, other] = [await open(), await open()];
      const userId = newUserId();
      await beginSession(store, userId, "before");
      const secret = { ...closingPart("secret id"), messages: saying("secret words"), title: "secret title" };
      const appended = await store.appendPart(userId, secret);
      assert.equal(appended.outcome, "stored");
      assert.equal(appended.session, 2);
      await beginSession(store, userId, "after");
      for (const handle of [store, other]) {
        const { head, parts } = await readWhole(handle, userId);
        assert.equal(head?.sessions, 3);
        assert.deepEqual(
          parts.map(({ ordinal }) => ordinal),
          [1, 2, 3],
        );
        const { startedAt, recordedAt, source } = secret;
        assert.deepEqual(parts[1], {
          sessionId: closedSessionId(head.incarnation, "secret id"),
          number: 1,
          firstMessage: 0,
          startedAt,
          recordedAt,
          source,
          messages: [],
          closed: true,
          sequence: appended.sequence,
          ordinal: 2,
        });
        assert.doesNotMatch(JSON.stringify(await readWhole(handle, userId)), /secret/);
      }
    },
  ),

  contractCase("takes nothing more under a private id, and says so", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    await appendStored(store, userId, closingPart("private"));
    await staysClosed(store, userId, "private");
    await staysClosed(other, userId, "private");
  }),

  contractCase("begins a life with a private session as with any other", async (open) => {
    const store = await open();
    const userId = newUserId();
    const sequence = await appendStored(store, userId, closingPart("private"));
    const head = await headOf(store, userId);
    assert.deepEqual(
      { ...head, incarnation: "" },
      { incarnation: "", revision: 0, lastSequence: sequence, sessions: 1 },
    );
    assert.equal((await beginSession(store, userId, "open")) > sequence, true);
    assert.equal((await headOf(store, userId)).sessions, 2);
  }),

  contractCase("closes an id once when it is open to a race of private and open first parts", async (open) => {
    const stores = await openSeveral(open, 4);
    const [store] = stores as [PersonaStore];
    const userId = newUserId();
    const answers = await Promise.all(
      stores.flatMap((handle) => [
        handle.appendPart(userId, closingPart("raced")),
        handle.appendPart(userId, samplePart("raced")),
      ]),
    );
    assert.equal(answers.filter(({ outcome }) => outcome === "stored").length, 1);
    assert.equal((await readAllParts(store, userId)).length, 1);
    assert.equal((await headOf(store, userId)).sessions, 1);
  }),

  contractCase("refuses a closing part for an id that holds parts: only a rewrite takes text away", async (open) => {
    const store = await open();
    const userId = newUserId();
    await beginSession(store, userId, "open");
    const before = await readWhole(store, userId);
    await refuses("INVALID_INPUT", () => store.appendPart(userId, { ...closingPart("open"), number: 2 }));
    assert.equal((await store.appendPart(userId, closingPart("open"))).outcome, "conflict");
    assert.deepEqual(await readWhole(store, userId), before);
    assert.equal((await store.readSession(userId, "open"))?.state, "open");
  }),
];

/** The id is closed: nothing is told of it, and no part of it is taken. */
export async function staysClosed(store: PersonaStore, userId: string, sessionId: string): Promise<void> {
  const before = await readWhole(store, userId);
  for (const part of [
    samplePart(sessionId),
    samplePart(sessionId, 2),
    samplePart(sessionId, 3),
    closingPart(sessionId),
  ]) {
    assert.deepEqual(await store.readSession(userId, sessionId), {
      parts: 0,
      messages: 0,
      replies: 0,
      startedAt: "",
      digests: [],
      state: "closed",
    });
    assert.equal((await store.appendPart(userId, part)).outcome, "closed");
  }
  const brought = { ...samplePart(sessionId), sequence: (before.head?.lastSequence ?? 0) + 1_000 };
  assert.equal((await store.appendPart(userId, brought)).outcome, "closed");
  assert.deepEqual(await readWhole(store, userId), before);
}
