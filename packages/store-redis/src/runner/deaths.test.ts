import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { everySessions, type Personalizer } from "@lifelong/core";
import { scriptedOptimizer } from "@lifelong/core/testing";
import { afterEach, expect, test, vi } from "vitest";
import { useRedis } from "../testing/use-redis.ts";
import { newPrefix, openQueueHouse } from "./__fixtures__/queue-house.ts";
import { SCALE_K } from "./__fixtures__/scale-report.ts";
import { runScale } from "./__fixtures__/scale-run.ts";

const house = useRedis(process.env, async (find) =>
  openQueueHouse(await find(), { appendonly: "yes", appendfsync: "always" }),
);
const PATIENCE = { timeout: 60_000, interval: 100 };
const WORKER = fileURLToPath(new URL("__fixtures__/worker-process.ts", import.meta.url));
const USERS = process.env.LIFELONG_FAULTS === "short" ? 40 : 200;

const workers: ChildProcess[] = [];
afterEach(async () => {
  for (const worker of workers.splice(0)) await kill(worker);
});

async function startWorker(prefix: string, modelMs: number): Promise<ChildProcess> {
  const worker = fork(WORKER, [house().server.url, prefix, String(modelMs)], { stdio: "inherit" });
  workers.push(worker);
  await once(worker, "message");
  return worker;
}

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  const gone = once(worker, "exit");
  worker.kill("SIGKILL");
  await gone;
}

async function record(personalizer: Personalizer, userId: string, from: number): Promise<void> {
  for (let count = from; count < from + SCALE_K; count += 1) {
    await personalizer.recordSession(userId, {
      id: `s${count}`,
      messages: [{ role: "user", text: `I like ${count}` }],
    });
  }
}

/** The calls of models, by worker and user, in the order in which they were noted. */
async function calls(prefix: string) {
  const noted = await house().client.lRange(`${prefix}:calls`, 0, -1);
  return noted.map((text): { worker: number; userId: string; begins: boolean } => JSON.parse(text));
}

/** Each user's history has no gaps, and each session was used by exactly one revision. */
async function expectOnce(personalizer: Personalizer, userId: string, sessions: number): Promise<void> {
  const history = await personalizer.history(userId);
  expect(history.map(({ revision }) => revision)).toEqual(history.map((_, index) => history.length - index));
  const marks = history.flatMap(({ watermark }) => watermark?.ordinal ?? []).toReversed();
  expect(marks).toEqual([...new Set(marks)].toSorted((one, other) => one - other));
  expect(marks.at(-1)).toBe(sessions);
}

test("an update whose worker is killed with SIGKILL is taken up by another, and written once", async () => {
  const prefix = newPrefix();
  const { personalizer } = await house().open({
    prefix,
    optimizer: scriptedOptimizer([]),
    policy: everySessions(SCALE_K),
  });
  const first = await startWorker(prefix, 60_000);
  await record(personalizer, "ana", 1);
  await vi.waitFor(async () => expect(await calls(prefix)).toHaveLength(1), PATIENCE);
  const second = await startWorker(prefix, 10);
  await kill(first);
  await vi.waitFor(async () => expect((await personalizer.status("ana")).passes[0]?.pending).toBe(0), PATIENCE);
  expect((await calls(prefix)).map(({ worker, begins }) => [worker, begins])).toEqual([
    [first.pid, true],
    [second.pid, true],
    [second.pid, false],
  ]);
  await expectOnce(personalizer, "ana", SCALE_K);
});

test("with workers killed at random and Redis killed and started again, every session is used once", async () => {
  const report = await runScale({
    server: house().server,
    prefix: newPrefix(),
    servers: 2,
    workers: 3,
    users: USERS,
    sessions: 2 * SCALE_K,
    modelMs: 50,
    concurrency: 2,
    deathEveryMs: 500,
  });
  expect(report).toMatchObject({ wrong: [], overlapping: [], sessions: USERS * 2 * SCALE_K });
}, 180_000);
