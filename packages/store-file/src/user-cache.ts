import type { Life } from "./life.ts";
import type { LogState } from "./log-tail.ts";
import type { SessionIndex } from "./session-index.ts";

/** Users that a process remembers, some 500 bytes each. */
const USERS_KEPT = 1_000;
/** Parts in all the indexes of a process, some 200 bytes each. */
const PARTS_KEPT = 100_000;

/** What a process remembers of a user. Every use asks the medium first whether it still holds. */
export interface CachedUser {
  life: Life;
  /** Of the whole log, once it was needed. */
  index?: SessionIndex;
  /** Bytes of the log that are known to be on the medium. */
  synced?: number;
  /** How far the log had come when a revision was committed. */
  standing?: { readonly revision: number; readonly log: LogState };
  /** From the end of the log, at a size. */
  state?: { readonly size: number; readonly log: LogState };
}

/** The users last looked at. */
export interface UserCache {
  get(userId: string): CachedUser | undefined;
  set(userId: string, user: CachedUser): void;
  delete(userId: string): void;
  /** Lets go of the indexes that were not used for the longest time, so that another one has room. */
  makeRoom(): void;
}

export function createUserCache(): UserCache {
  // A Map keeps the order of insertion: the first is the one that was not used for the longest time.
  const users = new Map<string, CachedUser>();

  return {
    get(userId) {
      const user = users.get(userId);
      if (user === undefined) return undefined;
      users.delete(userId);
      users.set(userId, user);
      return user;
    },
    set(userId, user) {
      users.delete(userId);
      users.set(userId, user);
      for (const oldest of users.keys()) {
        if (users.size <= USERS_KEPT) break;
        users.delete(oldest);
      }
    },
    delete: (userId) => void users.delete(userId),
    makeRoom() {
      let parts = 0;
      for (const user of [...users.values()].reverse()) {
        parts += user.index?.parts.length ?? 0;
        if (parts > PARTS_KEPT) user.index = undefined;
      }
    },
  };
}
