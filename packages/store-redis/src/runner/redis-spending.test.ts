import { expect, test } from "vitest";
import { openRedis } from "../__fixtures__/open-redis.ts";
import { connection } from "../connection.ts";
import { useRedis } from "../testing/use-redis.ts";
import { newPrefix } from "./__fixtures__/queue-house.ts";
import { redisSpending } from "./redis-spending.ts";

const redis = useRedis(process.env, async (find) => openRedis(await find()));
const HOUR_MS = 60 * 60 * 1000;

/** Counters of several processes of one deployment, and the hash that they share. */
function open() {
  const prefix = newPrefix();
  const { client } = redis();
  const counters = [0, 1].map(() => redisSpending(connection(client, 5_000), prefix));
  const [one = redisSpending(connection(client, 5_000), prefix), other = one] = counters;
  return { one, other, key: `${prefix}:{queue}:spent` };
}

test("tokens of all processes count together, and what was reserved is corrected to what it cost", async () => {
  const { one, other } = open();
  const ceiling = { tokensPerDay: 20_000 };
  expect(await one.reserve(ceiling, { calls: 1, tokens: 14_000 })).toBeUndefined();
  expect(await other.reserve(ceiling, { calls: 1, tokens: 14_000 })).toBeUndefined();
  expect(await one.reserve(ceiling, { calls: 1, tokens: 14_000 })).toBeInstanceOf(Date);
  await other.correct({ calls: 0, tokens: -13_000 });
  expect(await one.reachedUntil(ceiling)).toBeUndefined();
  expect(await one.reserve(ceiling, { calls: 1, tokens: 14_000 })).toBeUndefined();
  expect(await other.reachedUntil(ceiling)).toBeInstanceOf(Date);
});

test("of many that reserve at once, as many get a call as the ceiling has", async () => {
  const { one, other } = open();
  const asked = Array.from({ length: 40 }, (_, index) =>
    (index % 2 === 0 ? one : other).reserve({ callsPerDay: 7 }, { calls: 1, tokens: 1 }),
  );
  expect((await Promise.all(asked)).filter((until) => until === undefined)).toHaveLength(7);
});

test("there is room again when enough is more than a day old, and what is older is dropped", async () => {
  const { one, key } = open();
  const { client } = redis();
  const hour = Math.floor(Date.now() / HOUR_MS);
  await client.hSet(key, { [`calls:${hour - 30}`]: 100, [`calls:${hour - 3}`]: 2, [`calls:${hour - 1}`]: 2 });
  expect(await one.reachedUntil({ callsPerDay: 5 })).toBeUndefined();
  expect(await one.reachedUntil({ callsPerDay: 4 })).toEqual(new Date((hour - 3 + 25) * HOUR_MS));
  expect(await one.reachedUntil({ callsPerDay: 2 })).toEqual(new Date((hour - 1 + 25) * HOUR_MS));
  expect(await client.hExists(key, `calls:${hour - 30}`)).toBe(0);
});

test("a count that cannot be read is an error that names the key", async () => {
  const { one, key } = open();
  await redis().client.hSet(key, { nonsense: 1 });
  await expect(one.reachedUntil({ callsPerDay: 4 })).rejects.toMatchObject({ code: "STORE_CORRUPT" });
  await expect(one.reachedUntil({ callsPerDay: 4 })).rejects.toThrow(key);
});
