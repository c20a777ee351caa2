import type { Revision } from "../revision.ts";
import type { Head, PersonaStore } from "../store.ts";
import { type BrokenStore, broken, brokenNames } from "./broken-store.ts";
import { nextTurn } from "./contract-case.ts";

const ALL = 100_000;

/** Faults of erasing, listing and naming users. */
export const brokenUsers: readonly BrokenStore[] = [
  broken("keeps the revisions of an erased user", (store) => {
    const kept = new Map<string, readonly Revision[]>();
    return {
      async eraseUser(userId) {
        kept.set(userId, await store.readRevisions(userId, { limit: ALL }));
        await store.eraseUser(userId);
      },
      async readRevisions(userId, range) {
        const revisions = await store.readRevisions(userId, range);
        return revisions.length > 0 ? revisions : (kept.get(userId) ?? []);
      },
    };
  }),

  broken("gives every life of a user the same incarnation", (store) => ({
    async readHead(userId) {
      const head = await store.readHead(userId);
      return head === null ? null : { ...head, incarnation: `life of ${userId}` };
    },
    async commitPersona(persona, revision, expected) {
      await store.commitPersona(persona, revision, await ofThisLife(store, persona.userId, expected));
    },
    async rewriteHistory(userId, expected, rewrite) {
      await store.rewriteHistory(userId, (await ofThisLife(store, userId, expected)) ?? expected, rewrite);
    },
  })),

  broken("remembers the closed ids of an erased user", (store) => {
    const closed = new Set<string>();
    return {
      async appendPart(userId, part) {
        if (closed.has(`${userId} ${part.sessionId}`)) return { outcome: "closed" };
        if (part.closed) closed.add(`${userId} ${part.sessionId}`);
        return store.appendPart(userId, part);
      },
    };
  }),

  broken("goes on counting sessions after an erasure", (store) => {
    const counted = new Map<string, number>();
    return {
      async eraseUser(userId) {
        counted.set(userId, (await store.readHead(userId))?.sessions ?? 0);
        await store.eraseUser(userId);
      },
      async readHead(userId) {
        const head = await store.readHead(userId);
        return head === null ? null : { ...head, sessions: head.sessions + (counted.get(userId) ?? 0) };
      },
    };
  }),

  broken("fails to erase a user who is not there", (store) => ({
    async eraseUser(userId) {
      if ((await store.readHead(userId)) === null) throw new Error("No such user.");
      await store.eraseUser(userId);
    },
  })),

  broken("lets a commit in flight bring an erased user back", (store) => ({
    async commitPersona(persona, revision, expected) {
      const before = await store.readHead(persona.userId);
      await nextTurn();
      const gone = before !== null && (await store.readHead(persona.userId)) === null;
      if (!gone) return store.commitPersona(persona, revision, expected);
      await store.commitPersona({ ...persona, revision: 1 }, { ...revision, revision: 1 }, null);
    },
  })),

  broken("lets a later part in flight bring an erased user back", (store) => ({
    async appendPart(userId, part) {
      const held = (await store.readSession(userId, part.sessionId))?.parts;
      await nextTurn();
      const gone = held === part.number - 1 && (await store.readHead(userId)) === null;
      return store.appendPart(userId, gone ? { ...part, number: 1 } : part);
    },
  })),

  broken("lists users who were erased", (store) => {
    const erased: string[] = [];
    return {
      async eraseUser(userId) {
        await store.eraseUser(userId);
        erased.push(userId);
      },
      async listUsers(range) {
        const page = await store.listUsers(range);
        return page.cursor === undefined ? { users: [...page.users, ...erased].slice(0, range.limit) } : page;
      },
    };
  }),

  broken("lists the last user of a page on the next one again", (store) => {
    const previous = new Map<string, string>();
    return {
      async listUsers({ cursor, limit, pending }) {
        const { users, ...rest } = await store.listUsers({ cursor, limit, pending });
        const repeated = cursor === undefined ? undefined : previous.get(cursor);
        const last = users.at(-1);
        if (rest.cursor !== undefined && last !== undefined) previous.set(rest.cursor, last);
        return { users: (repeated === undefined ? users : [repeated, ...users]).slice(0, limit + 1), ...rest };
      },
    };
  }),

  broken("turns pages by counting users", (store) => ({
    async listUsers({ cursor = "0", limit, pending }) {
      const { users } = await store.listUsers({ limit: ALL, pending });
      const next = Number(cursor) + limit;
      const page = users.slice(Number(cursor), next);
      return next < users.length ? { users: page, cursor: String(next) } : { users: page };
    },
  })),

  broken("never comes to the last page", (store) => ({
    async listUsers(range) {
      const page = await store.listUsers(range);
      return { cursor: range.cursor ?? "0", ...page };
    },
  })),

  broken("lists all users on one page", (store) => ({
    listUsers: async ({ pending }) => store.listUsers({ limit: ALL, pending }),
  })),

  broken("lists the first page alone", (store) => ({
    async listUsers(range) {
      const { users } = await store.listUsers(range);
      return { users };
    },
  })),

  broken("lists users who have a persona alone", (store) => ({
    listUsers: async (range) => only(store, range, async (userId) => (await store.readPersona(userId)) !== null),
  })),

  broken("lists users who have sessions alone", (store) => ({
    listUsers: async (range) =>
      only(store, range, async (userId) => ((await store.readHead(userId))?.sessions ?? 0) > 0),
  })),

  broken("takes a user for learned whose first pass is", (store) => ({
    async listUsers(range) {
      if (!range.pending) return store.listUsers(range);
      return only(store, range, async (userId) => {
        const [watermark] = Object.values((await store.readPersona(userId))?.watermarks ?? {});
        const last = (await store.readHead(userId))?.lastSequence ?? 0;
        return last > (watermark?.sequence ?? 0);
      });
    },
  })),

  broken("takes a user for learned when every pass is that ever ran", (store) => ({
    async listUsers(range) {
      if (!range.pending) return store.listUsers(range);
      return only(store, range, async (userId) => {
        const watermarks = Object.values((await store.readPersona(userId))?.watermarks ?? {});
        const last = (await store.readHead(userId))?.lastSequence ?? 0;
        return watermarks.length === 0 || watermarks.some(({ sequence }) => last > sequence);
      });
    },
  })),

  broken("holds no user for pending who has a persona", (store) => ({
    async listUsers(range) {
      if (!range.pending) return store.listUsers(range);
      return only(store, range, async (userId) => (await store.readPersona(userId)) === null);
    },
  })),

  broken("takes every user id", (store) => ({
    readHead: async (userId) => (userId === "" ? null : store.readHead(userId)),
  })),

  brokenNames("folds the case of user ids", (userId) => userId.toLowerCase()),
  brokenNames("composes user ids", (userId) => userId.normalize("NFC")),
  brokenNames("folds look-alikes in user ids", (userId) => userId.normalize("NFKC")),
  brokenNames("cuts user ids", (userId) => userId.slice(0, 255)),
  brokenNames("cuts user ids at a NUL", (userId) => userId.split("\u0000")[0] || "nobody"),
  brokenNames("trims user ids", (userId) => userId.trim()),
  brokenNames("resolves dots in user ids", (userId) => userId.replace(/[^/]+\/\.\.\//g, "").replace(/^\.\//, "")),
  brokenNames("repairs user ids", (userId) => userId.toWellFormed()),
  brokenNames("encodes a user id that is empty", (userId) => (userId === "" ? "%" : userId)),
  brokenNames("hashes user ids however long", (userId) => (userId.length > 1_000 ? userId.slice(0, 1_000) : userId)),
];

/** The expected head as one of the present life, when its revision is the stored one. */
async function ofThisLife(store: PersonaStore, userId: string, expected: Head | null): Promise<Head | null> {
  const stored = await store.readHead(userId);
  return stored !== null && expected?.incarnation === `life of ${userId}`
    ? { ...expected, incarnation: stored.incarnation }
    : expected;
}

/** A page without some of its users. */
async function only(
  store: PersonaStore,
  range: Parameters<PersonaStore["listUsers"]>[0],
  keep: (userId: string) => Promise<boolean>,
): ReturnType<PersonaStore["listUsers"]> {
  const { users, ...rest } = await store.listUsers(range);
  const kept: string[] = [];
  for (const userId of users) if (await keep(userId)) kept.push(userId);
  return { users: kept, ...rest };
}
