import assert from "node:assert/strict";
import type { Persona } from "../persona.ts";
import type { Revision } from "../revision.ts";
import type { StoredPart } from "../session.ts";
import type { Head, PersonaStore } from "../store.ts";
import { samplePart, samplePersona, sampleRevision } from "./sample-documents.ts";

/** Above everything that a case stores. */
const ALL = 100_000;

/** All that a store tells of a user without being given a session id. */
export interface WholeUser {
  readonly head: Head | null;
  readonly persona: Persona | null;
  readonly base: Persona | null;
  readonly revisions: readonly Revision[];
  readonly parts: readonly StoredPart[];
}

export async function readWhole(store: PersonaStore, userId: string): Promise<WholeUser> {
  return {
    head: await store.readHead(userId),
    persona: await store.readPersona(userId),
    base: await store.readBase(userId),
    revisions: await store.readRevisions(userId, { limit: ALL }),
    parts: await readAllParts(store, userId),
  };
}

export function readAllParts(store: PersonaStore, userId: string): Promise<readonly StoredPart[]> {
  return store.readParts(userId, { after: 0, limit: ALL });
}

/** The head of a user of whom something is stored. */
export async function headOf(store: PersonaStore, userId: string): Promise<Head> {
  const head = await store.readHead(userId);
  assert.ok(head !== null, "something of the user is stored");
  return head;
}

/** Commits the sample persona and revision that come next, and gives the head afterwards. */
export async function commitNext(store: PersonaStore, userId: string): Promise<Head> {
  const expected = await store.readHead(userId);
  const next = (expected?.revision ?? 0) + 1;
  await store.commitPersona(samplePersona(userId, next), sampleRevision(next), expected);
  return headOf(store, userId);
}

/** Stores the first part of a session and gives its sequence. */
export async function beginSession(store: PersonaStore, userId: string, sessionId: string): Promise<number> {
  return appendStored(store, userId, samplePart(sessionId));
}

/** Stores a part that fits, and gives its sequence. */
export async function appendStored(
  store: PersonaStore,
  userId: string,
  part: Parameters<PersonaStore["appendPart"]>[1],
): Promise<number> {
  const { outcome, sequence } = await store.appendPart(userId, part);
  assert.equal(outcome, "stored");
  assert.ok(sequence !== undefined && Number.isSafeInteger(sequence) && sequence > 0, "a stored part has a sequence");
  return sequence;
}
