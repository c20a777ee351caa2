import { PersonaError } from "@lifelong/core";
import { describe, expect, test } from "vitest";
import { openRedis } from "./__fixtures__/open-redis.ts";
import { samplePart } from "./__fixtures__/sample-user.ts";
import { useRedis } from "./testing/use-redis.ts";

const TIMEOUT_MS = 500;
const WRITERS = 8;
const ROUNDS = process.env.LIFELONG_FAULTS === "short" ? 2 : 6;

describe("a server that is killed with SIGKILL and started again", () => {
  const redis = useRedis(process.env, async (find) =>
    openRedis(await find(), { settings: { appendonly: "yes", appendfsync: "always" }, timeoutMs: TIMEOUT_MS }),
  );

  test("makes calls fail as unavailable, takes them again by itself, and has lost nothing acknowledged", async () => {
    const { server, store } = redis();
    const acknowledged = new Set<string>();
    let written = 0;

    /** Records session after session until the server is gone. */
    async function writeOn(userId: string): Promise<unknown> {
      for (;;) {
        written += 1;
        const sessionId = `session ${written}`;
        try {
          await store.appendPart(userId, samplePart(sessionId));
          acknowledged.add(`${userId} ${sessionId}`);
        } catch (error) {
          return error;
        }
      }
    }

    const users = Array.from({ length: WRITERS }, (_, index) => `writer ${index}`);
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = acknowledged.size;
      const writing = users.map(writeOn);
      while (acknowledged.size < before + 10 * WRITERS) await new Promise((resolve) => setImmediate(resolve));
      await server.kill();
      for (const error of await Promise.all(writing)) {
        expect(PersonaError.isInstance(error) && error.code).toBe("STORE_UNAVAILABLE");
      }
      await expect(store.readHead("writer 0")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", retryable: true });
      await server.start();
      await available(() => store.readHead("writer 0"));

      const held = new Set<string>();
      for (const userId of users) {
        const parts = await store.readParts(userId, { after: 0, limit: 1_000_000 });
        for (const { sessionId } of parts) held.add(`${userId} ${sessionId}`);
        expect(parts.map(({ ordinal }) => ordinal)).toEqual(parts.map((_, index) => index + 1));
      }
      expect([...acknowledged].filter((one) => !held.has(one))).toEqual([]);
    }
  });
});

/** Calls again and again for as long as the server is away. */
async function available(call: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await call();
      return;
    } catch (error) {
      if (!PersonaError.isInstance(error) || error.code !== "STORE_UNAVAILABLE") throw error;
    }
  }
}
