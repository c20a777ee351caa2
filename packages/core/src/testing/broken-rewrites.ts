import { PersonaError } from "../errors.ts";
import type { Persona } from "../persona.ts";
import type { Revision } from "../revision.ts";
import { type BrokenStore, broken } from "./broken-store.ts";
import { nextTurn } from "./contract-case.ts";

const ALL = 100_000;

/** Faults of rewriting the past. */
export const brokenRewrites: readonly BrokenStore[] = [
  broken("rewrites whatever the caller expects", (store) => ({
    async rewriteHistory(userId, expected, rewrite) {
      await store.rewriteHistory(userId, (await store.readHead(userId)) ?? expected, {
        ...rewrite,
        persona: { ...rewrite.persona, revision: ((await store.readHead(userId))?.revision ?? 0) + 1 },
      });
    },
  })),

  broken("ignores the incarnation of a rewrite", (store) => ({
    async rewriteHistory(userId, expected, rewrite) {
      const stored = await store.readHead(userId);
      const same = stored !== null && stored.revision === expected.revision;
      await store.rewriteHistory(userId, same ? stored : expected, rewrite);
    },
  })),

  broken("refuses a rewrite when parts came meanwhile", (store) => ({
    async rewriteHistory(userId, expected, rewrite) {
      const stored = await store.readHead(userId);
      if (stored?.lastSequence !== expected.lastSequence) throw new PersonaError("REVISION_CONFLICT", "Retry.");
      await store.rewriteHistory(userId, expected, rewrite);
    },
  })),

  broken("erases before it finds the conflict", (store) => ({
    async rewriteHistory(userId, expected, rewrite) {
      const head = await store.readHead(userId);
      const persona = await store.readPersona(userId);
      const [revision, ...older] = await store.readRevisions(userId, { limit: ALL });
      const conflicting = head?.revision !== expected.revision || head.incarnation !== expected.incarnation;
      if (head === null || persona === null || revision === undefined || !conflicting) {
        return store.rewriteHistory(userId, expected, rewrite);
      }
      const next = head.revision + 1;
      await store.rewriteHistory(userId, head, {
        base: await store.readBase(userId),
        revisions: older.toReversed(),
        revision,
        persona: { ...persona, revision: next },
        erase: rewrite.erase,
      });
      throw new PersonaError("REVISION_CONFLICT", "Retry.");
    },
  })),

  broken("loses parts that came while it rewrote", (store) => {
    const lost = new Map<string, { readonly from: number; readonly through: number }>();
    return {
      async rewriteHistory(userId, expected, rewrite) {
        await store.rewriteHistory(userId, expected, rewrite);
        const through = (await store.readHead(userId))?.lastSequence ?? 0;
        lost.set(userId, { from: expected.lastSequence, through });
      },
      async readParts(userId, range) {
        const gap = lost.get(userId);
        const parts = await store.readParts(userId, range);
        return parts.filter(({ sequence }) => gap === undefined || sequence <= gap.from || sequence > gap.through);
      },
    };
  }),

  broken("forgets the base", () => ({ readBase: async () => null })),

  broken("keeps revisions from before the base", (store) => {
    const pruned = new Map<string, readonly Revision[]>();
    return {
      async rewriteHistory(userId, expected, rewrite) {
        const old = await store.readRevisions(userId, { limit: ALL });
        await store.rewriteHistory(userId, expected, rewrite);
        const from = rewrite.base?.revision ?? 0;
        pruned.set(
          userId,
          old.filter(({ revision }) => revision <= from),
        );
      },
      async readRevisions(userId, { before = Number.POSITIVE_INFINITY, limit }) {
        const revisions = await store.readRevisions(userId, { before, limit });
        const old = pruned.get(userId)?.filter(({ revision }) => revision < before) ?? [];
        return [...revisions, ...old].slice(0, limit);
      },
    };
  }),

  broken("leaves the revisions of the past as they were", (store) => {
    const written = new Map<string, string>();
    return {
      async commitPersona(persona, revision, expected) {
        await store.commitPersona(persona, revision, expected);
        written.set(`${persona.userId} ${revision.revision}`, JSON.stringify(revision));
      },
      async readRevisions(userId, range) {
        const revisions = await store.readRevisions(userId, range);
        return revisions.map((revision) => {
          const first = written.get(`${userId} ${revision.revision}`);
          return first === undefined ? revision : JSON.parse(first);
        });
      },
    };
  }),

  broken("begins a new incarnation when the past is rewritten", (store) => {
    const rewrites = new Map<string, number>();
    const shown = (incarnation: string) => `${incarnation}${"+".repeat(rewrites.get(incarnation) ?? 0)}`;
    return {
      async readHead(userId) {
        const head = await store.readHead(userId);
        return head === null ? null : { ...head, incarnation: shown(head.incarnation) };
      },
      async commitPersona(persona, revision, expected) {
        const stored = await store.readHead(persona.userId);
        const same = stored !== null && shown(stored.incarnation) === expected?.incarnation;
        await store.commitPersona(
          persona,
          revision,
          same ? { ...expected, incarnation: stored.incarnation } : expected,
        );
      },
      async rewriteHistory(userId, expected, rewrite) {
        const stored = await store.readHead(userId);
        const same = stored !== null && shown(stored.incarnation) === expected.incarnation;
        await store.rewriteHistory(userId, same ? { ...expected, incarnation: stored.incarnation } : expected, rewrite);
        if (same) rewrites.set(stored.incarnation, (rewrites.get(stored.incarnation) ?? 0) + 1);
      },
    };
  }),

  broken("rewrites in two steps that a reader can tell apart", (store) => {
    const old = new Map<string, Persona | null>();
    return {
      async rewriteHistory(userId, expected, rewrite) {
        const base = await store.readBase(userId);
        await store.rewriteHistory(userId, expected, rewrite);
        old.set(userId, base);
        await nextTurn();
        old.delete(userId);
      },
      readBase: async (userId) => (old.has(userId) ? (old.get(userId) ?? null) : store.readBase(userId)),
    };
  }),
];
