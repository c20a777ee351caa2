import assert from "node:assert/strict";
import type { PersonaStore } from "../store.ts";
import {
  contractCase,
  countAccepted,
  observeDuring,
  openSeveral,
  refuses,
  type StoreContractCase,
  sameBytes,
} from "./contract-case.ts";
import { newUserId, samplePart, samplePersona, sampleRevision, saying } from "./sample-documents.ts";
import { rewrite, rewriteOf } from "./sample-rewrite.ts";
import { appendStored, beginSession, commitNext, headOf, readWhole } from "./whole-user.ts";

/** How the past is changed. */
export const rewriteCases: readonly StoreContractCase[] = [
  contractCase("replaces base, revisions and persona, and stays in the same life", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    await beginSession(store, userId, "first");
    for (let revision = 1; revision <= 3; revision += 1) await commitNext(store, userId);
    const before = await readWhole(other, userId);
    const expected = await headOf(store, userId);
    await store.rewriteHistory(userId, expected, rewriteOf(userId, 4, []));
    for (const handle of [store, other]) {
      assert.deepEqual(await readWhole(handle, userId), {
        head: { ...expected, revision: 4 },
        persona: samplePersona(userId, 4, { rewritten: true }),
        base: samplePersona(userId, 1, { rewritten: true }),
        revisions: [4, 3, 2].map((revision) => sampleRevision(revision, { rewritten: true })),
        parts: before.parts,
      });
    }
    assert.equal((await commitNext(other, userId)).revision, 5);
  }),

  contractCase("takes a rewrite back to the empty base", async (open) => {
    const store = await open();
    const userId = newUserId();
    await commitNext(store, userId);
    await store.rewriteHistory(userId, await headOf(store, userId), rewriteOf(userId, 2, []));
    assert.ok((await store.readBase(userId)) !== null);
    await store.rewriteHistory(userId, await headOf(store, userId), { ...rewriteOf(userId, 3, []), base: null });
    assert.equal(await store.readBase(userId), null);
  }),

  contractCase("rewrites the history of a user who has sessions alone", async (open) => {
    const store = await open();
    const userId = newUserId();
    await appendStored(store, userId, samplePart("first", 1, { messages: saying("secret") }));
    await rewrite(store, userId, [{ sessionId: "first" }]);
    assert.equal((await headOf(store, userId)).revision, 1);
    assert.doesNotMatch(JSON.stringify(await readWhole(store, userId)), /secret/);
  }),

  contractCase("refuses a rewrite that expects another head, and changes nothing", async (open) => {
    const store = await open();
    const userId = newUserId();
    const nobody = { incarnation: "another", revision: 0, lastSequence: 0, sessions: 0 };
    await refuses("REVISION_CONFLICT", () => store.rewriteHistory(userId, nobody, rewriteOf(userId, 1, [])));
    assert.equal(await store.readHead(userId), null);
    await beginSession(store, userId, "first");
    const first = await commitNext(store, userId);
    const second = await commitNext(store, userId);
    const erase = [{ sessionId: "first" }];
    const before = await readWhole(store, userId);
    for (const expected of [
      { ...second, incarnation: "another" },
      { ...second, revision: 3 },
      { ...second, revision: 0 },
      first,
    ]) {
      await refuses("REVISION_CONFLICT", () =>
        store.rewriteHistory(userId, expected, rewriteOf(userId, expected.revision + 1, erase)),
      );
      assert.deepEqual(await readWhole(store, userId), before);
    }
    assert.equal((await store.readSession(userId, "first"))?.state, "open");
  }),

  contractCase("lets exactly one of racing rewrites and commits through", async (open) => {
    const stores = await openSeveral(open, 4);
    const [store] = stores as [PersonaStore];
    const userId = newUserId();
    await beginSession(store, userId, "first");
    for (let revision = 1; revision <= 3; revision += 1) {
      const expected = await headOf(store, userId);
      const racers = stores.flatMap((handle) => [
        handle.commitPersona(samplePersona(userId, revision), sampleRevision(revision), expected),
        handle.rewriteHistory(userId, expected, rewriteOf(userId, revision, [])),
      ]);
      assert.equal(await countAccepted(racers), 1);
      const { head, persona, revisions } = await readWhole(store, userId);
      assert.equal(head?.revision, revision);
      assert.equal(revisions[0]?.revision, revision);
      const marks = [persona, revisions[0]].map(
        (document) => document !== undefined && "rewritten" in (document ?? {}),
      );
      assert.equal(marks[0], marks[1], "persona and revision are of the same writer");
    }
  }),

  contractCase("shows the past before a rewrite or after it, never half of each", async (open) => {
    const [writer, reader] = [await open(), await open()];
    const userId = newUserId();
    await beginSession(writer, userId, "first");
    await commitNext(writer, userId);
    await rewriteMarked(writer, userId, 1);
    let seen = 0;
    await observeDuring(
      async () => {
        for (let mark = 2; mark <= 8; mark += 1) await rewriteMarked(writer, userId, mark);
      },
      async () => {
        const answers = [
          await reader.readBase(userId),
          ...(await reader.readRevisions(userId, { limit: 1 })),
          await reader.readPersona(userId),
          ...(await reader.readRevisions(userId, { limit: 1 })),
          await reader.readBase(userId),
        ];
        assert.equal(answers.length, 5);
        for (const answer of answers) {
          const mark = answer !== null && "mark" in answer ? Number(answer.mark) : Number.NaN;
          assert.ok(mark >= seen, `rewrite ${mark} is read after ${seen} was`);
          seen = mark;
        }
      },
    );
  }),

  contractCase("keeps a copy of its own of a rewritten past", async (open) => {
    const store = await open();
    const userId = newUserId();
    await commitNext(store, userId);
    const given = rewriteOf(userId, 2, []);
    const kept = structuredClone(given);
    await store.rewriteHistory(userId, await headOf(store, userId), given);
    for (const document of [given.base, given.persona, given.revision, ...given.revisions]) {
      if (document !== null) Reflect.set(document, "rewritten", "scribbled");
    }
    sameBytes(await store.readBase(userId), kept.base);
    sameBytes(await store.readPersona(userId), kept.persona);
    sameBytes(await store.readRevisions(userId, { limit: 9 }), [kept.revision, ...kept.revisions.toReversed()]);
  }),
];

async function rewriteMarked(store: PersonaStore, userId: string, mark: number): Promise<void> {
  const expected = await headOf(store, userId);
  const next = expected.revision + 1;
  await store.rewriteHistory(userId, expected, {
    base: samplePersona(userId, expected.revision, { mark }),
    revisions: [],
    revision: sampleRevision(next, { mark }),
    persona: samplePersona(userId, next, { mark }),
    erase: [],
  });
}
