import { PersonaError } from "../errors.ts";
import { memoryStore } from "../memory-store.ts";
import { emptyPersona, type Persona } from "../persona.ts";
import type { Revision } from "../revision.ts";
import type { Head } from "../store.ts";
import { type BrokenStore, broken, brokenHandles } from "./broken-store.ts";
import { nextTurn } from "./contract-case.ts";

/** Faults of heads and commits. */
export const brokenCommits: readonly BrokenStore[] = [
  { fault: "keeps the data of each handle to itself", create: () => memoryStore },

  broken("has no name", () => ({ name: "" })),

  broken("gives an empty persona where none was committed", (store) => ({
    readPersona: async (userId) => (await store.readPersona(userId)) ?? emptyPersona(userId),
  })),

  brokenHandles("answers heads from a cache of its own", (store) => {
    const heads = new Map<string, Head | null>();
    return {
      async readHead(userId) {
        const head = heads.get(userId) ?? (await store.readHead(userId));
        heads.set(userId, head);
        return head;
      },
      async commitPersona(persona, revision, expected) {
        heads.delete(persona.userId);
        await store.commitPersona(persona, revision, expected);
      },
      async appendPart(userId, part) {
        heads.delete(userId);
        return store.appendPart(userId, part);
      },
    };
  }),

  broken("lets the last write win", (store) => ({
    async commitPersona(persona, revision) {
      const stored = await store.readHead(persona.userId);
      const next = (stored?.revision ?? 0) + 1;
      await store.commitPersona({ ...persona, revision: next }, { ...revision, revision: next }, stored);
    },
  })),

  broken("swallows conflicts", (store) => ({
    async commitPersona(persona, revision, expected) {
      await store.commitPersona(persona, revision, expected).catch(() => undefined);
    },
  })),

  broken("calls a conflict by no code", (store) => ({
    async commitPersona(persona, revision, expected) {
      await store.commitPersona(persona, revision, expected).catch((cause: unknown) => {
        throw new Error("Conflict.", { cause });
      });
    },
  })),

  broken("ignores the incarnation", (store) => ({
    async commitPersona(persona, revision, expected) {
      const stored = await store.readHead(persona.userId);
      const same = stored !== null && stored.revision === expected?.revision;
      await store.commitPersona(persona, revision, same ? stored : expected);
    },
  })),

  broken("compares the whole head", (store) => ({
    async commitPersona(persona, revision, expected) {
      const stored = await store.readHead(persona.userId);
      if (JSON.stringify(stored) !== JSON.stringify(expected)) throw new PersonaError("REVISION_CONFLICT", "Retry.");
      await store.commitPersona(persona, revision, expected);
    },
  })),

  broken("takes the expectation of nothing for that of no persona", (store) => ({
    async commitPersona(persona, revision, expected) {
      const stored = await store.readHead(persona.userId);
      await store.commitPersona(persona, revision, stored?.revision === 0 ? (expected ?? stored) : expected);
    },
  })),

  broken("begins a life for whoever expects one that is not there", (store) => ({
    async commitPersona(persona, revision, expected) {
      const stored = await store.readHead(persona.userId);
      await store.commitPersona(persona, revision, stored === null && expected?.revision === 0 ? null : expected);
    },
  })),

  broken("takes whatever revision comes", (store) => ({
    async commitPersona(persona, revision, expected) {
      const next = (expected?.revision ?? 0) + 1;
      await store.commitPersona({ ...persona, revision: next }, { ...revision, revision: next }, expected);
    },
  })),

  broken("checks in one turn and writes in the next", (store) => ({
    async commitPersona(persona, revision, expected) {
      const seen = await store.readHead(persona.userId);
      if (seen?.incarnation !== expected?.incarnation || seen?.revision !== expected?.revision) {
        throw new PersonaError("REVISION_CONFLICT", "Retry.");
      }
      await nextTurn();
      const stored = await store.readHead(persona.userId);
      const next = (stored?.revision ?? 0) + 1;
      await store.commitPersona({ ...persona, revision: next }, { ...revision, revision: next }, stored);
    },
  })),

  broken("writes the revision before it checks", (store) => {
    const early = new Map<string, Revision>();
    return {
      async commitPersona(persona, revision, expected) {
        early.set(persona.userId, revision);
        await store.commitPersona(persona, revision, expected);
        early.delete(persona.userId);
      },
      async readRevisions(userId, range) {
        const revisions = await store.readRevisions(userId, range);
        const torn = early.get(userId);
        return torn === undefined ? revisions : [torn, ...revisions].slice(0, range.limit);
      },
    };
  }),

  broken("shows the persona a turn before its revision", (store) => {
    const early = new Map<string, Persona>();
    return {
      async commitPersona(persona, revision, expected) {
        const stored = await store.readHead(persona.userId);
        if (stored?.revision === expected?.revision) early.set(persona.userId, structuredClone(persona));
        await nextTurn();
        await store.commitPersona(persona, revision, expected).finally(() => early.delete(persona.userId));
      },
      readPersona: async (userId) => early.get(userId) ?? store.readPersona(userId),
    };
  }),

  broken("acknowledges a commit a turn before it is written", (store) => ({
    async commitPersona(persona, revision, expected) {
      const stored = await store.readHead(persona.userId);
      if (stored?.incarnation !== expected?.incarnation || persona.revision !== (stored?.revision ?? 0) + 1) {
        throw new PersonaError("REVISION_CONFLICT", "Retry.");
      }
      const late = nextTurn().then(() => store.commitPersona(persona, revision, expected));
      late.catch(() => undefined);
    },
  })),

  broken("makes a new incarnation with the first persona", (store) => {
    const renewed = new Map<string, string>();
    return {
      async readHead(userId) {
        const head = await store.readHead(userId);
        if (head === null || head.revision === 0 || head.sessions === 0) return head;
        const incarnation = renewed.get(head.incarnation) ?? crypto.randomUUID();
        renewed.set(head.incarnation, incarnation);
        return { ...head, incarnation };
      },
      async commitPersona(persona, revision, expected) {
        const stored = await store.readHead(persona.userId);
        const same = stored !== null && renewed.get(stored.incarnation) === expected?.incarnation;
        await store.commitPersona(persona, revision, same ? stored : expected);
      },
    };
  }),
];
