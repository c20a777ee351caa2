import type { Persona } from "../persona.ts";
import { type BrokenStore, broken } from "./broken-store.ts";

const HALF_A_PART = 32 * 1_024;

/** Faults of what comes back, and of how much of it. */
export const brokenDocuments: readonly BrokenStore[] = [
  broken("keeps the object it is given", (store) => {
    const given = new Map<string, Persona>();
    return {
      async commitPersona(persona, revision, expected) {
        await store.commitPersona(persona, revision, expected);
        given.set(`${persona.userId} ${persona.revision}`, persona);
      },
      async readPersona(userId) {
        const persona = await store.readPersona(userId);
        return structuredClone(given.get(`${userId} ${persona?.revision}`) ?? persona);
      },
    };
  }),

  broken("hands out the same object to every reader", (store) => {
    const cache = new Map<string, Persona>();
    return {
      async readPersona(userId) {
        const persona = await store.readPersona(userId);
        if (persona === null) return null;
        const text = JSON.stringify(persona);
        const shared = cache.get(text) ?? persona;
        cache.set(text, shared);
        return shared;
      },
    };
  }),

  broken("forgets keys of a persona that it does not know", (store) => ({
    async readPersona(userId) {
      const persona = await store.readPersona(userId);
      if (persona === null) return null;
      const { format, revision, updatedAt, fields, watermarks, parked, paused, consents } = persona;
      return { format, userId, revision, updatedAt, fields, watermarks, parked, paused, consents };
    },
  })),

  broken("forgets keys of a part that it does not know", (store) => ({
    async readParts(userId, range) {
      const parts = await store.readParts(userId, range);
      return parts.map((part) => ({ ...part, messages: part.messages.map(({ role, text }) => ({ role, text })) }));
    },
  })),

  broken("sorts keys", (store) => ({
    async readPersona(userId) {
      const persona = await store.readPersona(userId);
      const text = JSON.stringify(persona, (_, value) =>
        typeof value === "object" && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).sort())
          : value,
      );
      return JSON.parse(text);
    },
  })),

  broken("loses keys that JavaScript gives a meaning", (store) => ({
    async readRevisions(userId, range) {
      const revisions = await store.readRevisions(userId, range);
      return revisions.map((revision) => {
        const assigned = { ...revision };
        Reflect.deleteProperty(assigned, "__proto__");
        return assigned;
      });
    },
  })),

  broken("writes empty lists as empty objects", (store) => ({
    async readPersona(userId) {
      const text = JSON.stringify(await store.readPersona(userId));
      return JSON.parse(text.replaceAll("[]", "{}"));
    },
  })),

  broken("repairs lone surrogates", (store) => ({
    async appendPart(userId, part) {
      const messages = part.messages.map((message) => ({ ...message, text: message.text.toWellFormed() }));
      return store.appendPart(userId, { ...part, messages });
    },
  })),

  broken("cuts long texts", (store) => ({
    async appendPart(userId, part) {
      const messages = part.messages.map((message) => ({ ...message, text: message.text.slice(0, HALF_A_PART) }));
      return store.appendPart(userId, { ...part, messages });
    },
  })),

  broken("migrates a persona of another format", (store) => ({
    async readPersona(userId) {
      const persona = await store.readPersona(userId);
      return persona === null ? null : { ...persona, format: 1 };
    },
  })),

  broken("gives as many revisions as there are", (store) => ({
    readRevisions: async (userId, { before }) => store.readRevisions(userId, { before, limit: 1_000 }),
  })),

  broken("gives the revision, too, before which it is asked", (store) => ({
    readRevisions: async (userId, { before, limit }) =>
      store.readRevisions(userId, { before: before === undefined ? undefined : before + 1, limit }),
  })),

  broken("gives revisions oldest first", (store) => ({
    readRevisions: async (userId, range) => (await store.readRevisions(userId, range)).toReversed(),
  })),

  broken("takes the oldest revisions when it is asked for few", (store) => ({
    async readRevisions(userId, { before, limit }) {
      return (await store.readRevisions(userId, { before, limit: 1_000 })).slice(-limit);
    },
  })),
];
