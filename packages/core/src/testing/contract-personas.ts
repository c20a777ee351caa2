import assert from "node:assert/strict";
import type { PersonaStore } from "../store.ts";
import {
  contractCase,
  countAccepted,
  observeDuring,
  openSeveral,
  refuses,
  type StoreContractCase,
} from "./contract-case.ts";
import { newUserId, samplePersona, sampleRevision } from "./sample-documents.ts";
import { beginSession, commitNext, headOf, readWhole } from "./whole-user.ts";

const RACERS = 12;

/** Heads, and who may commit. */
export const personaCases: readonly StoreContractCase[] = [
  contractCase("has a name for messages", async (open) => {
    const store = await open();
    assert.match(store.name, /\S/);
  }),

  contractCase("answers null and empty lists for a user of whom nothing is stored", async (open) => {
    const store = await open();
    const userId = newUserId();
    assert.deepEqual(await readWhole(store, userId), {
      head: null,
      persona: null,
      base: null,
      revisions: [],
      parts: [],
    });
    assert.equal(await store.readSession(userId, "never"), null);
  }),

  contractCase("gives a user of sessions alone revision 0 and no persona", async (open) => {
    const store = await open();
    const userId = newUserId();
    const lastSequence = await beginSession(store, userId, "first");
    const { head, parts, ...rest } = await readWhole(store, userId);
    assert.match(head?.incarnation ?? "", /\S/);
    assert.deepEqual({ ...head, incarnation: "" }, { incarnation: "", revision: 0, lastSequence, sessions: 1 });
    assert.equal(parts.length, 1);
    assert.deepEqual(rest, { persona: null, base: null, revisions: [] });
  }),

  contractCase("gives a user of a persona alone last sequence 0 and no sessions", async (open) => {
    const store = await open();
    const userId = newUserId();
    const head = await commitNext(store, userId);
    assert.match(head.incarnation, /\S/);
    assert.deepEqual({ ...head, incarnation: "" }, { incarnation: "", revision: 1, lastSequence: 0, sessions: 0 });
    assert.deepEqual(await readWhole(store, userId), {
      head,
      persona: samplePersona(userId, 1),
      base: null,
      revisions: [sampleRevision(1)],
      parts: [],
    });
  }),

  contractCase("keeps one incarnation from the first write on, whether part or persona", async (open) => {
    const [store, other] = [await open(), await open()];
    const [spoken, committed] = [newUserId(), newUserId()];
    await beginSession(store, spoken, "first");
    await commitNext(store, committed);
    for (const userId of [spoken, committed]) {
      const { incarnation } = await headOf(other, userId);
      await commitNext(other, userId);
      await beginSession(other, userId, "second");
      assert.equal((await headOf(store, userId)).incarnation, incarnation);
    }
    assert.notEqual((await headOf(store, spoken)).incarnation, (await headOf(store, committed)).incarnation);
  }),

  contractCase("shows to every handle at once what one has written, also where it read before", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    for (let round = 1; round <= 3; round += 1) {
      await readWhole(other, userId);
      await commitNext(store, userId);
      await beginSession(store, userId, `session ${round}`);
      const seen = await readWhole(other, userId);
      assert.deepEqual(seen.persona, samplePersona(userId, round));
      assert.equal(seen.revisions.length, round);
      assert.equal(seen.parts.length, round);
      assert.deepEqual(seen.head, await store.readHead(userId));
    }
  }),

  contractCase("holds everything after the handle that wrote it is closed", async (open, close) => {
    const userId = newUserId();
    const writer = await open();
    await beginSession(writer, userId, "first");
    await commitNext(writer, userId);
    const written = await readWhole(writer, userId);
    const reader = await open();
    await close(writer);
    assert.deepEqual(await readWhole(reader, userId), written);
    assert.deepEqual(await readWhole(await open(), userId), written);
  }),

  contractCase("refuses a commit that expects nothing where something is stored", async (open) => {
    const store = await open();
    const [spoken, committed] = [newUserId(), newUserId()];
    await beginSession(store, spoken, "first");
    await commitNext(store, committed);
    for (const userId of [spoken, committed]) {
      await refusesCommit(store, userId, () =>
        store.commitPersona(samplePersona(userId, 1), sampleRevision(1, { at: "late" }), null),
      );
    }
  }),

  contractCase("refuses a commit that expects a head where nothing is stored", async (open) => {
    const store = await open();
    const userId = newUserId();
    for (const revision of [0, 1]) {
      const expected = { incarnation: "another", revision, lastSequence: 0, sessions: 0 };
      await refusesCommit(store, userId, () =>
        store.commitPersona(samplePersona(userId, revision + 1), sampleRevision(revision + 1), expected),
      );
    }
  }),

  contractCase("refuses a commit that expects another revision than the stored one", async (open) => {
    const store = await open();
    const userId = newUserId();
    const first = await commitNext(store, userId);
    const second = await commitNext(store, userId);
    const late = { at: "late" };
    await refusesCommit(store, userId, () =>
      store.commitPersona(samplePersona(userId, 2, late), sampleRevision(2, late), first),
    );
    await refusesCommit(store, userId, () =>
      store.commitPersona(samplePersona(userId, 4, late), sampleRevision(4, late), { ...second, revision: 3 }),
    );
  }),

  contractCase("refuses a commit that expects another incarnation than the stored one", async (open) => {
    const store = await open();
    const userId = newUserId();
    const head = await commitNext(store, userId);
    await refusesCommit(store, userId, () =>
      store.commitPersona(samplePersona(userId, 2), sampleRevision(2), { ...head, incarnation: "another" }),
    );
  }),

  contractCase("refuses a persona whose revision is not the next", async (open) => {
    const store = await open();
    const userId = newUserId();
    for (const revision of [0, 2]) {
      await refusesCommit(store, userId, () =>
        store.commitPersona(samplePersona(userId, revision), sampleRevision(revision), null),
      );
    }
    const head = await commitNext(store, userId);
    for (const revision of [0, 1, 3]) {
      await refusesCommit(store, userId, () =>
        store.commitPersona(samplePersona(userId, revision), sampleRevision(revision), head),
      );
    }
  }),

  contractCase("accepts a commit although parts came meanwhile", async (open) => {
    const store = await open();
    const userId = newUserId();
    await beginSession(store, userId, "first");
    const head = await headOf(store, userId);
    await beginSession(store, userId, "second");
    await store.commitPersona(samplePersona(userId, 1), sampleRevision(1), head);
    assert.equal((await headOf(store, userId)).revision, 1);
    assert.equal((await headOf(store, userId)).sessions, 2);
  }),

  contractCase("lets exactly one of many racing commits through, revision after revision", async (open) => {
    const stores = await openSeveral(open, 4);
    const [store] = stores as [PersonaStore];
    const userId = newUserId();
    for (let revision = 1; revision <= 3; revision += 1) {
      const expected = await store.readHead(userId);
      const racers = Array.from({ length: RACERS }, (_, racer) => {
        const mark = { racer };
        const handle = stores[racer % stores.length] ?? store;
        return handle.commitPersona(samplePersona(userId, revision, mark), sampleRevision(revision, mark), expected);
      });
      assert.equal(await countAccepted(racers), 1);
      const { head, persona, revisions } = await readWhole(store, userId);
      assert.equal(head?.revision, revision);
      assert.equal(revisions.length, revision);
      assert.deepEqual(persona, samplePersona(userId, revision, { racer: racerOf(revisions[0]) }));
    }
  }),

  contractCase("begins one life when a first commit and first parts race", async (open) => {
    const stores = await openSeveral(open, 4);
    const [store] = stores as [PersonaStore];
    for (let round = 0; round < 5; round += 1) {
      const userId = newUserId();
      const commits = stores.map((handle) => handle.commitPersona(samplePersona(userId, 1), sampleRevision(1), null));
      const appends = stores.map((handle, index) => beginSession(handle, userId, `session ${index}`));
      const accepted = await countAccepted(commits);
      await Promise.all(appends);
      const { head, revisions, parts } = await readWhole(store, userId);
      assert.ok(accepted <= 1);
      assert.equal(revisions.length, accepted);
      assert.equal(parts.length, stores.length);
      assert.equal(head?.revision, accepted);
      assert.equal(head?.sessions, stores.length);
    }
  }),

  contractCase("shows persona, revision and head of a commit together", async (open) => {
    const [writer, reader] = [await open(), await open()];
    const userId = newUserId();
    await commitNext(writer, userId);
    let seen = 1;
    await observeDuring(
      async () => {
        for (let revision = 2; revision <= 12; revision += 1) await commitNext(writer, userId);
      },
      async () => {
        const answers = [
          (await reader.readPersona(userId))?.revision,
          (await reader.readRevisions(userId, { limit: 1 }))[0]?.revision,
          (await reader.readHead(userId))?.revision,
          (await reader.readRevisions(userId, { limit: 1 }))[0]?.revision,
          (await reader.readPersona(userId))?.revision,
        ];
        for (const revision of answers) {
          assert.ok(revision !== undefined && revision >= seen, `revision ${revision} is read after ${seen} was`);
          seen = revision;
        }
      },
    );
  }),
];

/** The commit conflicts, and nothing has been written. */
async function refusesCommit(store: PersonaStore, userId: string, attempt: () => Promise<void>): Promise<void> {
  const before = await readWhole(store, userId);
  await refuses("REVISION_CONFLICT", attempt);
  assert.deepEqual(await readWhole(store, userId), before);
}

function racerOf(document: object | undefined): unknown {
  return document !== undefined && "racer" in document ? document.racer : undefined;
}
