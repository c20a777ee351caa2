import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OpenedRedis, openRedis } from "./__fixtures__/open-redis.ts";
import { commitNext, samplePart } from "./__fixtures__/sample-user.ts";
import { GROUPS, keysOf } from "./keys.ts";
import { useRedis } from "./testing/use-redis.ts";

const redis = useRedis(process.env, async (find) => openRedis(await find()));

/** The commands that the server carried out meanwhile: those that were sent, and those of the scripts. */
async function commandsOf(client: OpenedRedis["client"], work: () => Promise<unknown>) {
  await client.sendCommand(["CONFIG", "RESETSTAT"]);
  await work();
  const stats = String(await client.sendCommand(["INFO", "commandstats"]));
  const calls = [...stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(([, name, count]) => [name, Number(count)]);
  const { "config|resetstat": _, ...others } = Object.fromEntries(calls);
  return others;
}

describe("one round trip", () => {
  test.for<[string, (store: OpenedRedis["store"]) => Promise<unknown>, object]>([
    ["readHead", (store) => store.readHead("u"), { hmget: 1 }],
    ["readPersona", (store) => store.readPersona("u"), { hmget: 1 }],
    [
      "appendPart",
      (store) => store.appendPart("u", samplePart("second")),
      { evalsha: 1, hmget: 1, hget: 1, exists: 1, hset: 3, zadd: 1 },
    ],
  ])("%s", async ([, call, within]) => {
    const { client, store } = redis();
    await store.eraseUser("u");
    await store.appendPart("u", samplePart("first"));
    await commitNext(store, "u");
    expect(await commandsOf(client, () => call(store))).toEqual(within);
  });

  test("a server that does not know a script is given it once", async () => {
    const { client, store } = redis();
    await client.sendCommand(["SCRIPT", "FLUSH"]);
    const { evalsha, eval: whole } = await commandsOf(client, async () => {
      for (let turn = 0; turn < 3; turn += 1) await store.readRevisions("u", { limit: 1 });
    });
    expect({ evalsha, whole }).toEqual({ evalsha: 3, whole: 1 });
  });

  test("a call costs the same commands after a thousand sessions", async () => {
    const { client, store } = redis();
    const append = (index: number) => store.appendPart("busy", samplePart(`session ${index}`));
    await append(0);
    const early = await commandsOf(client, () => append(1));
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => append(index + 2)));
    expect(await commandsOf(client, () => append(2_000))).toEqual(early);
  });
});

test("all keys of a user lie in one slot, under a hash tag that the id cannot choose", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: "binary" }), fc.string(), (userId, other) => {
      const keys = Object.values(keysOf("lifelong", userId));
      const tags = keys.map((key) => /^lifelong:\{(\d+)\}:/.exec(key)?.[1]);
      expect(new Set(tags).size).toBe(1);
      expect(Number(tags[0])).toBeLessThan(GROUPS);
      expect(new Set(keys).size).toBe(keys.length);
      if (other !== userId) expect(keysOf("lifelong", other).life).not.toBe(keysOf("lifelong", userId).life);
    }),
  );
});
