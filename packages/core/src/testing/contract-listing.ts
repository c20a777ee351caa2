import assert from "node:assert/strict";
import type { PersonaStore } from "../store.ts";
import { listAll, listPages } from "./all-users.ts";
import { contractCase, type StoreContractCase } from "./contract-case.ts";
import { newUserId, samplePart, samplePersona, sampleRevision } from "./sample-documents.ts";
import { appendStored, beginSession, commitNext, headOf } from "./whole-user.ts";

/** How users are found. */
export const listingCases: readonly StoreContractCase[] = [
  contractCase("lists every user exactly once, whatever the page size", async (open) => {
    const [store, other] = [await open(), await open()];
    const users = [...(await usersOf(store, 6)), ...(await usersOf(store, 5, commitNext))];
    for (const limit of [1, 3, 1_000_000]) {
      assert.deepEqual(only(await listAll(() => store, { limit }), users), users.toSorted(), `in pages of ${limit}`);
    }
    assert.deepEqual(only(await listAll(() => other, { limit: 7 }), users), users.toSorted());
  }),

  contractCase("gives pages of at most as many users as asked for, and ends without a cursor", async (open) => {
    const store = await open();
    await usersOf(store, 7);
    for (const limit of [2, 7]) {
      for await (const page of listPages(() => store, { limit })) {
        assert.ok(page.length <= limit, `${page.length} in a page of ${limit}`);
      }
    }
  }),

  contractCase("takes the cursor of one handle on another", async (open) => {
    const [store, other] = [await open(), await open()];
    const users = await usersOf(store, 7);
    const found = await listAll((page) => (page % 2 === 0 ? store : other), { limit: 2 });
    assert.deepEqual(only(found, users), users.toSorted());
  }),

  contractCase("lists users exactly once who are there throughout, while others come and go", async (open) => {
    const [store, other] = [await open(), await open()];
    const [early, users, late] = [await usersOf(store, 6), await usersOf(store, 8), await usersOf(store, 6)];
    const found: string[] = [];
    for await (const page of listPages(() => store, { limit: 2 })) {
      found.push(...page);
      for (const going of [early.pop(), late.pop()]) {
        if (going === undefined) continue;
        await other.eraseUser(going);
        await usersOf(other, 1);
        await beginSession(other, users[0] ?? going, `while ${going} goes`);
      }
    }
    assert.deepEqual(only(found, users), users.toSorted());
  }),

  contractCase("lists no user who was erased, and one who started anew once", async (open) => {
    const [store, other] = [await open(), await open()];
    const [gone, anew] = (await usersOf(store, 2)) as [string, string];
    for (const userId of [gone, anew]) {
      await commitNext(store, userId);
      await store.eraseUser(userId);
    }
    await beginSession(other, anew, "new");
    for (const pending of [false, true]) {
      assert.deepEqual(only(await listAll(() => store, { limit: 3, pending }), [gone, anew]), [anew]);
    }
  }),

  contractCase(
    "lists as pending every user with parts after a watermark, or with a pass that never ran",
    async (open) => {
      const store = await open();
      const neverRun = await usersOf(store, 3);
      const behind = await usersOf(store, 3, async (_, userId) => {
        await beginSession(store, userId, "used");
        const head = await headOf(store, userId);
        const watermark = { sequence: head.lastSequence, ordinal: head.sessions };
        const persona = samplePersona(userId, 1, { watermarks: { instant: watermark, deep: watermark } });
        await store.commitPersona(persona, sampleRevision(1), head);
        await beginSession(store, userId, "unused");
      });
      const oneBehind = await usersOf(store, 3, async (_, userId) => {
        await beginSession(store, userId, "first");
        const first = await headOf(store, userId);
        await appendStored(store, userId, samplePart("first", 2));
        const second = await headOf(store, userId);
        const watermarks = {
          ahead: { sequence: second.lastSequence, ordinal: 1 },
          behind: { sequence: first.lastSequence, ordinal: 1 },
          level: { sequence: second.lastSequence, ordinal: 1 },
        };
        await store.commitPersona(samplePersona(userId, 1, { watermarks }), sampleRevision(1), second);
      });
      const oneNeverRan = await usersOf(store, 3, async (_, userId) => {
        await beginSession(store, userId, "first");
        const head = await headOf(store, userId);
        const watermarks = { instant: { sequence: head.lastSequence, ordinal: 1 } };
        await store.commitPersona(samplePersona(userId, 1, { watermarks }), sampleRevision(1), head);
      });
      const users = [...neverRun, ...behind, ...oneBehind, ...oneNeverRan];
      assert.deepEqual(only(await listAll(() => store, { limit: 2, pending: true }), users), users.toSorted());
    },
  ),
];

/** New users, each begun in the way given. */
async function usersOf(
  store: PersonaStore,
  count: number,
  begin: (store: PersonaStore, userId: string) => Promise<unknown> = (handle, userId) =>
    beginSession(handle, userId, "first"),
): Promise<string[]> {
  const users = Array.from({ length: count }, newUserId);
  for (const userId of users) await begin(store, userId);
  return users;
}

/** Those of the given users who were found, as often as they were, sorted. */
function only(found: readonly string[], users: readonly string[]): string[] {
  return found.filter((userId) => users.includes(userId)).toSorted();
}
