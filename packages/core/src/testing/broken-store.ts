import { memoryStore } from "../memory-store.ts";
import type { PersonaStore } from "../store.ts";

/** A store with one fault, which the contract has to find. */
export interface BrokenStore {
  /** What it does wrong, in the present tense. */
  readonly fault: string;
  /** Makes an empty database; every call of what it gives opens a handle on it. */
  create(): () => PersonaStore;
}

/** A memory store some of whose methods are replaced. */
export function broken(fault: string, replace: (store: PersonaStore) => Partial<PersonaStore>): BrokenStore {
  return {
    fault,
    create() {
      const store = memoryStore();
      const faulty = { ...store, ...replace(store) };
      return () => faulty;
    },
  };
}

/** A memory store whose handles each have something of their own. */
export function brokenHandles(fault: string, replace: (store: PersonaStore) => Partial<PersonaStore>): BrokenStore {
  return {
    fault,
    create() {
      const store = memoryStore();
      return () => ({ ...store, ...replace(store) });
    },
  };
}

/** A memory store that knows users by another name than they are called. */
export function brokenNames(fault: string, rename: (userId: string) => string): BrokenStore {
  return broken(fault, (store) => ({
    readHead: async (userId) => store.readHead(rename(userId)),
    readPersona: async (userId) => {
      const persona = await store.readPersona(rename(userId));
      return persona === null ? null : { ...persona, userId };
    },
    readStanding: undefined,
    commitPersona: async (persona, revision, expected) =>
      store.commitPersona({ ...persona, userId: rename(persona.userId) }, revision, expected),
    readBase: async (userId) => store.readBase(rename(userId)),
    readRevisions: async (userId, range) => store.readRevisions(rename(userId), range),
    appendPart: async (userId, part) => store.appendPart(rename(userId), part),
    readSession: async (userId, sessionId) => store.readSession(rename(userId), sessionId),
    readParts: async (userId, range) => store.readParts(rename(userId), range),
    rewriteHistory: async (userId, expected, rewrite) => store.rewriteHistory(rename(userId), expected, rewrite),
    eraseUser: async (userId) => store.eraseUser(rename(userId)),
  }));
}
