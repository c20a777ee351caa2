import { randomUUID } from "node:crypto";
import {
  type Appended,
  assertUserId,
  closedPart,
  type Head,
  type Part,
  type Persona,
  PersonaError,
  type PersonaStore,
  type StoredPart,
} from "@lifelong/core";
import QuickLRU from "quick-lru";
import * as z from "zod";
import { connection, type RedisClient } from "./connection.ts";
import { check, parsePart, parsePersona, parseRevision, parseTexts } from "./document.ts";
import { lossesOf, lossWords } from "./erasing.ts";
import { examineServers } from "./examine.ts";
import { rememberKeys } from "./keys.ts";
import { readFields, readHead, readStanding } from "./life.ts";
import { listPage } from "./listing.ts";
import { restoreWords } from "./restoring.ts";
import type { Script } from "./script.ts";
import { appendPart } from "./scripts/append-part.ts";
import { commitPersona } from "./scripts/commit-persona.ts";
import { eraseUser } from "./scripts/erase-user.ts";
import { readParts } from "./scripts/read-parts.ts";
import { readRevisions } from "./scripts/read-revisions.ts";
import { readSession } from "./scripts/read-session.ts";
import { restoreUser } from "./scripts/restore-user.ts";
import { rewriteHistory } from "./scripts/rewrite-history.ts";
import { serversOf } from "./server.ts";
import { parseOpening, stateOf } from "./stored-session.ts";

export interface RedisStoreOptions {
  /**
   * A connected client, cluster, pool or sentinel of node-redis, with an `error` listener. It stays the caller's:
   * reconnecting is its business, and so is closing it.
   */
  readonly client: RedisClient;
  /** Stands before every key, so that several deployments can share a cluster; without braces. Absent: `lifelong`. */
  readonly prefix?: string;
  /** After so many milliseconds without an answer a call throws `STORE_UNAVAILABLE`. Absent: 5 000. */
  readonly timeoutMs?: number;
}

const LIVES_REMEMBERED = 1_000;

const count = z.coerce.number();
const appended = z.union([
  z.tuple([z.literal(1), count, z.number(), z.string(), count, z.number()]),
  z.tuple([z.literal(0), z.string()]),
]);

/**
 * Keeps everything in Redis or Redis Cluster, for any number of processes. Every method that writes is one Lua script
 * in one slot. All but `rewriteHistory`, `listUsers`, a closing part of somebody whom this process has not met, and the
 * head or persona of somebody who is not stored are one round trip.
 *
 * What is acknowledged is as durable as the server makes it: only `appendonly yes` with `appendfsync always` keeps it
 * through a power failure (docs/operations.md).
 *
 * @throws PersonaError `CONFIGURATION` for a prefix with braces
 */
export function redisStore({ client, prefix = "lifelong", timeoutMs = 5_000 }: RedisStoreOptions): PersonaStore {
  if (/[{}]/.test(prefix)) {
    throw new PersonaError("CONFIGURATION", "The prefix of the Redis store holds a brace. Use another prefix.");
  }
  const redis = connection(client, timeoutMs);
  const keysOf = rememberKeys(prefix);
  /** The incarnation in which a user was last seen before something was recorded. */
  const lives = new QuickLRU<string, string>({ maxSize: LIVES_REMEMBERED });

  /** Runs a script on the user's keys. */
  function ask(script: Script, userId: string, words: readonly (string | number)[]): Promise<unknown> {
    assertUserId(userId);
    const keys = keysOf(userId);
    return redis.run(
      script,
      script.keys.map((name) => keys[name]),
      words,
    );
  }

  const keyOf = (userId: string, name: "revisions" | "parts") => keysOf(userId)[name];

  async function readDocument(userId: string, field: "persona" | "base"): Promise<Persona | null> {
    assertUserId(userId);
    const keys = keysOf(userId);
    const [text = null] = (await readFields(redis, keys, userId, [field])) ?? [];
    return text === null ? null : parsePersona(text, keys.life);
  }

  async function headOf(userId: string): Promise<Head | null> {
    assertUserId(userId);
    return readHead(redis, keysOf(userId), userId);
  }

  async function sessionOf(userId: string, sessionId: string) {
    const reply = await ask(readSession, userId, [userId, JSON.stringify(sessionId)]);
    return parseOpening(reply, keysOf(userId))?.session ?? null;
  }

  /** @param closing - the incarnation in which the part closes its id */
  async function append(userId: string, given: Part & { sequence?: number }, closing?: string) {
    // A sequence or ordinal of another store is none of the document: the script adds those that hold here.
    const { sequence = "", ordinal, ...part } = given as Part & Partial<Pick<StoredPart, "sequence" | "ordinal">>;
    const document = closing === undefined ? part : closedPart(closing, part);
    const reply = await ask(appendPart, userId, [
      userId,
      closing ?? randomUUID(),
      JSON.stringify(part.sessionId),
      part.number,
      sequence,
      JSON.stringify(document).slice(0, -1),
      closing ?? "",
    ]);
    return check(appended, reply, keyOf(userId, "parts"));
  }

  return {
    name: "redis",
    // Memory is dear, and raw conversations are what takes most of it.
    retention: { sessions: "used" },
    readHead: headOf,
    readPersona: (userId) => readDocument(userId, "persona"),
    readBase: (userId) => readDocument(userId, "base"),

    async readStanding(userId, { known, sessionId }) {
      assertUserId(userId);
      if (sessionId === undefined) return readStanding(redis, keysOf(userId), userId, known);
      const { incarnation = "", revision = "" } = known ?? {};
      const reply = await ask(readSession, userId, [userId, JSON.stringify(sessionId), incarnation, revision]);
      const opening = parseOpening(reply, keysOf(userId));
      if (opening === null) return null;
      lives.set(userId, opening.standing.head.incarnation);
      return { ...opening.standing, session: opening.session && stateOf(opening.session) };
    },

    async commitPersona(persona, revision, expected) {
      assertUserId(persona.userId);
      checkNext(persona.revision, expected);
      const accepted = await ask(commitPersona, persona.userId, [
        persona.userId,
        expected?.incarnation ?? "",
        expected?.revision ?? 0,
        randomUUID(),
        persona.revision,
        JSON.stringify(revision),
        JSON.stringify(persona),
      ]);
      if (accepted !== 1) throw conflict();
    },

    async readRevisions(userId, { before, limit }) {
      const reply = await ask(readRevisions, userId, [before ?? "", limit]);
      const key = keyOf(userId, "revisions");
      return parseTexts(reply, key).map((text) => parseRevision(text, key));
    },

    async appendPart(userId, part): Promise<Appended> {
      if (part.closed && part.number !== 1) {
        throw new PersonaError("INVALID_INPUT", "Only a first part closes its id. Forget a session that holds parts.");
      }
      // The document of a closed id is named by the incarnation: the script takes it for no other.
      let life = lives.get(userId) ?? randomUUID();
      for (;;) {
        const answer = await append(userId, part, part.closed ? life : undefined);
        if (answer[0] === 1) {
          const [, sequence, session, incarnation, revision, sessions] = answer;
          const head = { incarnation, revision, lastSequence: sequence, sessions };
          return { outcome: "stored", sequence, session, head };
        }
        const [, reason] = answer;
        if (reason === "conflict" || reason === "closed") return { outcome: reason };
        life = (await headOf(userId))?.incarnation ?? randomUUID();
      }
    },

    async readSession(userId, sessionId) {
      const session = await sessionOf(userId, sessionId);
      return session === null ? null : stateOf(session);
    },

    async readParts(userId, { after, limit }) {
      const reply = await ask(readParts, userId, [after, limit]);
      const key = keyOf(userId, "parts");
      return parseTexts(reply, key).map((text) => parsePart(text, key));
    },

    async rewriteHistory(userId, expected, { base, revisions, revision, persona, erase }) {
      assertUserId(userId);
      checkNext(persona.revision, expected);
      const losses = [...lossesOf(erase)];
      const history = [...revisions, revision];
      const past = [
        expected.incarnation,
        expected.revision,
        persona.revision,
        JSON.stringify(persona),
        base === null ? "" : JSON.stringify(base),
        history.length,
        ...history.flatMap((one) => [one.revision, JSON.stringify(one)]),
      ];
      for (;;) {
        const words = await Promise.all(
          losses.map(async ([sessionId, loss]) => lossWords(sessionId, await sessionOf(userId, sessionId), loss)),
        );
        const outcome = await ask(rewriteHistory, userId, [...past, ...words.flat()]);
        if (outcome === 1) return;
        if (outcome !== 2) throw conflict();
        // A part came to one of the sessions since it was read. Read again: each turn stores a part of somebody's.
      }
    },

    async restoreUser(userId, life) {
      if ((await ask(restoreUser, userId, restoreWords(userId, life))) !== 1) throw conflict();
    },

    async eraseUser(userId) {
      await ask(eraseUser, userId, [userId]);
    },

    listUsers: (range) => listPage(redis, prefix, range),
    examine: () => redis.answered("say how it is set up", serversOf(client).then(examineServers)),
  };
}

function checkNext(revision: number, expected: Head | null): void {
  if (revision !== (expected?.revision ?? 0) + 1) throw conflict();
}

function conflict(): PersonaError {
  return new PersonaError("REVISION_CONFLICT", "Another writer was first. Read the persona again and retry.");
}
