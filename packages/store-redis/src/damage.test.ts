import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { type OpenedRedis, openRedis } from "./__fixtures__/open-redis.ts";
import { commitNext, samplePart } from "./__fixtures__/sample-user.ts";
import { keysOf, type UserKeys } from "./keys.ts";
import { useRedis } from "./testing/use-redis.ts";

const redis = useRedis(process.env, async (find) => openRedis(await find()));
const keys = keysOf("lifelong", "u");

type Store = OpenedRedis["store"];
const calls: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  readHead: (store) => store.readHead("u"),
  readPersona: (store) => store.readPersona("u"),
  readStanding: async (store) => store.readStanding?.("u", {}),
  "readStanding with a session": async (store) => store.readStanding?.("u", { sessionId: "first" }),
  readRevisions: (store) => store.readRevisions("u", { limit: 9 }),
  readSession: (store) => store.readSession("u", "first"),
  readParts: (store) => store.readParts("u", { after: 0, limit: 9 }),
  appendPart: (store) => store.appendPart("u", samplePart("first", 2)),
  "the first commit": (store) => commitNext(store, "u"),
};

const STANDINGS = ["readStanding", "readStanding with a session"];
const SESSIONS = ["readSession", "readStanding with a session"];

/** What is done to a key, which key, and which calls it hinders. */
const damages: readonly [what: string, damage: readonly string[], key: keyof UserKeys, hinders: readonly string[]][] = [
  [
    "a life that was evicted",
    ["DEL"],
    "life",
    ["readHead", "readPersona", ...STANDINGS, "appendPart", "the first commit"],
  ],
  ["revisions that were evicted", ["DEL"], "revisions", ["readRevisions"]],
  ["parts that were evicted", ["DEL"], "parts", ["readParts", ...SESSIONS]],
  ["an order that was evicted", ["DEL"], "order", ["readParts"]],
  ["sessions that were evicted", ["DEL"], "sessions", [...SESSIONS, "appendPart"]],
  ["a persona that is no JSON", ["HSET", "persona", '{"userId":"u","secret'], "life", ["readPersona", ...STANDINGS]],
  ["a persona that is none", ["HSET", "persona", '["secret"]'], "life", ["readPersona", ...STANDINGS]],
  ["a persona that is missing", ["HDEL", "persona"], "life", STANDINGS],
  ["a persona of another revision", ["HSET", "revision", "7"], "life", STANDINGS],
  ["a revision that is no JSON", ["HSET", "1", "secret"], "revisions", ["readRevisions"]],
  ["a part that is none", ["HSET", "1:1", '{"secret":1}'], "parts", ["readParts", ...SESSIONS]],
  ["a number that is none", ["HSET", "last", "secret"], "life", ["readHead", ...STANDINGS, "appendPart"]],
  ["a session that is none", ["HSET", "first", "secret"], "sessions", [...SESSIONS, "appendPart"]],
  ["a life of another user", ["HSET", "user", "secret"], "life", ["readHead", "readPersona", ...STANDINGS]],
  ["a key of another type", ["SET", "secret"], "parts", ["readParts", ...SESSIONS]],
];

describe.for(damages)("%s", ([, [command = "", ...words], name, hinders]) => {
  test.for(hinders)("makes %s throw STORE_CORRUPT, which names the key and no text", async (call) => {
    const { client, store } = redis();
    await store.eraseUser("u");
    await store.appendPart("u", samplePart("first"));
    await commitNext(store, "u");
    // The script names a session by a hash: whichever there is.
    const fields = name === "sessions" ? await client.hKeys(keys.sessions) : [];
    const changed = words.map((word) => (word === "first" ? (fields[0] ?? "") : word));
    await client.sendCommand([command, keys[name], ...changed]);
    const error = await calls[call]?.(store).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code: "STORE_CORRUPT" });
    expect(String(error)).toContain(keys[name]);
    expect(inspect(error, { depth: null })).not.toContain("secret");
  });
});
