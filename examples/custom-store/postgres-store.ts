import { createHash, randomUUID } from "node:crypto";
import {
  assertUserId,
  closedPart,
  closedSessionId,
  digestOf,
  type Erasure,
  emptyMessage,
  type Head,
  PersonaError,
  type PersonaStore,
  type Plugin,
  type StoredLife,
  type StoredPart,
} from "@lifelong/core";
import { Client, Pool } from "pg";

/** Locked while the tables are made: of processes that start at once, one makes them. Any number that nothing else locks. */
const MAKING_TABLES = 5_433_745;

/** One row of `life` for each user; the rest goes when it goes. Documents are text: `jsonb` would order their keys. */
const TABLES = `
  BEGIN;
  SELECT pg_advisory_xact_lock(${MAKING_TABLES});
  CREATE SCHEMA IF NOT EXISTS lifelong;
  CREATE TABLE IF NOT EXISTS lifelong.life (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- never used again: the cursor of the listing
    user_hash text UNIQUE NOT NULL, -- an index entry is too small for 1 000 characters
    user_id text NOT NULL, -- as JSON, which writes the NUL that text cannot hold as \\u0000
    incarnation text NOT NULL,
    revision bigint NOT NULL DEFAULT 0,
    last_sequence bigint NOT NULL DEFAULT 0, -- stays when its part is erased, so that no number is used twice
    sessions bigint NOT NULL DEFAULT 0,
    persona text,
    base text
  );
  CREATE TABLE IF NOT EXISTS lifelong.revision (
    life bigint NOT NULL REFERENCES lifelong.life ON DELETE CASCADE,
    number bigint NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (life, number)
  );
  CREATE TABLE IF NOT EXISTS lifelong.part (
    life bigint NOT NULL REFERENCES lifelong.life ON DELETE CASCADE,
    sequence bigint NOT NULL,
    session text NOT NULL, -- by its closed name: the id of a forgotten session is nowhere
    ordinal bigint NOT NULL,
    closed boolean NOT NULL,
    document text NOT NULL,
    PRIMARY KEY (life, sequence)
  );
  CREATE INDEX IF NOT EXISTS part_of_session ON lifelong.part (life, session);
  COMMIT;
`;

/** What the store needs of a pool: that of `pg` has it. */
export interface PostgresPool {
  connect(): Promise<PostgresSession>;
}

export interface PostgresSession {
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  on(event: "error", listener: () => void): unknown;
  off(event: "error", listener: () => void): unknown;
  /** @param destroy - true: the connection is closed and not used again */
  release(destroy?: boolean): void;
}

interface Life extends Head {
  readonly id: number;
}

/**
 * Keeps personas in the schema `lifelong` of a Postgres database in UTF-8, for any number of processes. The tables are
 * made on first use. What is acknowledged is as durable as `synchronous_commit` of the database makes it.
 *
 * @param options.pool - with an `error` listener; it stays the caller's, and so does closing it
 */
export function postgresStore({ pool }: { pool: PostgresPool }): PersonaStore {
  let tables: Promise<void> | undefined;

  async function connected<T>(work: (session: PostgresSession) => Promise<T>): Promise<T> {
    let session: PostgresSession | undefined;
    let broken = true;
    try {
      session = await pool.connect();
      // Without a listener a connection that is lost between two queries would end the process; the next one tells of it.
      session.on("error", ignore);
      tables ??= makeTables(session);
      await tables.catch((error) => {
        tables = undefined;
        throw error;
      });
      const result = await work(session);
      broken = false;
      return result;
    } catch (error) {
      broken = !PersonaError.isInstance(error);
      throw failure(error);
    } finally {
      session?.off("error", ignore);
      session?.release(broken);
    }
  }

  /**
   * All or nothing, and alone: nobody else writes of this user between the first line of the work and the last. The next
   * writer comes after what was written here can be seen, so that sequences appear in order.
   */
  function alone<T>(userId: string, work: (session: PostgresSession) => Promise<T>): Promise<T> {
    const lock = Buffer.from(hashOf(userId), "hex").readBigInt64BE();
    return connected(async (session) => {
      // Each statement of the work sees all that was committed before it, and so whatever was written before the lock
      // was got. A process that stands still with the lock loses it.
      await session.query(`
        BEGIN ISOLATION LEVEL READ COMMITTED;
        SET LOCAL lock_timeout = '10s';
        SET LOCAL idle_in_transaction_session_timeout = '5s';
        SELECT pg_advisory_xact_lock(${lock});
      `);
      try {
        const result = await work(session);
        await session.query("COMMIT");
        return result;
      } catch (error) {
        // After any other error the connection is closed, which takes back as much.
        if (PersonaError.isInstance(error)) await session.query("ROLLBACK");
        throw error;
      }
    });
  }

  async function rows(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
    return connected(async (session) => (await session.query(sql, values)).rows);
  }

  return {
    name: "postgres",

    async readHead(userId) {
      const life = await connected((session) => lifeOf(session, userId));
      if (life === null) return null;
      const { id, ...head } = life;
      return head;
    },

    async readPersona(userId) {
      const [life] = await rows("SELECT persona FROM lifelong.life WHERE user_hash = $1", hashOf(userId));
      return parse(life?.persona);
    },

    async commitPersona(persona, revision, expected) {
      await alone(persona.userId, async (session) => {
        const stored = await lifeOf(session, persona.userId);
        checkExpected(stored, expected, persona.revision);
        const { id } = stored ?? (await begin(session, persona.userId));
        const update = "UPDATE lifelong.life SET revision = $2, persona = $3 WHERE id = $1";
        await session.query(update, [id, persona.revision, JSON.stringify(persona)]);
        const insert = "INSERT INTO lifelong.revision (life, number, document) VALUES ($1, $2, $3)";
        await session.query(insert, [id, revision.revision, JSON.stringify(revision)]);
      });
    },

    async readBase(userId) {
      const [life] = await rows("SELECT base FROM lifelong.life WHERE user_hash = $1", hashOf(userId));
      return parse(life?.base);
    },

    async readRevisions(userId, { before = Number.MAX_SAFE_INTEGER, limit }) {
      const sql = `SELECT document FROM lifelong.revision JOIN lifelong.life ON life = id
        WHERE user_hash = $1 AND number < $2 ORDER BY number DESC LIMIT $3`;
      return (await rows(sql, hashOf(userId), before, limit)).map(({ document }) => parse(document));
    },

    async appendPart(userId, part) {
      if (part.closed && part.number !== 1) {
        throw new PersonaError("INVALID_INPUT", "Only a first part closes its id. Forget a session that holds parts.");
      }
      return alone(userId, async (session) => {
        const stored = await lifeOf(session, userId);
        const held = stored === null ? NOTHING_HELD : await heldOf(session, stored, part.sessionId);
        if (held.closed) return { outcome: "closed" };
        const last = stored?.lastSequence ?? 0;
        const sequence = part.sequence ?? last + 1;
        if (part.number !== held.parts + 1 || sequence <= last) return { outcome: "conflict" };
        const life = stored ?? (await begin(session, userId));
        const ordinal = held.ordinal ?? life.sessions + 1;
        const document = { ...(part.closed ? closedPart(life.incarnation, part) : part), sequence, ordinal };
        const name = closedSessionId(life.incarnation, part.sessionId);
        const insert = `INSERT INTO lifelong.part (life, sequence, session, ordinal, closed, document)
          VALUES ($1, $2, $3, $4, $5, $6)`;
        const closed = part.closed ?? false;
        await session.query(insert, [life.id, sequence, name, ordinal, closed, JSON.stringify(document)]);
        const update = "UPDATE lifelong.life SET last_sequence = $2, sessions = greatest(sessions, $3) WHERE id = $1";
        await session.query(update, [life.id, sequence, ordinal]);
        return { outcome: "stored", sequence, session: ordinal };
      });
    },

    async readSession(userId, sessionId) {
      return connected(async (session) => {
        const life = await lifeOf(session, userId);
        const parts = life === null ? [] : await partsOf(session, life, sessionId);
        if (life === null || parts[0] === undefined) return null;
        if (parts[0].closed) return { parts: 0, messages: 0, startedAt: "", replies: 0, digests: [], state: "closed" };
        const messages = parts.flatMap((part) => part.messages);
        const digests = messages
          .filter(({ role }) => role === "user")
          .map((message) => digestOf(life.incarnation, message));
        const replies = messages.length - 1 - messages.findLastIndex(({ role }) => role === "user");
        const { startedAt } = parts[0];
        return { parts: parts.length, messages: messages.length, startedAt, replies, digests, state: "open" };
      });
    },

    async readParts(userId, { after, limit }) {
      const sql = `SELECT document FROM lifelong.part JOIN lifelong.life ON life = id
        WHERE user_hash = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`;
      return (await rows(sql, hashOf(userId), after, limit)).map(({ document }) => parse(document));
    },

    async rewriteHistory(userId, expected, { base, revisions, revision, persona, erase }) {
      await alone(userId, async (session) => {
        const life = await lifeOf(session, userId);
        checkExpected(life, expected, persona.revision);
        if (life === null) return;
        await writeHistory(session, life.id, { base, persona, revisions: [...revisions, revision] });
        for (const erasure of erase) await eraseFrom(session, life, erasure);
      });
    },

    async restoreUser(userId, { head, parts, ...history }) {
      await alone(userId, async (session) => {
        if ((await lifeOf(session, userId)) !== null) throw conflict();
        const { id } = await begin(session, userId, head.incarnation);
        const update = "UPDATE lifelong.life SET last_sequence = $2, sessions = $3 WHERE id = $1";
        await session.query(update, [id, head.lastSequence, head.sessions]);
        await writeHistory(session, id, history);
        const insert = `INSERT INTO lifelong.part (life, sequence, session, ordinal, closed, document)
          SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::boolean[], $6::text[])`;
        await session.query(insert, [
          id,
          parts.map(({ sequence }) => sequence),
          parts.map(({ closed, sessionId }) => (closed ? sessionId : closedSessionId(head.incarnation, sessionId))),
          parts.map(({ ordinal }) => ordinal),
          parts.map(({ closed }) => closed ?? false),
          parts.map((part) => JSON.stringify(part)),
        ]);
      });
    },

    async eraseUser(userId) {
      await alone(userId, (session) =>
        session.query("DELETE FROM lifelong.life WHERE user_hash = $1", [hashOf(userId)]),
      );
    },

    async listUsers({ cursor = "0", limit, pending = false }) {
      const sql = "SELECT id, user_id FROM lifelong.life WHERE id > $1 AND last_sequence >= $2 ORDER BY id LIMIT $3";
      const found = await rows(sql, cursor, pending ? 1 : 0, limit + 1);
      const users = found.slice(0, limit).map(({ user_id }) => parse<string>(user_id));
      return found.length > limit ? { users, cursor: String(found[limit - 1]?.id) } : { users };
    },
  };
}

/** Nothing is locked where the tables are already there, and then the account needs no right to make any. */
async function makeTables(session: PostgresSession): Promise<void> {
  const sql = "SELECT current_setting('server_encoding') AS encoding, to_regclass('lifelong.part') AS part";
  const [found] = (await session.query(sql)).rows;
  if (found?.encoding !== "UTF8") {
    throw new PersonaError("CONFIGURATION", "The database is not in UTF-8. Make one with ENCODING 'UTF8'.");
  }
  if (found.part === null) await session.query(TABLES);
}

async function lifeOf(session: PostgresSession, userId: string): Promise<Life | null> {
  const columns = "id, incarnation, revision, last_sequence, sessions";
  const sql = `SELECT ${columns} FROM lifelong.life WHERE user_hash = $1`;
  const [found] = (await session.query(sql, [hashOf(userId)])).rows;
  if (found === undefined) return null;
  return {
    id: Number(found.id),
    incarnation: String(found.incarnation),
    revision: Number(found.revision),
    lastSequence: Number(found.last_sequence),
    sessions: Number(found.sessions),
  };
}

async function begin(session: PostgresSession, userId: string, incarnation: string = randomUUID()): Promise<Life> {
  const sql = "INSERT INTO lifelong.life (user_hash, user_id, incarnation) VALUES ($1, $2, $3) RETURNING id";
  const [made] = (await session.query(sql, [hashOf(userId), JSON.stringify(userId), incarnation])).rows;
  return { id: Number(made?.id), incarnation, revision: 0, lastSequence: 0, sessions: 0 };
}

/** In the place of the history that there is, if any. */
async function writeHistory(
  session: PostgresSession,
  life: number,
  { base, persona, revisions }: Pick<StoredLife, "base" | "persona" | "revisions">,
): Promise<void> {
  const update = "UPDATE lifelong.life SET revision = $2, persona = $3, base = $4 WHERE id = $1";
  const documents = [persona && JSON.stringify(persona), base && JSON.stringify(base)];
  await session.query(update, [life, persona?.revision ?? 0, ...documents]);
  await session.query("DELETE FROM lifelong.revision WHERE life = $1", [life]);
  const insert =
    "INSERT INTO lifelong.revision (life, number, document) SELECT $1, * FROM unnest($2::bigint[], $3::text[])";
  const numbers = revisions.map(({ revision }) => revision);
  await session.query(insert, [life, numbers, revisions.map((revision) => JSON.stringify(revision))]);
}

/** What is held of a session, without its documents. */
interface Held {
  readonly parts: number;
  readonly ordinal: number | null;
  readonly closed: boolean;
}

const NOTHING_HELD: Held = { parts: 0, ordinal: null, closed: false };

async function heldOf(session: PostgresSession, { id, incarnation }: Life, sessionId: string): Promise<Held> {
  const sql = `SELECT count(*) AS parts, min(ordinal) AS ordinal, bool_or(closed) AS closed
    FROM lifelong.part WHERE life = $1 AND session = $2`;
  const [held] = (await session.query(sql, [id, closedSessionId(incarnation, sessionId)])).rows;
  const parts = Number(held?.parts);
  return parts === 0 ? NOTHING_HELD : { parts, ordinal: Number(held?.ordinal), closed: held?.closed === true };
}

async function partsOf(
  session: PostgresSession,
  { id, incarnation }: Life,
  sessionId: string,
): Promise<readonly StoredPart[]> {
  const sql = "SELECT document FROM lifelong.part WHERE life = $1 AND session = $2 ORDER BY sequence";
  const { rows } = await session.query(sql, [id, closedSessionId(incarnation, sessionId)]);
  return rows.map(({ document }) => parse(document));
}

async function eraseFrom(
  session: PostgresSession,
  life: Life,
  { sessionId, messages, keepDigests }: Erasure,
): Promise<void> {
  const [first, ...later] = await partsOf(session, life, sessionId);
  if (first === undefined || first.closed) return;
  const change = (part: StoredPart) =>
    session.query("UPDATE lifelong.part SET closed = $3, document = $4 WHERE life = $1 AND sequence = $2", [
      life.id,
      part.sequence,
      part.closed ?? false,
      JSON.stringify(part),
    ]);
  if (messages === undefined) {
    const { sequence, ordinal } = first;
    await change({ ...closedPart(life.incarnation, first), sequence, ordinal });
    await session.query("DELETE FROM lifelong.part WHERE life = $1 AND session = $2 AND NOT closed", [
      life.id,
      closedSessionId(life.incarnation, sessionId),
    ]);
    return;
  }
  for (const part of [first, ...later]) {
    const emptied = part.messages.map((message, index) =>
      messages.includes(part.firstMessage + index)
        ? emptyMessage(life.incarnation, message, keepDigests === true)
        : message,
    );
    await change({ ...part, messages: emptied });
  }
}

/** Of any user id, so that it fits into an index and into a lock. */
function hashOf(userId: string): string {
  assertUserId(userId);
  return createHash("sha256").update(userId).digest("hex");
}

function checkExpected(stored: Head | null, expected: Head | null, next: number): void {
  const same = stored?.incarnation === expected?.incarnation && stored?.revision === expected?.revision;
  if (!same || next !== (expected?.revision ?? 0) + 1) throw conflict();
}

function conflict(): PersonaError {
  return new PersonaError("REVISION_CONFLICT", "Another writer was first. Read the persona again and retry.");
}

/** A document that is not there is null; one that cannot be read throws, and is never taken for absent. */
function parse<T>(text: unknown): T {
  try {
    return JSON.parse(text == null ? "null" : String(text));
  } catch {
    // Without a cause: the parser's sentence quotes the text.
    throw new PersonaError("STORE_CORRUPT", "A document in the database is no JSON. Restore it from a backup.");
  }
}

/** Tables that are not as they were made, and files that the database itself cannot read. */
const CORRUPT = /^(?:42P01|42703|3F000|XX00[12])$/;
/** A password, an account, a database or a right that is missing. */
const REFUSED = /^(?:28...|3D000|42501)$/;

/** Of an error beneath, its code alone is told: messages and details of a database repeat what was to be written. */
function failure(error: unknown): PersonaError {
  if (PersonaError.isInstance(error)) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "no code";
  if (CORRUPT.test(code)) {
    const sentence = "The tables in the schema lifelong are missing or damaged. Restore them from a backup";
    return new PersonaError("STORE_CORRUPT", `${sentence} (${code}).`);
  }
  if (REFUSED.test(code)) {
    const sentence = "Postgres does not let this account in. Check user, password, database and rights";
    return new PersonaError("CONFIGURATION", `${sentence} (${code}).`);
  }
  const sentence = "Postgres cannot be used now. Check that it runs and can be reached, and retry";
  return new PersonaError("STORE_UNAVAILABLE", `${sentence} (${code}).`);
}

function ignore(): void {}

const plugin: Plugin = {
  name: "lifelong-store-postgres",
  apiVersion: 1,
  stores: { postgres: openLocation, postgresql: openLocation },
};
export default plugin;

/** @param location - what follows the scheme: `//user:password@host:5432/database`, user and password percent-encoded */
async function openLocation(location: string): Promise<PersonaStore> {
  const connectionString = `postgres:${location}`;
  try {
    if (!location.startsWith("//")) throw new Error("no address");
    new Client({ connectionString }); // parses it, and does not connect
  } catch {
    const form = "postgres://user:password@host:5432/database, user and password percent-encoded";
    throw new PersonaError("CONFIGURATION", `The location of the Postgres store does not fit. It is written ${form}.`);
  }
  const pool = new Pool({ connectionString, connectionTimeoutMillis: 5_000, query_timeout: 15_000, keepAlive: true });
  pool.on("error", ignore); // of a connection that nobody uses; the pool makes another
  const store = postgresStore({ pool });
  try {
    await store.listUsers({ limit: 1 }); // so that who starts hears at once that nobody answers
  } catch (error) {
    await pool.end();
    throw error;
  }
  return { ...store, close: () => pool.end() };
}
