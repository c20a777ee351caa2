import { hash } from "node:crypto";
import QuickLRU from "quick-lru";

/** In how many groups users are kept. Part of the layout: with another number nobody is found again. */
export const GROUPS = 1_024;

/** How many users' keys a process remembers, some 500 bytes each. */
const REMEMBERED = 10_000;

/** Where everything of one user lies. All keys share the hash tag, so that every script works within one slot. */
export interface UserKeys {
  /** Hash: user id, incarnation, revision, last sequence, number of sessions, persona, base. */
  readonly life: string;
  /** Hash: revision number → document. */
  readonly revisions: string;
  /** Hash: `ordinal:number` → document of the part. */
  readonly parts: string;
  /** Sorted set: `ordinal:number` by sequence. */
  readonly order: string;
  /** Hash: salted hash of a session id → `ordinal:parts`, or `closed`. */
  readonly sessions: string;
  /** Sorted set of the user ids of the whole group, in the order of their bytes. */
  readonly roster: string;
}

/**
 * The name of a user is a hash of the id, so that any id is safe. The hash chooses the group, whose number is
 * the hash tag: the roster lies in the same slot as the users whom it lists, and one script keeps both in step.
 */
export function keysOf(prefix: string, userId: string): UserKeys {
  const digest = hash("sha256", userId, "buffer");
  const group = digest.readUInt16BE(0) % GROUPS;
  const user = `${prefix}:{${group}}:${digest.toString("base64url", 0, 16)}`;
  return {
    life: `${user}:life`,
    revisions: `${user}:revisions`,
    parts: `${user}:parts`,
    order: `${user}:order`,
    sessions: `${user}:sessions`,
    roster: rosterOf(prefix, group),
  };
}

/** Names the keys of a user, and remembers them: a hash takes longer than any other step of a call. */
export function rememberKeys(prefix: string): (userId: string) => UserKeys {
  const remembered = new QuickLRU<string, UserKeys>({ maxSize: REMEMBERED });
  return function keysOfUser(userId) {
    const known = remembered.get(userId);
    if (known !== undefined) return known;
    const keys = keysOf(prefix, userId);
    remembered.set(userId, keys);
    return keys;
  };
}

/** The roster of one group. */
export function rosterOf(prefix: string, group: number): string {
  return `${prefix}:{${group}}:roster`;
}
