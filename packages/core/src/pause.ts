import { PersonaError } from "./errors.ts";
import type { Reading } from "./reading.ts";
import type { PersonaStore } from "./store.ts";

/** Revisions searched for the last word on it where the persona itself cannot be read. */
const REVISIONS_SEARCHED = 100;

/**
 * Whether the user has paused. Recording goes on when the persona is damaged: then the newest revision that says
 * something about it counts, and if that cannot be read either, the user has not paused.
 */
export async function isPaused(
  userId: string,
  { store, read }: { store: PersonaStore; read: Reading },
): Promise<boolean> {
  try {
    return (await read(userId)).persona.paused;
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    return lastWord(store, userId);
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
