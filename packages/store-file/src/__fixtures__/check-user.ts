import assert from "node:assert/strict";
import type { PersonaStore } from "@lifelong/core";
import { secretOf } from "./sample-user.ts";

type Said = readonly (readonly string[])[];

/** What a user's forgotten sessions are, as far as workers said so. */
export function forgottenIn(said: Said): {
  readonly closed: ReadonlySet<string>;
  readonly emptied: ReadonlySet<string>;
} {
  const forgot = said.filter(([word]) => word === "forgot");
  return {
    closed: new Set(forgot.map(([, closed]) => closed ?? "")),
    emptied: new Set(forgot.map(([, , emptied]) => emptied ?? "")),
  };
}

/** Everything that workers were told was acknowledged is there, once, in order, and as it was. */
export async function checkUser(store: PersonaStore, userId: string, said: Said): Promise<void> {
  const head = await store.readHead(userId);
  const parts = await store.readParts(userId, { after: 0, limit: 1_000_000 });
  const revisions = await store.readRevisions(userId, { limit: 1_000_000 });
  const persona = await store.readPersona(userId);

  const sequences = parts.map(({ sequence }) => sequence);
  assert.deepEqual(
    sequences,
    [...new Set(sequences)].toSorted((left, right) => left - right),
  );
  const ordinals = parts.filter(({ number }) => number === 1).map(({ ordinal }) => ordinal);
  assert.deepEqual(
    ordinals,
    ordinals.map((_, index) => index + 1),
  );
  assert.equal(head?.sessions ?? 0, ordinals.length);
  assert.ok((head?.lastSequence ?? 0) >= (sequences.at(-1) ?? 0));

  const numbers = revisions.map(({ revision }) => revision);
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => numbers.length - index),
  );
  assert.equal(head?.revision ?? 0, numbers.length);
  assert.equal(persona?.revision ?? 0, numbers.length);

  const { closed, emptied } = forgottenIn(said);
  const begun = said.filter(([word]) => word === "forgetting").flatMap(([, ...sessions]) => sessions);
  const partOf = new Map(parts.map((part) => [`${part.sessionId} ${part.number}`, part]));
  for (const [word, ...words] of said) {
    if (word === "part" && words[2] === "stored") {
      const [sessionId = "", number, , sequence] = words;
      const part = partOf.get(`${sessionId} ${number}`);
      // A forget that was begun and not acknowledged has happened, or it has not.
      if (closed.has(sessionId) || (part === undefined && begun.includes(sessionId))) {
        assert.equal((await store.readSession(userId, sessionId))?.state, "closed", `${sessionId} is closed`);
        continue;
      }
      assert.equal(part?.sequence, Number(sequence), `${sessionId} ${number} is stored`);
      const texts = part?.messages.map(({ text }) => text) ?? [];
      const expected = number === "1" && emptied.has(sessionId) ? ["", ""] : undefined;
      if (expected !== undefined) assert.deepEqual(texts, expected);
      else if (!begun.includes(sessionId)) assert.ok(texts.every((text) => text.includes(secretOf(sessionId))));
    }
    if (word === "revision") assert.equal(revisions.at(-Number(words[0]))?.schema, words[1]);
    if (word === "forgot") assert.equal(revisions.at(-Number(words[2]))?.schema, words[3]);
  }
}
