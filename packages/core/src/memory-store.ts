import { randomUUID } from "node:crypto";
import { closedSessionId, digestOf, emptyMessage } from "./digest.ts";
import { PersonaError } from "./errors.ts";
import type { Persona } from "./persona.ts";
import type { Revision } from "./revision.ts";
import { closedPart, type StoredPart } from "./session.ts";
import type { Erasure, Head, PersonaStore, SessionState } from "./store.ts";
import { assertUserId } from "./user-id.ts";

/** Everything that is stored of one user, from the first write to the erasure. */
interface Life {
  readonly incarnation: string;
  /** Rises from life to life of this store: the place of the user in the listing. */
  readonly birth: number;
  persona: Persona | null;
  base: Persona | null;
  /** After the base, oldest first. */
  revisions: readonly Revision[];
  /** In the order of their sequences. */
  parts: readonly StoredPart[];
  lastSequence: number;
  sessions: number;
}

/**
 * Keeps everything in the memory of this process: for tests, for trials, and as the store that shows what the contract
 * means. Every method does all of its work in one turn of the event loop, so that nothing can come in between.
 */
export function memoryStore(): PersonaStore {
  const lives = new Map<string, Life>();
  let births = 0;

  function lifeOf(userId: string): Life | undefined {
    assertUserId(userId);
    return lives.get(userId);
  }

  function begin(userId: string): Life {
    births += 1;
    const life: Life = {
      incarnation: randomUUID(),
      birth: births,
      persona: null,
      base: null,
      revisions: [],
      parts: [],
      lastSequence: 0,
      sessions: 0,
    };
    lives.set(userId, life);
    return life;
  }

  return {
    name: "memory",

    async readHead(userId) {
      const life = lifeOf(userId);
      return life === undefined ? null : headOf(life);
    },

    async readPersona(userId) {
      return copy(lifeOf(userId)?.persona ?? null);
    },

    async readStanding(userId, { known, sessionId }) {
      const life = lifeOf(userId);
      if (life === undefined) return null;
      const head = headOf(life);
      const isKnown = known?.incarnation === head.incarnation && known.revision === head.revision;
      return {
        head,
        ...(!isKnown && { persona: copy(life.persona) }),
        ...(sessionId !== undefined && { session: sessionOf(life, sessionId) }),
      };
    },

    async commitPersona(persona, revision, expected) {
      const life = lifeOf(persona.userId);
      checkExpected(life, expected);
      if (persona.revision !== (expected?.revision ?? 0) + 1) throw conflict();
      const committed = { persona: copy(persona), revision: copy(revision) };
      const target = life ?? begin(persona.userId);
      target.persona = committed.persona;
      target.revisions = [...target.revisions, committed.revision];
    },

    async readBase(userId) {
      return copy(lifeOf(userId)?.base ?? null);
    },

    async readRevisions(userId, { before = Number.POSITIVE_INFINITY, limit }) {
      const revisions = lifeOf(userId)?.revisions ?? [];
      return copy(
        revisions
          .filter(({ revision }) => revision < before)
          .reverse()
          .slice(0, limit),
      );
    },

    async appendPart(userId, part) {
      const life = lifeOf(userId);
      if (part.closed && part.number !== 1) {
        throw new PersonaError("INVALID_INPUT", "Only a first part closes its id. Forget a session that holds parts.");
      }
      if (isClosed(life, part.sessionId)) return { outcome: "closed" };
      const held = partsOf(life, part.sessionId);
      const last = life?.lastSequence ?? 0;
      const sequence = part.sequence ?? last + 1;
      if (part.number !== held.length + 1 || sequence <= last) return { outcome: "conflict" };
      const document = copy(part);
      const target = life ?? begin(userId);
      if (part.number === 1) target.sessions += 1;
      const stored = { ...document, sequence, ordinal: held[0]?.ordinal ?? target.sessions };
      target.lastSequence = sequence;
      target.parts = [...target.parts, part.closed ? closed(target.incarnation, stored) : stored];
      return { outcome: "stored", sequence, session: stored.ordinal, head: headOf(target) };
    },

    async readSession(userId, sessionId) {
      return sessionOf(lifeOf(userId), sessionId);
    },

    async readParts(userId, { after, limit }) {
      const parts = lifeOf(userId)?.parts ?? [];
      return copy(parts.filter(({ sequence }) => sequence > after).slice(0, limit));
    },

    async rewriteHistory(userId, expected, { base, revisions, revision, persona, erase }) {
      const life = lifeOf(userId);
      checkExpected(life, expected);
      if (life === undefined || persona.revision !== expected.revision + 1) throw conflict();
      const rewritten = copy({ base, persona, revisions: [...revisions, revision] });
      const parts = erase.reduce((left, erasure) => eraseFrom(left, erasure, life.incarnation), life.parts);
      Object.assign(life, rewritten, { parts });
    },

    async restoreUser(userId, { head, ...life }) {
      if (lifeOf(userId) !== undefined) throw conflict();
      const { incarnation, lastSequence, sessions } = head;
      Object.assign(begin(userId), copy({ ...life, incarnation, lastSequence, sessions }));
    },

    async eraseUser(userId) {
      assertUserId(userId);
      lives.delete(userId);
    },

    async listUsers({ cursor = "0", limit, pending = false }) {
      const found = [...lives]
        .filter(([, life]) => life.birth > Number(cursor) && (!pending || life.parts.length > 0))
        .slice(0, limit + 1);
      const page = found.slice(0, limit);
      const users = page.map(([userId]) => userId);
      const last = page.at(-1)?.[1].birth;
      return found.length > limit && last !== undefined ? { users, cursor: String(last) } : { users };
    },
  };
}

function headOf({ incarnation, persona, lastSequence, sessions }: Life): Head {
  return { incarnation, revision: persona?.revision ?? 0, lastSequence, sessions };
}

/** Only incarnation and revision count: parts that came meanwhile hinder no commit. */
function checkExpected(life: Life | undefined, expected: Head | null): void {
  const stored = life === undefined ? null : headOf(life);
  if (stored?.incarnation !== expected?.incarnation || stored?.revision !== expected?.revision) throw conflict();
}

function conflict(): PersonaError {
  return new PersonaError("REVISION_CONFLICT", "Another writer was first. Read the persona again and retry.");
}

function sessionOf(life: Life | undefined, sessionId: string): SessionState | null {
  if (isClosed(life, sessionId)) {
    return { parts: 0, messages: 0, startedAt: "", replies: 0, digests: [], state: "closed" };
  }
  const held = partsOf(life, sessionId);
  if (life === undefined || held[0] === undefined) return null;
  const messages = held.flatMap((part) => part.messages);
  const digests = messages.filter(({ role }) => role === "user").map((message) => digestOf(life.incarnation, message));
  return {
    parts: held.length,
    messages: messages.length,
    startedAt: held[0].startedAt,
    replies: messages.length - 1 - messages.findLastIndex(({ role }) => role === "user"),
    digests,
    state: "open",
  };
}

function partsOf(life: Life | undefined, sessionId: string): readonly StoredPart[] {
  return life?.parts.filter((part) => part.sessionId === sessionId && !part.closed) ?? [];
}

function isClosed(life: Life | undefined, sessionId: string): boolean {
  if (life === undefined) return false;
  const name = closedSessionId(life.incarnation, sessionId);
  return life.parts.some((part) => part.closed && part.sessionId === name);
}

function closed(incarnation: string, part: StoredPart): StoredPart {
  return { ...closedPart(incarnation, part), sequence: part.sequence, ordinal: part.ordinal };
}

function eraseFrom(
  parts: readonly StoredPart[],
  { sessionId, messages, keepDigests }: Erasure,
  incarnation: string,
): readonly StoredPart[] {
  const touches = (part: StoredPart) => part.sessionId === sessionId && !part.closed;
  if (messages === undefined) {
    return parts
      .filter((part) => !touches(part) || part.number === 1)
      .map((part) => (touches(part) ? closed(incarnation, part) : part));
  }
  const emptied = new Set(messages);
  return parts.map((part) =>
    touches(part)
      ? {
          ...part,
          messages: part.messages.map((message, index) =>
            emptied.has(part.firstMessage + index) ? emptyMessage(incarnation, message, keepDigests === true) : message,
          ),
        }
      : part,
  );
}

/** Through JSON, as any other medium would have it: nobody holds an object of the store, and `undefined` is absent. */
function copy<T>(document: T): T {
  return JSON.parse(JSON.stringify(document));
}
