// Prints what calls over Redis cost beside bare commands of the same bytes, in one run on a private server:
// node packages/store-redis/src/__fixtures__/latency.ts [calls per figure] [appendfsync: always, everysec, no]
import { createPersonalizer, deepPass, instantPass, manualRunner } from "@lifelong/core";
import { scriptedOptimizer } from "@lifelong/core/testing";
import { findRedisBinary } from "../testing/redis-binary.ts";
import { openRedis } from "./open-redis.ts";
import { commitNext, samplePart } from "./sample-user.ts";

/** Calls of one kind that go on at the same time. */
const CALLERS = [1, 8, 64];
/** Each kind has its turn in each round, so that a machine that is busy for a while slows all of them. */
const ROUNDS = 10;
const PART_TEXT = "We went to the market and bought plums for a cake. ".repeat(30);
const PERSONA_TEXT = "a".repeat(4_000);
const USERS = 64;
const LISTINGS = 50;

const count = Number(process.argv[2] ?? 5_000);
const appendfsync = process.argv[3] ?? "always";
const binary = await findRedisBinary(process.env.PATH ?? "");
const { client, store, close } = await openRedis(binary, { settings: { appendonly: "yes", appendfsync } });

type Call = (index: number) => Promise<unknown>;

interface Kind {
  readonly name: string;
  /** The bare commands beside which it is put; absent: it is bare itself. */
  readonly beside?: string;
  readonly call: Call;
}

interface Figures {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly perSecond: number;
}

interface Measured {
  readonly times: number[];
  elapsed: number;
}

/** Adds the milliseconds of so many calls by so many callers. */
async function measure({ times }: Measured, callers: number, calls: number, call: Call): Promise<void> {
  const first = times.length;
  let next = first;
  async function caller(): Promise<void> {
    while (next < first + calls) {
      const index = next;
      next += 1;
      const start = performance.now();
      await call(index);
      times.push(performance.now() - start);
    }
  }
  await Promise.all(Array.from({ length: callers }, caller));
}

function figuresOf({ times, elapsed }: Measured): Figures {
  const sorted = times.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), perSecond: (1_000 * times.length) / elapsed };
}

async function measureAll(callers: number, kinds: readonly Kind[]): Promise<ReadonlyMap<string, Figures>> {
  const measured = new Map(kinds.map(({ name }): [string, Measured] => [name, { times: [], elapsed: 0 }]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, call } of kinds) {
      const one = measured.get(name);
      if (one === undefined) continue;
      const start = performance.now();
      await measure(one, callers, count / ROUNDS, call);
      one.elapsed += performance.now() - start;
    }
  }
  return new Map([...measured].map(([name, one]) => [name, figuresOf(one)]));
}

function printRow(name: string, cells: readonly (string | number)[]): void {
  process.stdout.write(`${name.padEnd(28)}${cells.map((cell) => String(cell).padStart(9)).join("")}\n`);
}

function print({ name, beside = name }: Kind, callers: number, all: ReadonlyMap<string, Figures>): void {
  const [own, bare] = [all.get(name), all.get(beside)];
  if (own === undefined || bare === undefined) throw new Error(`${name} was not measured.`);
  printRow(beside === name ? name : `${name} ÷ ${beside}`, [
    callers,
    ...[own.p50, own.p95, own.p99].map((time) => time.toFixed(3)),
    Math.round(own.perSecond),
    ...[own.p50 / bare.p50, own.p95 / bare.p95, own.p99 / bare.p99, own.perSecond / bare.perSecond].map((ratio) =>
      ratio.toFixed(2),
    ),
  ]);
}

const users = Array.from({ length: USERS }, (_, index) => `user ${index}`);
const userOf = (index: number) => users[index % USERS] ?? "";
for (const userId of users) await commitNext(store, userId, { note: PERSONA_TEXT });
const partBytes = JSON.stringify(samplePart("session", 1, PART_TEXT));
const personaBytes = JSON.stringify(await store.readPersona("user 0"));
for (const userId of users) await client.set(`bare ${userId}`, personaBytes);

const optimizer = scriptedOptimizer([]);
const personalizer = createPersonalizer({
  store,
  passes: [instantPass(optimizer), deepPass(optimizer)],
  runner: manualRunner(),
});
const messages = samplePart("session", 1, PART_TEXT).messages;

const kindsOf = (callers: number): readonly Kind[] => [
  { name: "SET", call: (index) => client.set(`bare ${callers} ${index}`, partBytes) },
  { name: "GET", call: (index) => client.get(`bare ${userOf(index)}`) },
  {
    name: "GET, then SET",
    call: async (index) => {
      await client.get(`bare ${userOf(index)}`);
      await client.set(`bare both ${callers} ${index}`, partBytes);
    },
  },
  {
    name: "appendPart",
    beside: "SET",
    call: (index) => store.appendPart(userOf(index), samplePart(`session ${callers} ${index}`, 1, PART_TEXT)),
  },
  {
    name: "recordSession",
    beside: "GET, then SET",
    call: (index) => personalizer.recordSession(userOf(index), { id: `talk ${callers} ${index}`, messages }),
  },
  { name: "readHead", beside: "GET", call: (index) => store.readHead(userOf(index)) },
  { name: "readPersona", beside: "GET", call: (index) => store.readPersona(userOf(index)) },
  { name: "readStanding", beside: "GET", call: async (index) => store.readStanding?.(userOf(index), {}) },
  { name: "getPersona", beside: "GET", call: (index) => personalizer.getPersona(userOf(index)) },
];

process.stdout.write(
  `appendonly yes, appendfsync ${appendfsync}; part ${partBytes.length} bytes, persona ${personaBytes.length} bytes; ${count} calls each\n`,
);
printRow("", ["callers", "p50 ms", "p95 ms", "p99 ms", "calls/s", "p50 ÷", "p95 ÷", "p99 ÷", "calls ÷"]);
for (const callers of CALLERS) {
  const kinds = kindsOf(callers);
  const all = await measureAll(callers, kinds);
  for (const kind of kinds) print(kind, callers, all);
}
const listings: Measured = { times: [], elapsed: 0 };
await measure(listings, 1, LISTINGS, () => store.listUsers({ limit: 1_000, pending: true }));
const { p50, p95 } = figuresOf(listings);
process.stdout.write(`listUsers, all ${USERS} who are pending: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms\n`);
await close();
