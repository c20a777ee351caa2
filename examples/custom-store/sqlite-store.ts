import { randomUUID } from "node:crypto";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import {
  assertUserId,
  closedSessionId,
  digestOf,
  type Erasure,
  emptyMessage,
  type Head,
  PersonaError,
  type PersonaStore,
  type StoredPart,
} from "@lifelong/core";

/** One row of `life` for each user; the rest goes when it goes. Documents are kept as JSON text. */
const TABLES = `
  PRAGMA busy_timeout = 5000;
  PRAGMA foreign_keys = ON;
  PRAGMA secure_delete = ON; -- what is forgotten is overwritten
  CREATE TABLE IF NOT EXISTS life (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: a cursor of the listing
    user TEXT UNIQUE NOT NULL,
    incarnation TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0,
    lastSequence INTEGER NOT NULL DEFAULT 0, -- stays when its part is erased, so that no number is used twice
    sessions INTEGER NOT NULL DEFAULT 0,
    persona TEXT NOT NULL DEFAULT 'null',
    base TEXT NOT NULL DEFAULT 'null'
  );
  CREATE TABLE IF NOT EXISTS revision (
    life INTEGER NOT NULL REFERENCES life ON DELETE CASCADE,
    number INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (life, number)
  );
  CREATE TABLE IF NOT EXISTS part (
    life INTEGER NOT NULL REFERENCES life ON DELETE CASCADE,
    sequence INTEGER NOT NULL,
    session TEXT NOT NULL, -- by its closed name: the id of a forgotten session is nowhere
    document TEXT NOT NULL,
    PRIMARY KEY (life, sequence)
  );
  CREATE INDEX IF NOT EXISTS part_of_session ON part (life, session);
`;

interface Life extends Head {
  readonly id: number;
}

/** Keeps personas in one SQLite file, which any number of processes may have open. */
export function sqliteStore({ path }: { path: string }): PersonaStore {
  const database = available(() => new DatabaseSync(path));
  available(() => database.exec(TABLES));

  /** All or nothing, and alone: nobody else writes between the first line of the work and the last. */
  function alone<T>(work: () => T): T {
    return available(() => {
      database.exec("BEGIN IMMEDIATE");
      try {
        const result = work();
        database.exec("COMMIT");
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK");
        throw error;
      }
    });
  }

  const row = (sql: string, ...values: (string | number)[]) => available(() => database.prepare(sql).get(...values));
  const rows = (sql: string, ...values: (string | number)[]) => available(() => database.prepare(sql).all(...values));
  const write = (sql: string, ...values: (string | number)[]) => database.prepare(sql).run(...values);

  function lifeOf(userId: string): Life | null {
    const columns = "id, incarnation, revision, lastSequence, sessions";
    const found = row(`SELECT ${columns} FROM life WHERE user = ?`, checked(userId));
    if (found === undefined) return null;
    return {
      id: Number(found.id),
      incarnation: String(found.incarnation),
      revision: Number(found.revision),
      lastSequence: Number(found.lastSequence),
      sessions: Number(found.sessions),
    };
  }

  function begin(userId: string): Life {
    const incarnation = randomUUID();
    const { lastInsertRowid } = write("INSERT INTO life (user, incarnation) VALUES (?, ?)", userId, incarnation);
    return { id: Number(lastInsertRowid), incarnation, revision: 0, lastSequence: 0, sessions: 0 };
  }

  function partsOf(life: Life, sessionId: string): readonly StoredPart[] {
    const sql = "SELECT document FROM part WHERE life = ? AND session = ? ORDER BY sequence";
    return rows(sql, life.id, closedSessionId(life.incarnation, sessionId)).map(({ document }) => parse(document));
  }

  function writePart(life: Life, part: StoredPart, sessionId: string): void {
    const name = closedSessionId(life.incarnation, sessionId);
    write("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?)", life.id, part.sequence, name, JSON.stringify(part));
  }

  function erase(life: Life, { sessionId, messages, keepDigests }: Erasure): void {
    const parts = partsOf(life, sessionId);
    if (parts[0]?.closed) return;
    for (const part of parts) {
      if (messages !== undefined) {
        const emptied = part.messages.map((message, index) =>
          messages.includes(part.firstMessage + index)
            ? emptyMessage(life.incarnation, message, keepDigests === true)
            : message,
        );
        writePart(life, { ...part, messages: emptied }, sessionId);
      } else if (part.number === 1) {
        writePart(life, closedPart(life, part), sessionId);
      } else {
        write("DELETE FROM part WHERE life = ? AND sequence = ?", life.id, part.sequence);
      }
    }
  }

  return {
    name: "sqlite",

    async readHead(userId) {
      const life = lifeOf(userId);
      if (life === null) return null;
      const { id, ...head } = life;
      return head;
    },

    async readPersona(userId) {
      return parse(row("SELECT persona FROM life WHERE user = ?", checked(userId))?.persona);
    },

    async commitPersona(persona, revision, expected) {
      alone(() => {
        const stored = lifeOf(persona.userId);
        checkExpected(stored, expected, persona.revision);
        const { id } = stored ?? begin(persona.userId);
        write("UPDATE life SET persona = ?, revision = ? WHERE id = ?", JSON.stringify(persona), persona.revision, id);
        write("INSERT INTO revision VALUES (?, ?, ?)", id, revision.revision, JSON.stringify(revision));
      });
    },

    async readBase(userId) {
      return parse(row("SELECT base FROM life WHERE user = ?", checked(userId))?.base);
    },

    async readRevisions(userId, { before = Number.MAX_SAFE_INTEGER, limit }) {
      const life = lifeOf(userId);
      if (life === null) return [];
      const sql = "SELECT document FROM revision WHERE life = ? AND number < ? ORDER BY number DESC LIMIT ?";
      return rows(sql, life.id, before, limit).map(({ document }) => parse(document));
    },

    async appendPart(userId, part) {
      if (part.closed && part.number !== 1) {
        throw new PersonaError("INVALID_INPUT", "Only a first part closes its id. Forget a session that holds parts.");
      }
      return alone(() => {
        const stored = lifeOf(userId);
        const held = stored === null ? [] : partsOf(stored, part.sessionId);
        if (held[0]?.closed) return { outcome: "closed" };
        const last = stored?.lastSequence ?? 0;
        const sequence = part.sequence ?? last + 1;
        if (part.number !== held.length + 1 || sequence <= last) return { outcome: "conflict" };
        const life = stored ?? begin(userId);
        const ordinal = held[0]?.ordinal ?? life.sessions + 1;
        const whole = { ...part, sequence, ordinal };
        writePart(life, part.closed ? closedPart(life, whole) : whole, part.sessionId);
        const sql = "UPDATE life SET lastSequence = ?, sessions = max(sessions, ?) WHERE id = ?";
        write(sql, sequence, ordinal, life.id);
        return { outcome: "stored", sequence, session: ordinal };
      });
    },

    async readSession(userId, sessionId) {
      const life = lifeOf(userId);
      if (life === null) return null;
      const parts = partsOf(life, sessionId);
      if (parts[0] === undefined) return null;
      if (parts[0].closed) return { parts: 0, messages: 0, startedAt: "", replies: 0, digests: [], state: "closed" };
      const messages = parts.flatMap((part) => part.messages);
      const digests = messages
        .filter(({ role }) => role === "user")
        .map((message) => digestOf(life.incarnation, message));
      const replies = messages.length - 1 - messages.findLastIndex(({ role }) => role === "user");
      const { startedAt } = parts[0];
      return { parts: parts.length, messages: messages.length, startedAt, replies, digests, state: "open" };
    },

    async readParts(userId, { after, limit }) {
      const life = lifeOf(userId);
      if (life === null) return [];
      const sql = "SELECT document FROM part WHERE life = ? AND sequence > ? ORDER BY sequence LIMIT ?";
      return rows(sql, life.id, after, limit).map(({ document }) => parse(document));
    },

    async rewriteHistory(userId, expected, rewrite) {
      alone(() => {
        const life = lifeOf(userId);
        checkExpected(life, expected, rewrite.persona.revision);
        if (life === null) return;
        const { base, persona } = rewrite;
        const sql = "UPDATE life SET base = ?, persona = ?, revision = ? WHERE id = ?";
        write(sql, JSON.stringify(base), JSON.stringify(persona), persona.revision, life.id);
        write("DELETE FROM revision WHERE life = ?", life.id);
        for (const revision of [...rewrite.revisions, rewrite.revision]) {
          write("INSERT INTO revision VALUES (?, ?, ?)", life.id, revision.revision, JSON.stringify(revision));
        }
        for (const erasure of rewrite.erase) erase(life, erasure);
      });
    },

    async eraseUser(userId) {
      alone(() => {
        const life = lifeOf(userId);
        if (life !== null) write("DELETE FROM life WHERE id = ?", life.id);
      });
    },

    async listUsers({ cursor = "0", limit, pending = false }) {
      const sql = "SELECT id, user FROM life WHERE id > ? AND lastSequence >= ? ORDER BY id LIMIT ?";
      const found = rows(sql, Number(cursor), pending ? 1 : 0, limit + 1);
      const users = found.slice(0, limit).map(({ user }) => String(user));
      return found.length > limit ? { users, cursor: String(found[limit - 1]?.id) } : { users };
    },

    async close() {
      database.close();
    },
  };
}

function checked(userId: string): string {
  assertUserId(userId);
  return userId;
}

function checkExpected(stored: Head | null, expected: Head | null, next: number): void {
  const same = stored?.incarnation === expected?.incarnation && stored?.revision === expected?.revision;
  if (!same || next !== (expected?.revision ?? 0) + 1) {
    throw new PersonaError("REVISION_CONFLICT", "Another writer was first. Read the persona again and retry.");
  }
}

function closedPart({ incarnation }: Life, part: StoredPart): StoredPart {
  const { startedAt, recordedAt, source, sequence, ordinal } = part;
  const sessionId = closedSessionId(incarnation, part.sessionId);
  const rest = { startedAt, recordedAt, source, messages: [], sequence, ordinal };
  return { sessionId, number: 1, firstMessage: 0, closed: true, ...rest };
}

/** A document that is not there is null; one that cannot be read throws, and is never taken for absent. */
function parse<T>(text: SQLOutputValue = "null"): T {
  try {
    return JSON.parse(String(text));
  } catch (cause) {
    throw new PersonaError("STORE_CORRUPT", "A document in the database is no JSON. Restore a copy of it.", { cause });
  }
}

/** Errors of the medium under our code; ours pass. */
function available<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (PersonaError.isInstance(cause)) throw cause;
    throw new PersonaError("STORE_UNAVAILABLE", "The database cannot be used. Check its disk and retry.", { cause });
  }
}
