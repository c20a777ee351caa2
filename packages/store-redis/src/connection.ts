import { PersonaError } from "@lifelong/core";
import { CORRUPT, type Script } from "./script.ts";

/** What the store needs of a client: `createClient`, `createClientPool`, `createCluster` and `createSentinel` of node-redis have it. */
export interface RedisClient {
  hmGet(key: string, fields: string[]): Promise<unknown>;
  eval(source: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  evalSha(sha1: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** Rejects with `STORE_UNAVAILABLE` where the server does not answer or refuses, `STORE_CORRUPT` where a key cannot be read. */
export interface Connection {
  /** Fields of a hash: one round trip. */
  readFields(key: string, fields: readonly string[]): Promise<unknown>;
  /** The same for anything else that a server is asked, in words for the sentence. */
  answered<Answer>(doing: string, reply: Promise<Answer>): Promise<Answer>;
  /** Runs a script on its keys: one round trip, two where the server does not know it yet. */
  run(script: Script, keys: readonly string[], words: readonly (string | number)[]): Promise<unknown>;
}

/** @param timeoutMs - after which a call gives up; its command may still be carried out */
export function connection(client: RedisClient, timeoutMs: number): Connection {
  async function answered<Answer>(doing: string, keys: readonly string[], reply: Promise<Answer>): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
    });
    try {
      return await Promise.race([reply, deadline]);
    } catch (cause) {
      throw failure(doing, keys, cause);
    } finally {
      clearTimeout(timer);
    }
  }

  async function evaluate({ sha1, source }: Script, keys: string[], words: string[]): Promise<unknown> {
    try {
      return await client.evalSha(sha1, { keys, arguments: words });
    } catch (error) {
      if (!messageOf(error).startsWith("NOSCRIPT")) throw error;
      return client.eval(source, { keys, arguments: words });
    }
  }

  return {
    readFields: (key, fields) => answered("read", [key], client.hmGet(key, [...fields])),
    answered: (doing, reply) => answered(doing, [], reply),
    run: (script, keys, words) => answered(script.name, keys, evaluate(script, [...keys], words.map(String))),
  };
}

function failure(doing: string, keys: readonly string[], cause: unknown): PersonaError {
  const message = messageOf(cause);
  // Up to Redis 6 the server puts words of its own before what a script says.
  const found = message.match(new RegExp(`${CORRUPT} (\\S+)`));
  if (found) return corrupt(found[1] ?? "", cause);
  if (message.includes("WRONGTYPE")) return corrupt(keys.join(", "), cause);
  return new PersonaError(
    "STORE_UNAVAILABLE",
    `Redis could not ${doing}. See that the server is reachable, has memory left and allows EVALSHA and EVAL; then call again.`,
    { cause },
  );
}

/** @param key - the Redis key that is not as it was written */
export function corrupt(key: string, cause?: unknown): PersonaError {
  return new PersonaError(
    "STORE_CORRUPT",
    `The Redis key ${key} is missing or damaged. Restore it from a backup, and see that maxmemory-policy is noeviction.`,
    { cause },
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
