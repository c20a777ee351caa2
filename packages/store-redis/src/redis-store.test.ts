import { randomUUID } from "node:crypto";
import { storeContract } from "@lifelong/core/testing";
import { createClient, createClientPool, createCluster, createSentinel } from "redis";
import { describe, expect, test } from "vitest";
import type { RedisClient } from "./connection.ts";
import { redisStore } from "./redis-store.ts";
import { openRedisCluster } from "./testing/open-redis-cluster.ts";
import { openRedisServer } from "./testing/open-redis-server.ts";
import type { RedisBinary } from "./testing/redis-binary.ts";
import { useRedis } from "./testing/use-redis.ts";

/** Two connections, which the handles of a case have in turn, and a prefix that nobody else has. */
interface Opened {
  readonly clients: readonly RedisClient[];
  readonly prefix: string;
  close(): Promise<void>;
}

async function openSingle(url: string, closeServer: () => Promise<void>): Promise<Opened> {
  const clients = [createClient({ url }), createClient({ url })];
  for (const client of clients) await client.on("error", () => undefined).connect();
  const prefix = `lifelong-test-${randomUUID()}`;
  return {
    clients,
    prefix,
    async close() {
      // The server may be somebody's.
      const [client] = clients;
      if (client)
        for await (const keys of client.scanIterator({ MATCH: `${prefix}:*` }))
          if (keys.length > 0) await client.unlink(keys);
      for (const one of clients) one.destroy();
      await closeServer();
    },
  };
}

async function openThreeMasters(binary: RedisBinary): Promise<Opened> {
  const cluster = await openRedisCluster(binary);
  const rootNodes = cluster.urls.map((url) => ({ url }));
  const clients = [createCluster({ rootNodes }), createCluster({ rootNodes })];
  for (const client of clients) await client.on("error", () => undefined).connect();
  return {
    clients,
    prefix: "lifelong",
    async close() {
      for (const client of clients) client.destroy();
      await cluster.close();
    },
  };
}

function contract(opened: () => Opened): void {
  let handles = 0;
  const open = async () => {
    const { clients, prefix } = opened();
    const client = clients[handles % clients.length];
    handles += 1;
    if (client === undefined) throw new Error("There is no client.");
    return redisStore({ client, prefix });
  };
  for (const { name, run } of storeContract) test(name, () => run(open));
}

describe("the store contract on one server", () => {
  contract(
    useRedis(process.env, async (find) => {
      const { REDIS_URL } = process.env;
      if (REDIS_URL !== undefined) return openSingle(REDIS_URL, async () => undefined);
      const { url, close } = await openRedisServer(await find());
      return openSingle(url, close);
    }),
  );
});

describe("the store contract on a cluster of three masters", () => {
  contract(useRedis(process.env, async (find) => openThreeMasters(await find())));
});

test("every kind of client that node-redis has is taken", () => {
  const clients: readonly RedisClient[] = [
    createClient(),
    createClientPool(),
    createCluster({ rootNodes: [{ url: "redis://localhost" }] }),
    createSentinel({ name: "main", sentinelRootNodes: [{ host: "localhost", port: 26_379 }] }),
  ];
  for (const client of clients) {
    expect(client).toMatchObject({
      hmGet: expect.any(Function),
      eval: expect.any(Function),
      evalSha: expect.any(Function),
    });
    expect(redisStore({ client }).name).toBe("redis");
  }
});

test("a prefix with braces is refused, since the hash tag is ours", () => {
  const client: RedisClient = { hmGet: async () => null, eval: async () => null, evalSha: async () => null };
  expect(() => redisStore({ client, prefix: "{all}" })).toThrow(/prefix .* brace/);
});
