import { PersonaError } from "./errors.ts";
import type { Reading } from "./reading.ts";
import type { Head, PersonaStore, SessionState } from "./store.ts";

/** Revisions searched for the last word on it where the persona itself cannot be read. */
const REVISIONS_SEARCHED = 100;

/** What is known before a conversation is stored. */
export interface Opening {
  readonly head: Head | null;
  /** Whether the user has paused. */
  readonly paused: boolean;
  /** What is held of the session. */
  readonly session: SessionState | null;
}

/**
 * Where a user stands before a conversation is stored, and whether the user has paused. Recording goes on when the persona is damaged: then the newest
 * revision that says something about it counts, and if that cannot be read either, the user has not paused.
 */
export async function readOpening(
  userId: string,
  sessionId: string,
  { store, read }: { store: PersonaStore; read: Reading },
): Promise<Opening> {
  try {
    const { head, persona, session } = await read.withSession(userId, sessionId);
    return { head, paused: persona.paused, session };
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    const head = await store.readHead(userId);
    return { head, paused: await lastWord(store, userId), session: await store.readSession(userId, sessionId) };
  }
}

async function lastWord(store: PersonaStore, userId: string): Promise<boolean> {
  try {
    const revisions = await store.readRevisions(userId, { limit: REVISIONS_SEARCHED });
    const words = revisions.flatMap(({ changes }) => changes.map(({ kind }) => kind).reverse());
    return words.find((kind) => kind === "pause" || kind === "resume") === "pause";
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    return false;
  }
}

export function isCorrupt(error: unknown): error is PersonaError {
  return PersonaError.isInstance(error) && error.code === "STORE_CORRUPT";
}
