import type { StoredPart } from "../session.ts";
import { type BrokenStore, broken, brokenHandles } from "./broken-store.ts";
import { nextTurn } from "./contract-case.ts";

const ALL = 100_000;

/** Faults of parts and their numbers. */
export const brokenParts: readonly BrokenStore[] = [
  broken("numbers a part before it writes it", (store) => {
    const unwritten = new Set<string>();
    return {
      async appendPart(userId, part) {
        const appended = await store.appendPart(userId, part);
        if (appended.outcome !== "stored" || appended.sequence === undefined) return appended;
        const key = `${userId} ${appended.sequence}`;
        unwritten.add(key);
        for (let turn = appended.sequence % 3; turn > 0; turn -= 1) await nextTurn();
        unwritten.delete(key);
        return appended;
      },
      async readParts(userId, range) {
        const parts = await store.readParts(userId, range);
        return parts.filter(({ sequence }) => !unwritten.has(`${userId} ${sequence}`));
      },
      async readHead(userId) {
        const head = await store.readHead(userId);
        if (head === null) return null;
        const parts = await store.readParts(userId, { after: 0, limit: ALL });
        const written = parts.filter(({ sequence }) => !unwritten.has(`${userId} ${sequence}`));
        return { ...head, lastSequence: Math.max(0, ...written.map(({ sequence }) => sequence)) };
      },
    };
  }),

  broken("takes the highest held sequence + 1 after an erasure", (store) => {
    /** By life: how far the numbers given are below those of the store beneath, from which number on. */
    const shifts = new Map<string, { readonly from: number; readonly by: number }>();
    const shown = (incarnation: string, sequence: number) => {
      const shift = shifts.get(incarnation);
      return shift !== undefined && sequence > shift.from ? sequence - shift.by : sequence;
    };
    return {
      async rewriteHistory(userId, expected, rewrite) {
        await store.rewriteHistory(userId, expected, rewrite);
        const last = (await store.readParts(userId, { after: 0, limit: ALL })).at(-1)?.sequence ?? 0;
        const head = await store.readHead(userId);
        if (head === null || shifts.has(head.incarnation)) return;
        shifts.set(head.incarnation, { from: head.lastSequence, by: head.lastSequence - last });
      },
      async appendPart(userId, part) {
        const appended = await store.appendPart(userId, part);
        const head = await store.readHead(userId);
        if (head === null || appended.sequence === undefined) return appended;
        return { ...appended, sequence: shown(head.incarnation, appended.sequence) };
      },
      async readParts(userId, range) {
        const head = await store.readHead(userId);
        const parts = await store.readParts(userId, { after: 0, limit: ALL });
        return parts
          .map((part) => ({ ...part, sequence: shown(head?.incarnation ?? "", part.sequence) }))
          .filter(({ sequence }) => sequence > range.after)
          .slice(0, range.limit);
      },
    };
  }),

  broken("stores a part again that is sent again", (store) => ({
    async appendPart(userId, part) {
      const held = (await store.readSession(userId, part.sessionId))?.parts ?? 0;
      return store.appendPart(userId, part.number <= held ? { ...part, number: held + 1 } : part);
    },
  })),

  broken("looks in one turn whether a part is held, and stores it in the next", (store) => ({
    async appendPart(userId, part) {
      const session = await store.readSession(userId, part.sessionId);
      if (session?.state === "closed") return { outcome: "closed" };
      if (part.number !== (session?.parts ?? 0) + 1) return { outcome: "conflict" };
      await nextTurn();
      const held = (await store.readSession(userId, part.sessionId))?.parts ?? 0;
      return store.appendPart(userId, { ...part, number: held + 1 });
    },
  })),

  broken("says that it has stored what it had already", (store) => ({
    async appendPart(userId, part) {
      const appended = await store.appendPart(userId, part);
      if (appended.outcome !== "conflict") return appended;
      const parts = await store.readParts(userId, { after: 0, limit: ALL });
      const held = parts.find(({ sessionId, number }) => sessionId === part.sessionId && number === part.number);
      return held === undefined ? appended : { outcome: "stored", sequence: held.sequence, session: held.ordinal };
    },
  })),

  broken("takes a part although an earlier one is missing", (store) => ({
    async appendPart(userId, part) {
      const held = (await store.readSession(userId, part.sessionId))?.parts ?? 0;
      return store.appendPart(userId, part.number > held + 1 ? { ...part, number: held + 1 } : part);
    },
  })),

  broken("acknowledges a part a turn before it is written", (store) => ({
    async appendPart(userId, part) {
      const head = await store.readHead(userId);
      const session = await store.readSession(userId, part.sessionId);
      if (head === null || part.number !== (session?.parts ?? 0) + 1 || session?.state === "closed" || part.sequence) {
        return store.appendPart(userId, part);
      }
      const late = nextTurn().then(() => store.appendPart(userId, part));
      late.catch(() => undefined);
      return { outcome: "stored", sequence: head.lastSequence + 1, session: head.sessions + 1 };
    },
  })),

  brokenHandles("counts sequences in every handle for itself", (store) => {
    const counts = new Map<string, number>();
    const given = new Map<string, number>();
    const shown = (part: StoredPart) => ({
      ...part,
      sequence: given.get(`${part.ordinal} ${part.number}`) ?? part.sequence,
    });
    return {
      async appendPart(userId, part) {
        const appended = await store.appendPart(userId, part);
        if (appended.outcome !== "stored") return appended;
        const sequence = (counts.get(userId) ?? 0) + 1;
        counts.set(userId, sequence);
        given.set(`${appended.session} ${part.number}`, sequence);
        return { ...appended, sequence };
      },
      readParts: async (userId, range) => (await store.readParts(userId, range)).map(shown),
    };
  }),

  broken("gives the part, too, after which it is asked", (store) => ({
    readParts: async (userId, { after, limit }) => store.readParts(userId, { after: after - 1, limit }),
  })),

  broken("gives as many parts as there are", (store) => ({
    readParts: async (userId, { after }) => store.readParts(userId, { after, limit: ALL }),
  })),

  broken("gives the newest parts when it is asked for few", (store) => ({
    async readParts(userId, { after, limit }) {
      return (await store.readParts(userId, { after, limit: ALL })).slice(-limit);
    },
  })),

  broken("skips as many parts as the sequence says", (store) => ({
    async readParts(userId, { after, limit }) {
      return (await store.readParts(userId, { after: 0, limit: ALL })).slice(after, after + limit);
    },
  })),

  broken("gives parts session by session", (store) => ({
    async readParts(userId, { after, limit }) {
      const parts = await store.readParts(userId, { after, limit: ALL });
      return parts.toSorted((one, other) => one.ordinal - other.ordinal).slice(0, limit);
    },
  })),

  broken("counts parts as sessions", (store) => ({
    async readParts(userId, range) {
      const before = await store.readParts(userId, { after: 0, limit: ALL });
      const ordinals = new Map(before.map(({ sequence }, index) => [sequence, index + 1]));
      const parts = await store.readParts(userId, range);
      return parts.map((part) => ({ ...part, ordinal: ordinals.get(part.sequence) ?? 0 }));
    },
  })),

  broken("ignores the sequence that a part brings", (store) => ({
    appendPart: async (userId, { sequence, ...part }) => store.appendPart(userId, part),
  })),

  broken("moves a brought sequence above the last", (store) => ({
    async appendPart(userId, part) {
      const last = (await store.readHead(userId))?.lastSequence ?? 0;
      const late = part.sequence !== undefined && part.sequence <= last;
      return store.appendPart(userId, late ? { ...part, sequence: last + 1 } : part);
    },
  })),

  broken("keeps the last sequence of a head in step with the sessions", (store) => ({
    async readHead(userId) {
      const head = await store.readHead(userId);
      return head === null ? null : { ...head, lastSequence: Math.min(head.lastSequence, head.sessions) };
    },
  })),

  broken("counts open sessions alone in the head", (store) => ({
    async readHead(userId) {
      const head = await store.readHead(userId);
      if (head === null) return null;
      const closed = (await store.readParts(userId, { after: 0, limit: ALL })).filter((part) => part.closed);
      return { ...head, sessions: head.sessions - closed.length };
    },
  })),
];
