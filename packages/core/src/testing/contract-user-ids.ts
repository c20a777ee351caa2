import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { listAll } from "./all-users.ts";
import { contractCase, refuses, type StoreContractCase } from "./contract-case.ts";
import { newUserId, samplePart, samplePersona, sampleRevision } from "./sample-documents.ts";
import { beginSession, commitNext, headOf, readWhole } from "./whole-user.ts";

const LONGEST = 1_000;

/** Which ids a user may have, and that users are strangers to each other. */
export const userIdCases: readonly StoreContractCase[] = [
  contractCase("holds users apart whose ids look alike, and lists each as it is", async (open) => {
    const [store, other] = [await open(), await open()];
    const users = similarIds();
    for (const userId of users) {
      assert.equal(await store.readHead(userId), null);
      await beginSession(store, userId, `session of ${userId}`);
      await commitNext(store, userId);
    }
    for (const userId of users) {
      const { head, persona, parts } = await readWhole(other, userId);
      assert.deepEqual([head?.revision, head?.sessions, persona?.userId], [1, 1, userId]);
      assert.deepEqual(
        parts.map(({ sessionId }) => sessionId),
        [`session of ${userId}`],
      );
    }
    const found = (await listAll(() => other, { limit: 5 })).filter((userId) => users.includes(userId));
    assert.deepEqual(found.toSorted(), users.toSorted());
    for (const userId of users) {
      assert.equal((await other.readHead(userId))?.revision, 1, "the erasure of others leaves the user alone");
      await store.eraseUser(userId);
    }
  }),

  contractCase("refuses user ids that are empty, longer than 1 000 characters or not well-formed", async (open) => {
    const store = await open();
    const refused = [
      "",
      "a".repeat(LONGEST + 1),
      "🙂".repeat(LONGEST + 1),
      "\ud800",
      "a\udc00b",
      `${newUserId()}\ud83d`,
    ];
    for (const [index, userId] of refused.entries()) {
      const head = { incarnation: "any", revision: 0, lastSequence: 0, sessions: 0 };
      const [persona, revision] = [samplePersona(userId, 1), sampleRevision(1)];
      const calls: readonly (() => Promise<unknown>)[] = [
        () => store.readHead(userId),
        () => store.readPersona(userId),
        () => store.commitPersona(persona, revision, null),
        () => store.readBase(userId),
        () => store.readRevisions(userId, { limit: 1 }),
        () => store.appendPart(userId, samplePart("first")),
        () => store.readSession(userId, "first"),
        () => store.readParts(userId, { after: 0, limit: 1 }),
        () => store.rewriteHistory(userId, head, { base: null, revisions: [], revision, persona, erase: [] }),
        () => store.eraseUser(userId),
      ];
      for (const call of calls) await refuses("INVALID_INPUT", call, `id ${index}: ${call}`);
    }
  }),

  contractCase("holds each user's sessions, history and erasure apart from all others", async (open) => {
    const [store, other] = [await open(), await open()];
    const [one, two] = [newUserId(), newUserId()];
    for (const userId of [one, two]) {
      await beginSession(store, userId, "shared");
      await beginSession(store, userId, "second");
      await commitNext(store, userId);
    }
    const untouched = await readWhole(other, two);
    await store.appendPart(one, samplePart("shared", 2));
    const expected = await commitNext(store, one);
    await store.rewriteHistory(one, expected, {
      base: null,
      revisions: [sampleRevision(1), sampleRevision(2)],
      revision: sampleRevision(3),
      persona: samplePersona(one, 3),
      erase: [{ sessionId: "shared" }, { sessionId: "second", messages: [0] }],
    });
    assert.deepEqual(await readWhole(other, two), untouched);
    assert.equal((await other.readSession(two, "shared"))?.state, "open");
    await store.eraseUser(one);
    assert.deepEqual(await readWhole(other, two), untouched);
    assert.equal((await other.appendPart(two, samplePart("shared", 2))).outcome, "stored");
  }),

  contractCase("takes no head of one user for that of another", async (open) => {
    const store = await open();
    const [one, two] = [newUserId(), newUserId()];
    await beginSession(store, one, "first");
    await beginSession(store, two, "first");
    const head = await headOf(store, one);
    await refuses("REVISION_CONFLICT", () => store.commitPersona(samplePersona(two, 1), sampleRevision(1), head));
  }),
];

/** Different users, however a file system, an URL or a database would like to write them. */
function similarIds(): readonly string[] {
  const own = randomUUID().slice(0, 8);
  const filling = "x".repeat(LONGEST - own.length - 1);
  const names =
    "|a|A|1|01|1.0|.json|CON|__proto__|constructor|%2e|$a|--a|~a|:|*|?|[1]|{1}| |.|/|/a|./a|../a|a/../a|\\|\\a";
  const letters =
    "\u00e9|e\u0301|\u00c5|\u212b|\ufb01|fi|\u017f|s|S|\u00df|ss|\u0130|i|\u4f60\u597d|\u{1f642}|\u{1f469}\u200d\u{1f467}";
  const invisible = "\u0000|\u0000a|\n|\u200b|\ufeff|\u202e";
  const long = [`${filling}a`, `${filling}b`, `${filling}A`, "\u{1f642}".repeat(filling.length / 2)];
  return [
    ...[names, letters, invisible].flatMap((tails) => tails.split("|")).map((tail) => `${own}${tail}`),
    ...long.map((tail) => `${own}${tail}`),
    ...["../", "..\\", "/", ".", "-", "\u0000"].map((start) => `${start}${own}`),
  ];
}
