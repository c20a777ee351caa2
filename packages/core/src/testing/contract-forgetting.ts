import assert from "node:assert/strict";
import { closedSessionId, digestMessage } from "../digest.ts";
import type { PersonaStore } from "../store.ts";
import { contractCase, nextTurn, openSeveral, type StoreContractCase } from "./contract-case.ts";
import { staysClosed } from "./contract-closed-ids.ts";
import { closingPart, newUserId, samplePart, saying } from "./sample-documents.ts";
import { rewrite, rewriteOf } from "./sample-rewrite.ts";
import { appendStored, beginSession, commitNext, headOf, readAllParts, readWhole } from "./whole-user.ts";

/** What a rewrite takes out of the sessions, and what it leaves. */
export const forgettingCases: readonly StoreContractCase[] = [
  contractCase("empties messages and keeps their places, roles and everything else", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    const first = samplePart("long", 1, { messages: saying("one", "secret two") });
    const second = samplePart("long", 2, { firstMessage: 4, messages: saying("three", "secret four") });
    const sequences = [await appendStored(store, userId, first)];
    await beginSession(store, userId, "beside");
    sequences.push(await appendStored(store, userId, second));
    const { incarnation } = await headOf(store, userId);
    await other.readSession(userId, "long");
    await rewrite(store, userId, [{ sessionId: "long", messages: [2, 5, 6] }]);
    const emptied = (messages: typeof first.messages, ...indexes: readonly number[]) =>
      messages.map(({ role, text }, index) => ({ role, text: indexes.includes(index) ? "" : text }));
    for (const handle of [store, other]) {
      const parts = await readAllParts(handle, userId);
      assert.deepEqual(parts[0], {
        ...first,
        messages: emptied(first.messages, 2),
        sequence: sequences[0],
        ordinal: 1,
      });
      assert.deepEqual(parts[1]?.messages, samplePart("beside").messages);
      assert.deepEqual(parts[2], {
        ...second,
        messages: emptied(second.messages, 1, 2),
        sequence: sequences[1],
        ordinal: 1,
      });
      assert.deepEqual(await handle.readSession(userId, "long"), {
        parts: 2,
        messages: 8,
        replies: 1,
        startedAt: first.startedAt,
        digests: [digestMessage(incarnation, "one"), null, digestMessage(incarnation, "three"), null],
        state: "open",
      });
      assert.doesNotMatch(JSON.stringify(await readWhole(handle, userId)), /secret/);
    }
    await appendStored(other, userId, samplePart("long", 3, { firstMessage: 8 }));
  }),

  contractCase(
    "keeps the digest of an emptied message where it is told to, until it is told otherwise",
    async (open) => {
      const [store, other] = [await open(), await open()];
      const userId = newUserId();
      // As short as a message can be, with no room to spare for what takes its place.
      const texts = ["k", "secret two", "secret three 三"];
      await appendStored(store, userId, samplePart("long", 1, { messages: saying(...texts.slice(0, 2)) }));
      const later = { firstMessage: 4, messages: saying(...texts.slice(2)) };
      await appendStored(store, userId, samplePart("long", 2, later));
      const { incarnation } = await headOf(store, userId);
      const [first, second, third] = texts.map((text) => digestMessage(incarnation, text));
      const keep = (...messages: readonly number[]) => ({ sessionId: "long", messages, keepDigests: true }) as const;
      await rewrite(store, userId, [keep(0, 1, 4)]);
      for (const handle of [store, other]) {
        assert.deepEqual((await handle.readSession(userId, "long"))?.digests, [first, second, third]);
        const told = (await readAllParts(handle, userId)).flatMap(({ messages }) => messages);
        assert.deepEqual(told, [
          { role: "user", text: "", digest: first },
          { role: "assistant", text: "" },
          { role: "user", text: "secret two" },
          { role: "assistant", text: "Noted." },
          { role: "user", text: "", digest: third },
          { role: "assistant", text: "Noted." },
        ]);
        assert.doesNotMatch(JSON.stringify(await readWhole(handle, userId)), /three/);
      }
      await rewrite(other, userId, [keep(0, 2), { sessionId: "long", messages: [4] }]);
      assert.deepEqual((await store.readSession(userId, "long"))?.digests, [first, second, null]);
      assert.doesNotMatch(JSON.stringify(await readWhole(store, userId)), new RegExp(`secret|${third}`));
    },
  ),

  contractCase("empties what a newer version keeps beside the text of a message", async (open) => {
    const store = await open();
    const userId = newUserId();
    const message = { role: "user", text: "secret", translation: "secret" } as const;
    await appendStored(store, userId, samplePart("first", 1, { messages: [message] }));
    await rewrite(store, userId, [{ sessionId: "first", messages: [0] }]);
    assert.deepEqual((await readAllParts(store, userId))[0]?.messages, [{ role: "user", text: "" }]);
  }),

  contractCase("closes a forgotten id: one part without messages under its closed name", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    await beginSession(store, userId, "before");
    const held = [await appendStored(store, userId, samplePart("secret id", 1, { messages: saying("secret one") }))];
    await beginSession(store, userId, "after");
    held.push(await appendStored(store, userId, Object.assign(samplePart("secret id", 2), { title: "secret title" })));
    await other.readSession(userId, "secret id");
    await rewrite(store, userId, [{ sessionId: "secret id" }]);
    for (const handle of [store, other]) {
      const { head, parts } = await readWhole(handle, userId);
      assert.equal(head?.sessions, 3);
      const closed = parts.filter(({ sessionId }) => sessionId === closedSessionId(head.incarnation, "secret id"));
      assert.equal(closed.length, 1);
      assert.equal(closed[0]?.closed, true);
      assert.equal(closed[0]?.ordinal, 2);
      assert.deepEqual(closed[0]?.messages, []);
      assert.ok(held.includes(closed[0]?.sequence ?? 0));
      assert.deepEqual(
        parts.filter((part) => !part.closed).map(({ sessionId }) => sessionId),
        ["before", "after"],
      );
      assert.doesNotMatch(JSON.stringify(await readWhole(handle, userId)), /secret/);
      await staysClosed(handle, userId, "secret id");
    }
  }),

  contractCase("keeps an id closed through commits, later rewrites and new sessions", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    await beginSession(store, userId, "forgotten");
    await appendStored(store, userId, closingPart("private"));
    await rewrite(store, userId, [{ sessionId: "forgotten" }]);
    await commitNext(store, userId);
    await beginSession(store, userId, "third");
    await rewrite(other, userId, [{ sessionId: "third" }, { sessionId: "forgotten" }]);
    await rewrite(other, userId, [{ sessionId: "forgotten", messages: [0] }, { sessionId: "private" }]);
    for (const sessionId of ["forgotten", "private", "third"]) await staysClosed(store, userId, sessionId);
    const { head, parts } = await readWhole(other, userId);
    assert.equal(head?.sessions, 3);
    assert.deepEqual(
      parts.map(({ ordinal }) => ordinal),
      [1, 2, 3],
    );
    assert.ok(parts.every(({ closed }) => closed === true));
  }),

  contractCase("never gives a sequence again whose part was erased", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    await beginSession(store, userId, "stays");
    await beginSession(store, userId, "goes");
    const last = await appendStored(store, userId, samplePart("goes", 2));
    await rewrite(store, userId, [{ sessionId: "goes" }]);
    const brought = await other.appendPart(userId, samplePart("brought", 1, { sequence: last }));
    assert.equal(brought.outcome, "conflict");
    const next = await beginSession(other, userId, "next");
    assert.ok(next > last, `${next} is given after ${last} was`);
    await rewrite(other, userId, [{ sessionId: "stays" }, { sessionId: "next" }]);
    assert.ok((await beginSession(store, userId, "later")) > next);
    assert.deepEqual(
      (await readAllParts(store, userId)).map(({ ordinal }) => ordinal),
      [1, 2, 3, 4],
    );
  }),

  contractCase("keeps parts that came after the expected head was read", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    const part = samplePart("grows", 1, { messages: saying("secret", "kept") });
    await appendStored(store, userId, part);
    const expected = await headOf(store, userId);
    await appendStored(other, userId, samplePart("grows", 2, { firstMessage: 4 }));
    await beginSession(other, userId, "new");
    await store.rewriteHistory(userId, expected, rewriteOf(userId, 1, [{ sessionId: "grows", messages: [0] }]));
    const parts = await readAllParts(store, userId);
    assert.deepEqual(
      parts.map(({ sessionId, number }) => [sessionId, number]),
      [
        ["grows", 1],
        ["grows", 2],
        ["new", 1],
      ],
    );
    assert.deepEqual(parts[1]?.messages, samplePart("grows", 2).messages);
    assert.equal((await store.readSession(userId, "grows"))?.messages, 6);
  }),

  contractCase("takes the parts of a closed id along that came after the expected head was read", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    await beginSession(store, userId, "closing");
    const expected = await headOf(store, userId);
    await appendStored(other, userId, samplePart("closing", 2, { messages: saying("secret") }));
    await store.rewriteHistory(userId, expected, rewriteOf(userId, 1, [{ sessionId: "closing" }]));
    assert.doesNotMatch(JSON.stringify(await readWhole(other, userId)), /secret|closing/);
    await staysClosed(other, userId, "closing");
  }),

  contractCase("loses no part that is acknowledged while the past is rewritten", async (open) => {
    const stores = await openSeveral(open, 4);
    const [store] = stores as [PersonaStore];
    const userId = newUserId();
    await beginSession(store, userId, "goes 0");
    const kept: number[] = [];
    const appending = stores.map(async (handle, writer) => {
      for (let round = 0; round < 8; round += 1) {
        kept.push(await beginSession(handle, userId, `stays ${writer} ${round}`));
        await nextTurn();
      }
    });
    for (let round = 0; round < 4; round += 1) {
      await rewrite(store, userId, [{ sessionId: `goes ${round}` }]);
      await beginSession(store, userId, `goes ${round + 1}`);
    }
    await Promise.all(appending);
    const parts = await readAllParts(store, userId);
    assert.deepEqual(
      parts.filter(({ sessionId }) => sessionId.startsWith("stays")).map(({ sequence }) => sequence),
      kept.toSorted((one, another) => one - another),
    );
    assert.deepEqual(
      parts.map(({ ordinal }) => ordinal),
      parts.map((_, index) => index + 1),
    );
    for (let round = 0; round < 4; round += 1) await staysClosed(store, userId, `goes ${round}`);
  }),

  contractCase("closes the id when a forget and the next part race", async (open) => {
    const [store, other] = [await open(), await open()];
    for (let round = 0; round < 8; round += 1) {
      const userId = newUserId();
      await beginSession(store, userId, "raced");
      const expected = await headOf(store, userId);
      const [, { outcome }] = await Promise.all([
        store.rewriteHistory(userId, expected, rewriteOf(userId, 1, [{ sessionId: "raced" }])),
        other.appendPart(userId, samplePart("raced", 2, { messages: saying("secret") })),
      ]);
      assert.notEqual(outcome, "conflict");
      assert.doesNotMatch(JSON.stringify(await readWhole(other, userId)), /secret|raced/);
      await staysClosed(other, userId, "raced");
    }
  }),
];
