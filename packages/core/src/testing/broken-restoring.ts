import type { PersonaStore, StoredLife } from "../store.ts";
import { type BrokenStore, broken } from "./broken-store.ts";

/** Faults of taking in lives that were lived in another store. */
export const brokenRestoring: readonly BrokenStore[] = [
  restoring("takes in a life without its base", (life) => ({ ...life, base: null })),
  restoring("gives a life that it takes in another incarnation", (life) => ({
    ...life,
    head: { ...life.head, incarnation: "another" },
  })),
  restoring("numbers on from the last part that a life still has", (life) => ({
    ...life,
    head: {
      ...life.head,
      lastSequence: life.parts.at(-1)?.sequence ?? 0,
      sessions: Math.max(0, ...life.parts.map(({ ordinal }) => ordinal)),
    },
  })),
  restoring("begins to count sessions anew", (life) => ({ ...life, head: { ...life.head, sessions: 0 } })),
  restoring("takes in no closed session", (life) => ({ ...life, parts: life.parts.filter(({ closed }) => !closed) })),
  broken("puts a life over whoever is there", (store) => ({
    async restoreUser(userId, life) {
      await store.eraseUser(userId);
      await store.restoreUser?.(userId, life);
    },
  })),
  broken("lists nobody whom it took in", (store) => {
    const taken = new Set<string>();
    return {
      async restoreUser(userId, life) {
        await store.restoreUser?.(userId, life);
        taken.add(userId);
      },
      async listUsers(range) {
        const page = await store.listUsers(range);
        return { ...page, users: page.users.filter((userId) => !taken.has(userId)) };
      },
    };
  }),
];

function restoring(fault: string, change: (life: StoredLife) => StoredLife): BrokenStore {
  return broken(fault, (store: PersonaStore) => ({
    async restoreUser(userId, life) {
      await store.restoreUser?.(userId, change(life));
    },
  }));
}
