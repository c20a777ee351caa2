import { PersonaError } from "@lifelong/core";
import { CORRUPT, type Script } from "./script.ts";

/** What the store needs of a client: node-redis's `createClient`, `createClientPool`, `createCluster` and `createSentinel` all have it. */
export interface RedisClient {
  eval(source: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  evalSha(sha1: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** Runs a script on its keys: one round trip, two where the server does not know it yet. */
export type Run = (script: Script, keys: readonly string[], words: readonly (string | number)[]) => Promise<unknown>;

/**
 * @param timeoutMs - after which a call gives up; its command may still be carried out
 * @returns a function that rejects with `STORE_UNAVAILABLE` where the server does not answer or refuses, and with
 * `STORE_CORRUPT` where a key is not as a script leaves it
 */
export function runner(client: RedisClient, timeoutMs: number): Run {
  return async (script, keys, words) => {
    const options = { keys: [...keys], arguments: words.map(String) };
    const sent = async () => {
      try {
        return await client.evalSha(script.sha1, options);
      } catch (error) {
        if (!messageOf(error).startsWith("NOSCRIPT")) throw error;
        return client.eval(script.source, options);
      }
    };
    const reply = sent();
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
    });
    try {
      return await Promise.race([reply, deadline]);
    } catch (cause) {
      throw failure(script, keys, cause);
    } finally {
      clearTimeout(timer);
    }
  };
}

function failure(script: Script, keys: readonly string[], cause: unknown): PersonaError {
  const message = messageOf(cause);
  // Up to Redis 6 the server puts words of its own before what a script says.
  const found = message.match(new RegExp(`${CORRUPT} (\\S+)`));
  if (found) return corrupt(found[1] ?? "", cause);
  if (message.includes("WRONGTYPE")) return corrupt(keys.join(", "), cause);
  return new PersonaError(
    "STORE_UNAVAILABLE",
    `Redis could not ${script.name}. See that the server is reachable, has memory left and allows EVALSHA and EVAL; then call again.`,
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
