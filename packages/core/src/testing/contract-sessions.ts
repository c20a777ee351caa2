import assert from "node:assert/strict";
import { digestMessage } from "../digest.ts";
import type { Role } from "../session.ts";
import { contractCase, type StoreContractCase } from "./contract-case.ts";
import { newUserId, samplePart, saying } from "./sample-documents.ts";
import { appendStored, beginSession, headOf, readAllParts } from "./whole-user.ts";

/** What is held of one session id. */
export const sessionCases: readonly StoreContractCase[] = [
  contractCase("tells of a session its parts, messages, start and the digests of what the user said", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    const startedAt = "2026-01-02T03:04:05.678Z";
    const first = samplePart("grown", 1, { startedAt, messages: saying("One.", "Two.") });
    const second = samplePart("grown", 2, {
      startedAt,
      firstMessage: 4,
      messages: [
        { role: "system", text: "Rules." },
        { role: "user", text: "" },
        { role: "user", text: "Four \u0000 \ud800." },
        { role: "tool", text: "{}" },
      ],
    });
    await appendStored(store, userId, first);
    const { incarnation } = await headOf(store, userId);
    const digests = ["One.", "Two."].map((text) => digestMessage(incarnation, text));
    assert.deepEqual(await other.readSession(userId, "grown"), {
      parts: 1,
      messages: 4,
      replies: 1,
      startedAt,
      digests,
      state: "open",
    });
    await appendStored(store, userId, second);
    digests.push(digestMessage(incarnation, "Four \u0000 \ud800."));
    assert.deepEqual(await other.readSession(userId, "grown"), {
      parts: 2,
      messages: 8,
      replies: 1,
      startedAt,
      digests: [digests[0], digests[1], null, digests[2]],
      state: "open",
    });
  }),

  contractCase("counts the messages after the last one of the user, whatever their role and part", async (open) => {
    const store = await open();
    const userId = newUserId();
    const stretches: readonly (readonly [number, ...Role[]])[] = [
      [2, "system", "assistant"],
      [0, "user"],
      [3, "assistant", "tool", "system"],
      [1, "user", "assistant"],
      [2, "assistant"],
    ];
    let firstMessage = 0;
    for (const [index, [replies, ...roles]] of stretches.entries()) {
      const messages = roles.map((role) => ({ role, text: role === "user" ? "" : "Said." }));
      await appendStored(store, userId, samplePart("answered", index + 1, { firstMessage, messages }));
      firstMessage += messages.length;
      const session = await store.readSession(userId, "answered");
      assert.deepEqual([session?.replies, session?.messages], [replies, firstMessage], `after part ${index + 1}`);
    }
  }),

  contractCase("holds sessions apart whose ids look alike", async (open) => {
    const [store, other] = [await open(), await open()];
    const userId = newUserId();
    const ids = "a|A|a |a/|a\u0000|..|__proto__|constructor|closed:a|\u00e9|e\u0301|\u{1f642}|1|01".split("|");
    for (const id of [...ids, "x".repeat(1_000)]) await beginSession(store, userId, id);
    for (const [index, id] of ids.entries()) {
      assert.equal((await other.readSession(userId, id))?.parts, 1, `session ${index}`);
      await appendStored(other, userId, samplePart(id, 2));
    }
    assert.equal(await store.readSession(userId, "toString"), null);
    const parts = await readAllParts(store, userId);
    assert.deepEqual(
      parts.slice(0, ids.length).map(({ sessionId }) => sessionId),
      ids,
    );
    assert.deepEqual(
      parts.slice(ids.length + 1).map(({ ordinal }) => ordinal),
      ids.map((_, index) => index + 1),
    );
  }),
];
