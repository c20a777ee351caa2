import { randomUUID } from "node:crypto";
import {
  type Appended,
  assertUserId,
  type Head,
  type Part,
  type Persona,
  PersonaError,
  type PersonaStore,
  type StoredPart,
} from "@lifelong/core";
import * as z from "zod";
import { connection, type RedisClient } from "./connection.ts";
import { check, parsePart, parsePersona, parseRevision, parseTexts } from "./document.ts";
import { lossesOf, lossWords } from "./erasing.ts";
import { keysOf } from "./keys.ts";
import { readFields, readHead } from "./life.ts";
import { listPage } from "./listing.ts";
import type { Script } from "./script.ts";
import { appendPart } from "./scripts/append-part.ts";
import { commitPersona } from "./scripts/commit-persona.ts";
import { eraseUser } from "./scripts/erase-user.ts";
import { readParts } from "./scripts/read-parts.ts";
import { readRevisions } from "./scripts/read-revisions.ts";
import { readSession } from "./scripts/read-session.ts";
import { rewriteHistory } from "./scripts/rewrite-history.ts";
import { closedPart, parseSession, stateOf } from "./stored-session.ts";

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

const appended = z.union([z.tuple([z.literal(1), z.coerce.number(), z.number()]), z.tuple([z.literal(0), z.string()])]);

/**
 * Keeps everything in Redis or Redis Cluster, for any number of processes. Every method that writes is one Lua script
 * in one slot. All but `rewriteHistory`, `listUsers`, the recording of a private session and the head or persona of
 * somebody who is not stored are one round trip.
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

  /** Runs a script on the user's keys. */
  function ask(script: Script, userId: string, words: readonly (string | number)[]): Promise<unknown> {
    assertUserId(userId);
    const keys = keysOf(prefix, userId);
    return redis.run(
      script,
      script.keys.map((name) => keys[name]),
      words,
    );
  }

  const keyOf = (userId: string, name: "revisions" | "parts") => keysOf(prefix, userId)[name];

  async function readDocument(userId: string, field: "persona" | "base"): Promise<Persona | null> {
    assertUserId(userId);
    const [text = null] = (await readFields(redis, prefix, userId, [field])) ?? [];
    return text === null ? null : parsePersona(text, keysOf(prefix, userId).life);
  }

  async function headOf(userId: string): Promise<Head | null> {
    assertUserId(userId);
    return readHead(redis, prefix, userId);
  }

  async function sessionOf(userId: string, sessionId: string) {
    return parseSession(await ask(readSession, userId, [JSON.stringify(sessionId)]), keyOf(userId, "parts"));
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
      JSON.stringify(document),
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
      for (;;) {
        // The document of a closed id is named by the incarnation, so that one has to be known first.
        const closing = part.closed && ((await headOf(userId))?.incarnation ?? randomUUID());
        const [stored, second, ordinal] = await append(userId, part, closing);
        if (stored === 1) return { outcome: "stored", sequence: Number(second), session: ordinal };
        if (second === "conflict" || second === "closed") return { outcome: second };
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

    async eraseUser(userId) {
      await ask(eraseUser, userId, [userId]);
    },

    listUsers: (range) => listPage(redis, prefix, range),
  };
}

function checkNext(revision: number, expected: Head | null): void {
  if (revision !== (expected?.revision ?? 0) + 1) throw conflict();
}

function conflict(): PersonaError {
  return new PersonaError("REVISION_CONFLICT", "Another writer was first. Read the persona again and retry.");
}
