import { closedSessionId, digestMessage } from "../digest.ts";
import type { StoredPart } from "../session.ts";
import type { Erasure, PersonaStore } from "../store.ts";
import { type BrokenStore, broken } from "./broken-store.ts";

const ALL = 100_000;

/** Faults of sessions, closed ids and forgetting. */
export const brokenSessions: readonly BrokenStore[] = [
  broken("lets an erased id in again", (store) => {
    const reborn = new Map<string, string>();
    const nameOf = (userId: string, sessionId: string) => reborn.get(`${userId} ${sessionId}`) ?? sessionId;
    return {
      async rewriteHistory(userId, expected, rewrite) {
        await store.rewriteHistory(userId, expected, rewrite);
        for (const { sessionId, messages } of rewrite.erase) {
          if (messages === undefined) reborn.set(`${userId} ${sessionId}`, `${sessionId} reborn`);
        }
      },
      appendPart: async (userId, part) =>
        store.appendPart(userId, { ...part, sessionId: nameOf(userId, part.sessionId) }),
      readSession: async (userId, sessionId) => store.readSession(userId, nameOf(userId, sessionId)),
    };
  }),

  broken("lets a private id in again", (store) => ({
    async appendPart(userId, part) {
      const appended = await store.appendPart(userId, part);
      if (appended.outcome !== "closed") return appended;
      return store.appendPart(userId, { ...part, sessionId: `${part.sessionId} again` });
    },
  })),

  broken("keeps a private id by its name", (store) => {
    const names = new Map<string, string>();
    return {
      async appendPart(userId, part) {
        const appended = await store.appendPart(userId, part);
        if (part.closed) names.set(`${userId} ${appended.sequence}`, part.sessionId);
        return appended;
      },
      readParts: async (userId, range) => renamed(await store.readParts(userId, range), userId, names),
    };
  }),

  broken("keeps a forgotten id by its name", (store) => {
    const names = new Map<string, string>();
    return {
      async rewriteHistory(userId, expected, rewrite) {
        for (const part of await store.readParts(userId, { after: 0, limit: ALL })) {
          names.set(`${userId} ${part.sequence}`, part.sessionId);
        }
        await store.rewriteHistory(userId, expected, rewrite);
      },
      readParts: async (userId, range) => renamed(await store.readParts(userId, range), userId, names),
    };
  }),

  broken("names closed ids without salt", (store) => ({
    async readParts(userId, range) {
      const parts = await store.readParts(userId, range);
      return parts.map((part) => (part.closed ? { ...part, sessionId: closedSessionId("", part.sessionId) } : part));
    },
  })),

  broken("keeps the messages of a private session", (store) => {
    const messages = new Map<string, StoredPart["messages"]>();
    return {
      async appendPart(userId, part) {
        const appended = await store.appendPart(userId, part);
        if (part.closed) messages.set(`${userId} ${appended.sequence}`, structuredClone(part.messages));
        return appended;
      },
      async readParts(userId, range) {
        const parts = await store.readParts(userId, range);
        return parts.map((part) => ({
          ...part,
          messages: messages.get(`${userId} ${part.sequence}`) ?? part.messages,
        }));
      },
    };
  }),

  broken("takes a closing part for an id that holds parts", (store) => ({
    async appendPart(userId, part) {
      const held = (await store.readSession(userId, part.sessionId))?.parts ?? 0;
      const open = part.closed && part.number > 1 && part.number === held + 1;
      return store.appendPart(userId, open ? { ...part, closed: undefined, messages: [] } : part);
    },
  })),

  broken("does not list closed ids", (store) => ({
    readParts: async (userId, range) => (await store.readParts(userId, range)).filter((part) => !part.closed),
  })),

  broken("says of a closed id that it was never seen", (store) => ({
    async readSession(userId, sessionId) {
      const session = await store.readSession(userId, sessionId);
      return session?.state === "closed" ? null : session;
    },
  })),

  broken("calls it a conflict when an id is closed", (store) => ({
    async appendPart(userId, part) {
      const appended = await store.appendPart(userId, part);
      return appended.outcome === "closed" ? { outcome: "conflict" } : appended;
    },
  })),

  broken("makes digests without salt", (store) => ({
    readSession: withTexts(store, (text) => digestMessage("", text)),
  })),

  broken("makes digests of emptied messages", (store) => ({
    readSession: withTexts(store, (text, incarnation) => digestMessage(incarnation, text)),
  })),

  broken("makes digests of what the assistant said too", (store) => ({
    async readSession(userId, sessionId) {
      const session = await store.readSession(userId, sessionId);
      if (session === null) return null;
      const digests = Array.from({ length: session.messages }, (_, index) => session.digests[index >> 1] ?? null);
      return { ...session, digests };
    },
  })),

  broken("keeps the digests of messages that were emptied", (store) => {
    const known = new Map<string, readonly (string | null)[]>();
    return {
      async readSession(userId, sessionId) {
        const session = await store.readSession(userId, sessionId);
        if (session?.state !== "open") return session;
        const key = `${userId} ${sessionId}`;
        const digests = session.digests.map((digest, index) => digest ?? known.get(key)?.[index] ?? null);
        known.set(key, digests);
        return { ...session, digests };
      },
    };
  }),

  broken("keeps no digest of an emptied message, whoever asks for it", (store) => ({
    async rewriteHistory(userId, expected, rewrite) {
      const erase = rewrite.erase.map(({ sessionId, messages }) => ({ sessionId, ...(messages && { messages }) }));
      await store.rewriteHistory(userId, expected, { ...rewrite, erase });
    },
  })),

  broken("counts the messages of the last part alone", (store) => ({
    async readSession(userId, sessionId) {
      const session = await store.readSession(userId, sessionId);
      const parts = await store.readParts(userId, { after: 0, limit: ALL });
      const last = parts.findLast((part) => part.sessionId === sessionId);
      return session === null || last === undefined ? session : { ...session, messages: last.messages.length };
    },
  })),

  broken("counts the replies of the last part alone", (store) => ({
    async readSession(userId, sessionId) {
      const session = await store.readSession(userId, sessionId);
      const parts = await store.readParts(userId, { after: 0, limit: ALL });
      const last = parts.findLast((part) => part.sessionId === sessionId)?.messages ?? [];
      const replies = last.length - 1 - last.findLastIndex(({ role }) => role === "user");
      return session === null ? null : { ...session, replies };
    },
  })),

  broken("counts as replies what the assistant said alone", (store) => ({
    async readSession(userId, sessionId) {
      const session = await store.readSession(userId, sessionId);
      const parts = await store.readParts(userId, { after: 0, limit: ALL });
      const messages = parts.filter((part) => part.sessionId === sessionId).flatMap((part) => part.messages);
      const after = messages.slice(messages.findLastIndex(({ role }) => role === "user") + 1);
      const replies = after.filter(({ role }) => role === "assistant").length;
      return session === null ? null : { ...session, replies };
    },
  })),

  broken("takes emptied messages out", (store) => ({
    async readParts(userId, range) {
      const parts = await store.readParts(userId, range);
      return parts.map((part) => ({ ...part, messages: part.messages.filter(({ text }) => text !== "") }));
    },
  })),

  broken("counts the messages to empty from the start of each part", (store) => ({
    async rewriteHistory(userId, expected, rewrite) {
      const erase: Erasure[] = [];
      for (const { sessionId, messages } of rewrite.erase) {
        const session = await store.readSession(userId, sessionId);
        const within = messages?.filter((index) => index < (session?.messages ?? 0) / 2);
        erase.push({ sessionId, messages: within });
      }
      await store.rewriteHistory(userId, expected, { ...rewrite, erase });
    },
  })),

  broken("leaves in an emptied message what it does not know", (store) => {
    const unknown = new Map<string, StoredPart["messages"]>();
    return {
      async appendPart(userId, part) {
        const appended = await store.appendPart(userId, part);
        if (appended.outcome === "stored")
          unknown.set(`${userId} ${appended.sequence}`, structuredClone(part.messages));
        return appended;
      },
      async readParts(userId, range) {
        const parts = await store.readParts(userId, range);
        return parts.map((part) => ({
          ...part,
          messages: part.messages.map((message, index) => ({
            ...unknown.get(`${userId} ${part.sequence}`)?.[index],
            ...message,
          })),
        }));
      },
    };
  }),
];

function renamed(
  parts: readonly StoredPart[],
  userId: string,
  names: ReadonlyMap<string, string>,
): readonly StoredPart[] {
  return parts.map((part) => ({ ...part, sessionId: names.get(`${userId} ${part.sequence}`) ?? part.sessionId }));
}

/** Reads a session with digests made anew from the texts. */
function withTexts(
  store: PersonaStore,
  digest: (text: string, incarnation: string) => string,
): PersonaStore["readSession"] {
  return async (userId, sessionId) => {
    const session = await store.readSession(userId, sessionId);
    const head = await store.readHead(userId);
    if (session?.state !== "open" || head === null) return session;
    const parts = await store.readParts(userId, { after: 0, limit: ALL });
    const said = parts
      .filter((part) => part.sessionId === sessionId)
      .flatMap(({ messages }) => messages)
      .filter(({ role }) => role === "user");
    return { ...session, digests: said.map(({ text }) => digest(text, head.incarnation)) };
  };
}
