import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createPersonalizer, deepPass, manual, type PersonaStore } from "@lifelong/core";
import { scriptedOptimizer } from "@lifelong/core/testing";
import { createClient, type RedisClientType } from "redis";
import { redisStore } from "../../redis-store.ts";
import type { RedisServer } from "../../testing/open-redis-server.ts";
import { bullmqRunner } from "../bullmq-runner.ts";
import { type CallNote, percentiles, SCALE_K, type ScaleReport, type ServerReport } from "./scale-report.ts";

const SERVER = fileURLToPath(new URL("server-process.ts", import.meta.url));
const WORKER = fileURLToPath(new URL("worker-process.ts", import.meta.url));
const PAGE = 64;

export interface ScaleOptions {
  readonly server: RedisServer;
  readonly prefix: string;
  readonly servers: number;
  readonly workers: number;
  readonly users: number;
  /** Of each user. */
  readonly sessions: number;
  readonly modelMs: number;
  /** How many updates a worker runs at once. */
  readonly concurrency: number;
  /** Milliseconds between two deaths, of a worker or, every fifth time, of Redis. Absent: nobody dies. */
  readonly deathEveryMs?: number;
  /** A module that takes the same words as `server-process.ts` and serves the first server's users beside it: of an older version. */
  readonly beside?: string;
}

/** Records with several processes, learns with several others, and looks whether every session was used exactly once. */
export async function runScale(options: ScaleOptions): Promise<ScaleReport> {
  const { server, prefix, servers, workers, users, sessions, modelMs, concurrency, deathEveryMs, beside } = options;
  const workerArguments = [server.url, prefix, String(modelMs), String(concurrency)];
  const running = await Promise.all(Array.from({ length: workers }, () => startWorker(workerArguments)));
  const killed = new Set<number>();
  let restarts = 0;
  let going = true;

  async function die(): Promise<void> {
    for (let death = 1; going && deathEveryMs !== undefined; death += 1) {
      await sleep(deathEveryMs);
      if (!going) return;
      if (death % 5 === 0) {
        await server.kill();
        await server.start();
        restarts += 1;
        continue;
      }
      const place = Math.floor(Math.random() * running.length);
      const doomed = running[place];
      if (!doomed) return;
      killed.add(doomed.pid ?? 0);
      await kill(doomed);
      running[place] = await startWorker(workerArguments);
    }
  }

  const client: RedisClientType = createClient({ url: server.url });
  await client.on("error", () => undefined).connect();
  const store = redisStore({ client, prefix });
  const dying = die();
  try {
    const share = Math.ceil(users / servers);
    const start = performance.now();
    const wordsOf = (index: number) =>
      [server.url, prefix, index * share, Math.min(share, users - index * share), sessions].map(String);
    const reports = await Promise.all([
      ...Array.from({ length: servers }, (_, index) => runServer(SERVER, wordsOf(index))),
      ...(beside === undefined ? [] : [runServer(beside, wordsOf(0))]),
    ]);
    const recorded = performance.now();
    const userIds = Array.from({ length: users }, (_, index) => `user ${index}`);
    await untilLearned(store, userIds, sessions);
    const learned = performance.now();
    going = false;
    await dying;
    const rests = await learnRests(client, store, { prefix, userIds, sessions });
    const histories = await eachOf(userIds, async (userId) => ({
      userId,
      revisions: await store.readRevisions(userId, { limit: 1_000 }),
    }));
    return {
      users,
      sessions: users * sessions,
      updates: histories.reduce((sum, { revisions }) => sum + revisions.length, 0),
      wrong: histories.filter(({ revisions }) => !isWhole(revisions, sessions)).map(({ userId }) => userId),
      overlapping: overlapping(await notesOf(client, prefix), killed),
      rests,
      workersKilled: killed.size,
      restarts,
      refused: reports.reduce((sum, { refused }) => sum + refused, 0),
      recordSeconds: (recorded - start) / 1_000,
      drainSeconds: (learned - recorded) / 1_000,
      record: percentiles(reports.flatMap(({ recordMs }) => recordMs)),
      read: percentiles(reports.flatMap(({ readMs }) => readMs)),
    };
  } finally {
    going = false;
    await dying.catch(() => undefined);
    await Promise.all(running.map(kill));
    client.destroy();
  }
}

async function startWorker(words: readonly string[]): Promise<ChildProcess> {
  const worker = fork(WORKER, words, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  await once(worker, "message");
  return worker;
}

async function runServer(module: string, words: readonly string[]): Promise<ServerReport> {
  const child = fork(module, words, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const ended = once(child, "exit").then(() => Promise.reject(new Error("A server ended without a report.")));
  const [report] = (await Promise.race([once(child, "message"), ended])) as [ServerReport];
  ended.catch(() => undefined);
  return report;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

async function pendingOf(store: PersonaStore, userId: string, sessions: number): Promise<number> {
  return sessions - ((await store.readPersona(userId))?.watermarks.deep?.ordinal ?? 0);
}

/** Until nothing is due: an update that began late took more than k sessions, and left a rest of fewer. */
async function untilLearned(store: PersonaStore, userIds: readonly string[], sessions: number): Promise<void> {
  for (let left = userIds; left.length > 0; ) {
    const found = await eachOf(left, async (userId) => ({
      userId,
      // A Redis that is just being started again answers the next time.
      pending: await pendingOf(store, userId, sessions).catch(() => sessions),
    }));
    left = found.filter(({ pending }) => pending >= SCALE_K).map(({ userId }) => userId);
    if (left.length > 0) await sleep(200);
  }
}

/** Asks for the updates of the rests, over the queue as everything else; answers how many users had one. */
async function learnRests(
  client: RedisClientType,
  store: PersonaStore,
  { prefix, userIds, sessions }: { prefix: string; userIds: readonly string[]; sessions: number },
): Promise<number> {
  const passes = [deepPass(scriptedOptimizer([]), { policy: manual() })];
  const personalizer = createPersonalizer({ store, passes, runner: bullmqRunner({ client, prefix }) });
  const rests = await eachOf(userIds, async (userId) => {
    if ((await pendingOf(store, userId, sessions)) === 0) return 0;
    await personalizer.optimize(userId);
    return 1;
  });
  await personalizer.close();
  return rests.reduce<number>((sum, rest) => sum + rest, 0);
}

async function eachOf<Result>(userIds: readonly string[], ask: (userId: string) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < userIds.length; from += PAGE) {
    results.push(...(await Promise.all(userIds.slice(from, from + PAGE).map(ask))));
  }
  return results;
}

/** Numbers without a gap, watermarks that only rise, and the last at the last session. A call that failed moves none. */
function isWhole(revisions: Awaited<ReturnType<PersonaStore["readRevisions"]>>, sessions: number): boolean {
  const oldestFirst = revisions.toReversed();
  const marks = oldestFirst.flatMap(({ watermark }) => watermark?.ordinal ?? []);
  return (
    oldestFirst.every(({ revision }, index) => revision === index + 1) &&
    marks.every((mark, index) => mark > (marks[index - 1] ?? 0)) &&
    marks.at(-1) === sessions
  );
}

async function notesOf(client: RedisClientType, prefix: string): Promise<readonly CallNote[]> {
  const notes: CallNote[] = [];
  for (let from = 0; ; from += 10_000) {
    const page = await client.lRange(`${prefix}:calls`, from, from + 9_999);
    notes.push(...page.map((note): CallNote => JSON.parse(note)));
    if (page.length < 10_000) return notes;
  }
}

/** A call that begins before another of the same user has ended, though that one's worker lived on. */
function overlapping(notes: readonly CallNote[], killed: ReadonlySet<number>): readonly string[] {
  const underWay = new Map<string, number>();
  const found = new Set<string>();
  for (const { worker, userId, begins } of notes) {
    const before = underWay.get(userId);
    if (begins && before !== undefined && !killed.has(before)) found.add(userId);
    if (begins) underWay.set(userId, worker);
    else underWay.delete(userId);
  }
  return [...found];
}
