import {
  createPersonalizer,
  deepPass,
  everySessions,
  instantPass,
  manualRunner,
  type Personalizer,
} from "@lifelong/core";
import { scriptedOptimizer } from "@lifelong/core/testing";
import fc from "fast-check";
import { createCluster } from "redis";
import { describe, expect, test } from "vitest";
import { type OpenedRedis, openRedis } from "./__fixtures__/open-redis.ts";
import { commitNext, samplePart } from "./__fixtures__/sample-user.ts";
import type { RedisClient } from "./connection.ts";
import { GROUPS, keysOf } from "./keys.ts";
import { redisStore } from "./redis-store.ts";
import { openRedisCluster } from "./testing/open-redis-cluster.ts";
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

/** A client that counts waves: commands that go out before a reply to one of them is there. */
function countWaves(client: RedisClient): { readonly client: RedisClient; waves(): number } {
  let waves = 0;
  let isOut = false;
  async function sent(reply: Promise<unknown>): Promise<unknown> {
    if (!isOut) waves += 1;
    isOut = true;
    try {
      return await reply;
    } finally {
      isOut = false;
    }
  }
  return {
    client: {
      hmGet: (key, fields) => sent(client.hmGet(key, fields)),
      eval: (source, options) => sent(client.eval(source, options)),
      evalSha: (sha1, options) => sent(client.evalSha(sha1, options)),
    },
    waves: () => waves,
  };
}

/** The library in a process of its own, with both passes. */
function library(client: RedisClient): Personalizer {
  const optimizer = scriptedOptimizer([]);
  const passes = [instantPass(optimizer), deepPass(optimizer, { policy: everySessions(3) })];
  return createPersonalizer({ store: redisStore({ client }), passes, runner: manualRunner() });
}

const said = (...texts: readonly string[]) => texts.map((text) => ({ role: "user", text }) as const);

interface Server {
  readonly client: RedisClient;
}

/** What somebody records, after what has happened before. */
const recordings: readonly [
  what: string,
  waves: number,
  run: (house: { own: Personalizer; other: Personalizer; count: <T>(work: () => Promise<T>) => Promise<T> }) => unknown,
][] = [
  [
    "a first session of a new user",
    2,
    ({ own, count }) => count(() => own.recordSession("new", { messages: said("one") })),
  ],
  [
    "a new session",
    2,
    async ({ own, count }) => {
      await own.recordSession("u", { id: "first", messages: said("one") });
      await count(() => own.recordSession("u", { id: "second", messages: said("one") }));
    },
  ],
  [
    "a session of somebody whom this process has not met, at which a pass is due",
    2,
    async ({ own, other, count }) => {
      await other.edit("u", [{ kind: "lock", field: "location" }]);
      for (const id of ["first", "second"]) await other.recordSession("u", { id, messages: said("one") });
      const { due } = await count(() => own.recordSession("u", { id: "third", messages: said("one") }));
      expect(due).toEqual(["instant", "deep"]);
    },
  ],
  [
    "a session after another process has changed the persona",
    2,
    async ({ own, other, count }) => {
      await own.recordSession("u", { id: "first", messages: said("one") });
      await other.edit("u", [{ kind: "lock", field: "location" }]);
      await count(() => own.recordSession("u", { id: "second", messages: said("one") }));
    },
  ],
  [
    "a session that has grown",
    2,
    async ({ own, other, count }) => {
      await other.recordSession("u", { id: "first", messages: said("one") });
      await count(() => own.recordSession("u", { id: "first", messages: said("one", "two") }));
    },
  ],
  [
    "a session that is recorded already",
    1,
    async ({ own, other, count }) => {
      await other.recordSession("u", { id: "first", messages: said("one") });
      expect(await count(() => own.recordSession("u", { id: "first", messages: said("one") }))).toMatchObject({
        duplicate: true,
        pending: 1,
      });
    },
  ],
  [
    "a private session",
    2,
    async ({ own, other, count }) => {
      await other.recordSession("u", { id: "first", messages: said("one") });
      await count(() => own.recordSession("u", { id: "second", private: true, messages: said("one") }));
    },
  ],
];

function recordingTests(opened: () => Server): void {
  test.for(recordings)("%s: %i", async ([, waves, run]) => {
    const { client } = opened();
    const counted = countWaves(client);
    const [own, other] = [library(counted.client), library(client)];
    for (const userId of ["u", "new"]) {
      // A node that is new to a script is given it.
      for (const messages of [said("one"), said("one", "two")])
        await other.recordSession(userId, { id: "t", messages });
      await other.forget(userId, { kind: "everything" });
    }
    let took = Number.NaN;
    await run({
      own,
      other,
      async count(work) {
        const before = counted.waves();
        const result = await work();
        took = counted.waves() - before;
        return result;
      },
    });
    expect(took).toBe(waves);
  });
}

describe("round trips of recordSession on one server", () => recordingTests(redis));

describe("round trips of recordSession on a cluster", () => {
  recordingTests(
    useRedis(process.env, async (find) => {
      const cluster = await openRedisCluster(await find());
      const client = createCluster({ rootNodes: cluster.urls.map((url) => ({ url })) });
      await client.on("error", () => undefined).connect();
      return {
        client,
        async close() {
          client.destroy();
          await cluster.close();
        },
      };
    }),
  );
});

test("recordSession sends two scripts, which do what one look and one append do", async () => {
  const { client } = redis();
  const personalizer = library(client);
  await personalizer.forget("u", { kind: "everything" });
  await personalizer.recordSession("u", { id: "first", messages: said("one") });
  await personalizer.edit("u", [{ kind: "lock", field: "location" }]);
  const record = (id: string) => personalizer.recordSession("u", { id, messages: said("one") });
  expect(await commandsOf(client, () => record("second"))).toEqual({
    evalsha: 2,
    hmget: 2,
    hget: 2,
    exists: 2,
    hset: 3,
    zadd: 1,
  });
});

test("of sessions that several processes record at once, exactly every third makes the deep pass due", async () => {
  const { client } = redis();
  const libraries = Array.from({ length: 4 }, () => library(client));
  await libraries[0]?.forget("busy", { kind: "everything" });
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      libraries[index % libraries.length]?.recordSession("busy", { id: `s${index}`, messages: said("one") }),
    ),
  );
  expect(answers.filter((answer) => answer?.due.includes("deep"))).toHaveLength(10);
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
