import type { PersonaStore } from "@lifelong/core";
import { createClient, createClientPool, createCluster } from "redis";
import { describe, expect, test } from "vitest";
import { openRedis } from "./__fixtures__/open-redis.ts";
import { redisStore } from "./redis-store.ts";
import { openRedisCluster } from "./testing/open-redis-cluster.ts";
import { useRedis } from "./testing/use-redis.ts";

const SAFE = { "maxmemory-policy": "noeviction", appendonly: "yes", appendfsync: "always", save: "" };

async function sentencesOf(store: PersonaStore): Promise<string[]> {
  return ((await store.examine?.()) ?? []).map(({ sentence }) => sentence);
}

describe("one server", () => {
  const redis = useRedis(process.env, async (find) => openRedis(await find(), { timeoutMs: 2_000 }));

  async function foundWith(settings: Readonly<Record<string, string>>): Promise<string[]> {
    const { client, store } = redis();
    for (const [name, value] of Object.entries({ ...SAFE, ...settings })) await client.configSet(name, value);
    return sentencesOf(store);
  }

  test("that keeps everything leaves nothing to say", async () => {
    expect(await foundWith({})).toEqual([]);
  });

  test.for([
    [{ "maxmemory-policy": "allkeys-lru" }, /^maxmemory-policy is allkeys-lru: .* Set it to noeviction/],
    [{ "maxmemory-policy": "volatile-ttl" }, /^maxmemory-policy is volatile-ttl: .* Set it to noeviction/],
    [{ appendonly: "no" }, /^appendonly is no, and save is empty: .* Set appendonly to yes\.$/],
    [{ appendonly: "no", save: "3600 1" }, /^appendonly is no: .* since the last snapshot.* Set appendonly to yes\.$/],
    [{ appendfsync: "everysec" }, /^appendfsync is everysec: .* Set it to always/],
    [{ appendfsync: "no" }, /^appendfsync is no: .* Set it to always/],
  ] as const)("with %o is told of in one sentence", async ([settings, sentence]) => {
    expect(await foundWith(settings)).toEqual([expect.stringMatching(sentence)]);
  });

  test("tells of everything that is wrong", async () => {
    expect(await foundWith({ "maxmemory-policy": "allkeys-random", appendfsync: "no" })).toHaveLength(2);
  });

  test.for([
    [["+info"], { "maxmemory-policy": "allkeys-lru" }, ["maxmemory-policy is", "appendfsync could not be checked"]],
    [["+info"], { appendonly: "no" }, ["appendonly is no", "save could not be checked"]],
    [["-info"], {}, ["maxmemory-policy, appendonly, appendfsync, save could not be checked: the account may not ask."]],
  ] as const)("says what an account with %o alone may not ask for", async ([rights, settings, beginnings]) => {
    await foundWith(settings);
    const { client, server } = redis();
    await client.sendCommand(["ACL", "SETUSER", "ann", "reset", "on", ">pw", "~*", "+@connection", ...rights]);
    const asking = await createClient({ url: server.url, username: "ann", password: "pw" }).connect();
    const found = await sentencesOf(redisStore({ client: asking }));
    asking.destroy();
    expect(found).toEqual(beginnings.map((beginning) => expect.stringContaining(beginning)));
  });

  test("is asked through a pool too", async () => {
    await foundWith({ appendfsync: "no" });
    const pool = createClientPool({ url: redis().server.url });
    await pool.connect();
    expect(await sentencesOf(redisStore({ client: pool }))).toHaveLength(1);
    pool.destroy();
  });

  test("cannot be asked through a client of fewer commands, which is said", async () => {
    const { client } = redis();
    const few = {
      hmGet: (key: string, fields: string[]) => client.hmGet(key, fields),
      eval: client.eval.bind(client),
      evalSha: client.evalSha.bind(client),
    };
    expect(await sentencesOf(redisStore({ client: few }))).toEqual([expect.stringContaining("could not be checked")]);
  });

  test("that is gone throws, and is not found in order", async () => {
    const { server, store } = redis();
    await server.kill();
    await expect(sentencesOf(store)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    await server.start();
  });
});

describe("a cluster", () => {
  const redis = useRedis(process.env, async (find) => {
    const nodes = await openRedisCluster(await find());
    const client = createCluster({ rootNodes: nodes.urls.map((url) => ({ url })) });
    await client.on("error", () => undefined).connect();
    return {
      nodes,
      client,
      async close() {
        client.destroy();
        await nodes.close();
      },
    };
  });

  test("is asked on every master, and those with the same finding share a sentence", async () => {
    const { nodes, client } = redis();
    const [first = "", second = ""] = nodes.urls;
    for (const url of nodes.urls) {
      const node = await createClient({ url }).connect();
      const settings = { ...SAFE, ...(url !== second && { "maxmemory-policy": "allkeys-lfu" }), appendfsync: "no" };
      for (const [name, value] of Object.entries(settings)) await node.configSet(name, value);
      node.destroy();
    }
    const found = await sentencesOf(redisStore({ client }));
    expect(found).toContainEqual(expect.stringMatching(/^On every master: appendfsync is no/));
    const policy = found.find((sentence) => sentence.includes("maxmemory-policy"));
    expect(policy).toContain(first.replace("redis://", ""));
    expect(policy).not.toContain(second.replace("redis://", ""));
    expect(found).toHaveLength(2);
  });
});
