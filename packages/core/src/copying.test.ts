import fc from "fast-check";
import { expect, test } from "vitest";
import { copyUsers, readLife } from "./copying.ts";
import { PersonaError } from "./errors.ts";
import { memoryStore } from "./memory-store.ts";
import type { PersonaStore } from "./store.ts";
import { closingPart, samplePart, samplePersona, sampleRevision } from "./testing/sample-documents.ts";
import { beginSession, commitNext, headOf } from "./testing/whole-user.ts";

/** What may happen to a user, by number. */
const steps = fc.array(fc.record({ user: fc.nat(3), step: fc.nat(5), session: fc.nat(4) }), { maxLength: 40 });

async function live(store: PersonaStore, { user, step, session }: { user: number; step: number; session: number }) {
  const [userId, sessionId] = [`user ${user}`, `session ${session}`];
  if (step <= 1) {
    const held = await store.readSession(userId, sessionId);
    await store.appendPart(userId, {
      ...samplePart(sessionId, (held?.parts ?? 0) + 1),
      firstMessage: held?.messages ?? 0,
    });
  } else if (step === 2) await store.appendPart(userId, closingPart(`private ${session}`));
  else if (step === 3) await commitNext(store, userId);
  else if (step === 4) await rewrite(store, userId, sessionId);
  else await store.eraseUser(userId);
}

async function rewrite(store: PersonaStore, userId: string, sessionId: string): Promise<void> {
  const expected = await store.readHead(userId);
  if (!expected) return;
  const next = expected.revision + 1;
  await store.rewriteHistory(userId, expected, {
    base: expected.revision > 0 ? samplePersona(userId, expected.revision) : null,
    revisions: [],
    revision: sampleRevision(next),
    persona: samplePersona(userId, next),
    erase: [{ sessionId, ...(next % 2 === 0 && { messages: [0] }) }],
  });
}

test("copies whatever has been lived, and a second time finds it all there", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (lived) => {
      const [from, to] = [memoryStore(), memoryStore()];
      for (const step of lived) await live(from, step);
      const report = await copyUsers(from, to);
      const { users } = await from.listUsers({ limit: 100 });
      expect(report).toMatchObject({ users: users.length, copied: users.length, refused: [] });
      for (const userId of users) expect(await readLife(to, userId)).toEqual(await readLife(from, userId));
      expect(await copyUsers(from, to)).toMatchObject({ copied: 0, present: users.length, refused: [] });
    }),
  );
});

test("puts anew what an earlier copy had put there, when the user has gone on since", async () => {
  const [from, to] = [memoryStore(), memoryStore()];
  await beginSession(from, "ana", "one");
  await commitNext(from, "ana");
  await copyUsers(from, to);
  await beginSession(from, "ana", "two");
  await commitNext(from, "ana");
  expect(await copyUsers(from, to)).toMatchObject({ changed: 1, copied: 0, refused: [] });
  expect(await readLife(to, "ana")).toEqual(await readLife(from, "ana"));
});

test("takes along what was forgotten since an earlier copy", async () => {
  const [from, to] = [memoryStore(), memoryStore()];
  await beginSession(from, "ana", "secret");
  await commitNext(from, "ana");
  await copyUsers(from, to);
  await rewrite(from, "ana", "secret");
  expect(await copyUsers(from, to)).toMatchObject({ changed: 1, refused: [] });
  expect(await readLife(to, "ana")).toEqual(await readLife(from, "ana"));
});

test("copies again whoever goes on while they are copied", async () => {
  const [from, to] = [memoryStore(), memoryStore()];
  await beginSession(from, "ana", "one");
  let restored = 0;
  const slow: PersonaStore = {
    ...to,
    async restoreUser(userId, life) {
      await to.restoreUser?.(userId, life);
      restored += 1;
      if (restored === 1) await beginSession(from, userId, "meanwhile");
    },
  };
  expect(await copyUsers(from, slow)).toMatchObject({ copied: 1, refused: [] });
  expect(await readLife(to, "ana")).toEqual(await readLife(from, "ana"));
});

test("names whoever is damaged or never still, and copies the others", async () => {
  const store = memoryStore();
  for (const userId of ["ana", "bea", "cid"]) await beginSession(store, userId, "one");
  let count = 0;
  const from: PersonaStore = {
    ...store,
    async readParts(userId, range) {
      if (userId === "ana") throw new PersonaError("STORE_CORRUPT", "sessions.log is damaged.");
      count += 1;
      if (userId === "bea") await beginSession(store, userId, `more ${count}`);
      return store.readParts(userId, range);
    },
  };
  const report = await copyUsers(from, memoryStore());
  expect(report).toMatchObject({ users: 3, copied: 1 });
  expect(report.refused).toMatchObject([
    { userId: "ana", reason: "sessions.log is damaged." },
    { userId: "bea", reason: /changes faster/ },
  ]);
});

test.for([
  ["has gone on there", async (to: PersonaStore) => commitNext(to, "ana"), /has gone on with this user/],
  [
    "began there by itself",
    async (to: PersonaStore) => {
      await to.eraseUser("ana");
      await beginSession(to, "ana", "other");
    },
    /holds this user already, and is no copy/,
  ],
] as const)("refuses a user who %s, names why, and copies the others", async ([, happen, reason]) => {
  const [from, to] = [memoryStore(), memoryStore()];
  await beginSession(from, "ana", "one");
  await copyUsers(from, to);
  await happen(to);
  const there = await readLife(to, "ana");
  await beginSession(from, "bea", "one");
  const report = await copyUsers(from, to);
  expect(report).toMatchObject({ users: 2, copied: 1, refused: [{ userId: "ana" }] });
  expect(report.refused[0]?.reason).toMatch(reason);
  expect(await readLife(to, "ana")).toEqual(there);
});

test("names a user whom the other store does not give back as they were", async () => {
  const to = memoryStore();
  const lossy: PersonaStore = {
    ...to,
    async restoreUser(userId, life) {
      await to.restoreUser?.(userId, { ...life, parts: life.parts.slice(1) });
    },
  };
  const from = memoryStore();
  await beginSession(from, "ana", "one");
  expect((await copyUsers(from, lossy)).refused).toMatchObject([{ userId: "ana", reason: /is not what it was given/ }]);
});

test("says that a store takes nobody in, before anything is read", async () => {
  const { restoreUser: _, ...closed } = memoryStore();
  await expect(copyUsers(memoryStore(), closed)).rejects.toMatchObject({ code: "CONFIGURATION" });
});

test("reads a user at one moment, also while somebody writes", async () => {
  const store = memoryStore();
  await beginSession(store, "ana", "one");
  let reads = 0;
  const busy: PersonaStore = {
    ...store,
    async readParts(userId, range) {
      reads += 1;
      if (reads <= 2) await beginSession(store, userId, `meanwhile ${reads}`);
      return store.readParts(userId, range);
    },
  };
  const life = await readLife(busy, "ana");
  expect(life?.head).toEqual(await headOf(store, "ana"));
  expect(life?.parts).toHaveLength(3);
});
