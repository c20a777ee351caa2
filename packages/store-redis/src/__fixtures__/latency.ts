// Prints what calls of the Redis store cost beside SET and GET of the same bytes, in one run on a private server:
// node packages/store-redis/src/__fixtures__/latency.ts [calls per figure] [appendfsync: always, everysec, no]
import { findRedisBinary } from "../testing/redis-binary.ts";
import { openRedis } from "./open-redis.ts";
import { commitNext, samplePart } from "./sample-user.ts";

/** Calls of one kind that go on at the same time. */
const CALLERS = [1, 8, 64];
const PART_TEXT = "a".repeat(1_500);
const PERSONA_TEXT = "a".repeat(4_000);
const USERS = 64;
const LISTINGS = 50;

const count = Number(process.argv[2] ?? 5_000);
const appendfsync = process.argv[3] ?? "always";
const binary = await findRedisBinary(process.env.PATH ?? "");
const { client, store, close } = await openRedis(binary, { settings: { appendonly: "yes", appendfsync } });

interface Figures {
  readonly median: number;
  readonly high: number;
}

/** Milliseconds of one call, over so many of them by so many callers. */
async function measure(
  callers: number,
  call: (index: number) => Promise<unknown>,
  calls: number = count,
): Promise<Figures> {
  const times: number[] = [];
  let next = 0;
  async function caller(): Promise<void> {
    while (next < calls) {
      const index = next;
      next += 1;
      const start = performance.now();
      await call(index);
      times.push(performance.now() - start);
    }
  }
  await Promise.all(Array.from({ length: callers }, caller));
  times.sort((left, right) => left - right);
  const at = (share: number) => times[Math.floor(share * times.length)] ?? Number.NaN;
  return { median: at(0.5), high: at(0.95) };
}

function print(name: string, callers: number, { median, high }: Figures, floor: Figures): void {
  const cells = [
    callers,
    median.toFixed(3),
    high.toFixed(3),
    (median / floor.median).toFixed(2),
    (high / floor.high).toFixed(2),
  ];
  process.stdout.write(`${name.padEnd(14)}${cells.map((cell) => String(cell).padStart(10)).join("")}\n`);
}

const users = Array.from({ length: USERS }, (_, index) => `user ${index}`);
const userOf = (index: number) => users[index % USERS] ?? "";
for (const userId of users) await commitNext(store, userId, { note: PERSONA_TEXT });
const partBytes = JSON.stringify(samplePart("session", 1, PART_TEXT));
const personaBytes = JSON.stringify(await store.readPersona("user 0"));
for (const userId of users) await client.set(`floor ${userId}`, personaBytes);

process.stdout.write(
  `appendonly yes, appendfsync ${appendfsync}; part ${partBytes.length} bytes, persona ${personaBytes.length} bytes; ${count} calls each\n`,
);
process.stdout.write(
  `${"".padEnd(14)}${["callers", "p50 ms", "p95 ms", "p50 ÷", "p95 ÷"].map((word) => word.padStart(10)).join("")}\n`,
);
for (const callers of CALLERS) {
  const set = await measure(callers, (index) => client.set(`floor ${callers} ${index}`, partBytes));
  const append = await measure(callers, (index) =>
    store.appendPart(userOf(index), samplePart(`session ${callers} ${index}`, 1, PART_TEXT)),
  );
  const get = await measure(callers, (index) => client.get(`floor ${userOf(index)}`));
  const read = await measure(callers, (index) => store.readPersona(userOf(index)));
  const head = await measure(callers, (index) => store.readHead(userOf(index)));
  print("SET", callers, set, set);
  print("appendPart", callers, append, set);
  print("GET", callers, get, get);
  print("readPersona", callers, read, get);
  print("readHead", callers, head, get);
}
const { median, high } = await measure(1, () => store.listUsers({ limit: 1_000, pending: true }), LISTINGS);
process.stdout.write(
  `listUsers, all ${USERS} who are pending: p50 ${median.toFixed(1)} ms, p95 ${high.toFixed(1)} ms\n`,
);
await close();
