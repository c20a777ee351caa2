import { type BrokenStore, broken } from "./broken-store.ts";
import { nextTurn } from "./contract-case.ts";

/** Faults of what is told in one step. */
export const brokenStandings: readonly BrokenStore[] = [
  broken("tells with a part the head that was there before it", (store) => ({
    async appendPart(userId, part) {
      const head = (await store.readHead(userId)) ?? undefined;
      const appended = await store.appendPart(userId, part);
      return appended.outcome === "stored" ? { ...appended, head } : appended;
    },
  })),

  broken("tells a head with a part that it did not store", (store) => ({
    async appendPart(userId, part) {
      const appended = await store.appendPart(userId, part);
      return { ...appended, head: (await store.readHead(userId)) ?? undefined };
    },
  })),

  broken("takes a persona of another life for the one that is known", (store) => ({
    async readStanding(userId, { known }) {
      const head = await store.readHead(userId);
      if (head === null) return null;
      return head.revision === known?.revision ? { head } : { head, persona: await store.readPersona(userId) };
    },
  })),

  broken("leaves out a persona that has changed since", (store) => ({
    async readStanding(userId, { known }) {
      const head = await store.readHead(userId);
      if (head === null) return null;
      return head.incarnation === known?.incarnation ? { head } : { head, persona: await store.readPersona(userId) };
    },
  })),

  broken("reads the head of a standing in one turn and its persona in the next", (store) => ({
    async readStanding(userId, { known }) {
      const head = await store.readHead(userId);
      if (head === null) return null;
      if (head.incarnation === known?.incarnation && head.revision === known.revision) return { head };
      await nextTurn();
      return { head, persona: await store.readPersona(userId) };
    },
  })),

  broken("tells of no session with a standing", (store) => ({
    readStanding: async (userId, { known }) => (await store.readStanding?.(userId, { known })) ?? null,
  })),
];
