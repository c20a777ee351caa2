import { describe, expect, test, vi } from "vitest";
import type { UpdateReport } from "./personalizer.ts";
import { inProcessRunner, manualRunner, type UpdateRunner, type UpdateTask } from "./runner.ts";
import { runnerContract } from "./testing/runner-contract.ts";

describe("the runner contract", () => {
  for (const { name, run } of runnerContract) test(name, () => run(async () => inProcessRunner()));
});

const REPORT: UpdateReport = { outcome: "nothing", revision: 0, sessions: 0, changes: [], refusals: [], pending: 0 };
const key = (userId: string, pass = "instant") => ({ userId, pass });
const task = (userId: string, pass = "instant"): UpdateTask => ({ userId, pass, by: "rules" });

/** Updates that end when the test says so, or when they are aborted, by user and pass. */
function open(options?: Parameters<typeof inProcessRunner>[0]) {
  const runner = inProcessRunner(options);
  const begun: { readonly task: UpdateTask; readonly finish: () => void }[] = [];
  runner.serve(
    (given, signal) =>
      new Promise((resolve, reject) => {
        begun.push({ task: given, finish: () => resolve(REPORT) });
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
  );
  const until = (count: number) => vi.waitFor(() => expect(begun).toHaveLength(count));
  return { runner, begun, until };
}

test("joins the update of the same user and pass that is under way", async () => {
  const { runner, begun, until } = open();
  const [one, other] = [runner.run(task("ana")), runner.run(task("ana"))];
  await until(1);
  begun[0]?.finish();
  expect(await one).toBe(await other);
  expect(begun).toHaveLength(1);
});

test.for([
  ["what takes up parked ranges", { ...task("ana"), asked: { all: false, retry: true } }, task("ana")],
  [
    "what is asked for, where the present one may find nothing due",
    { ...task("ana"), asked: { all: false, retry: false } },
    { ...task("ana"), ifDue: true },
  ],
] as const)("runs %s after the present one", async ([, more, present]) => {
  const { runner, begun, until } = open();
  const first = runner.run(present);
  await until(1);
  const second = runner.run(more);
  begun[0]?.finish();
  await first;
  await until(2);
  expect(begun[1]?.task).toEqual(more);
  begun[1]?.finish();
  expect(await second).toBe(REPORT);
});

test("runs the passes of one user side by side", async () => {
  const { runner, begun, until } = open();
  const [deep, instant] = [runner.run(task("ana", "deep")), runner.run(task("ana"))];
  await until(2);
  for (const { finish } of begun) finish();
  await Promise.all([deep, instant]);
});

test("runs no more updates at once than it is told", async () => {
  const runner = inProcessRunner({ concurrency: 2 });
  let running = 0;
  let most = 0;
  runner.serve(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return REPORT;
  });
  await Promise.all(Array.from({ length: 10 }, (_, index) => runner.run(task(`user-${index}`))));
  expect(most).toBe(2);
});

test("hands what nobody waits for to the platform, which lets it finish", async () => {
  const handed: Promise<void>[] = [];
  const { runner, begun, until } = open({ waitUntil: (running) => handed.push(running) });
  await runner.request(task("ana"));
  await until(1);
  begun[0]?.finish();
  expect(await Promise.all(handed)).toHaveLength(1);
});

test("closing aborts the other passes at once and gives the named one its time", async () => {
  const { runner, begun, until } = open();
  const quick = runner.run(task("ana"));
  await until(1);
  const slow = runner.run(task("ana", "deep"));
  await until(2);
  const closed = runner.close({ pass: "instant", graceMs: 60_000 });
  await expect(slow).rejects.toMatchObject({ name: "AbortError" });
  begun[0]?.finish();
  expect(await quick).toBe(REPORT);
  await closed;
});

test("closing aborts the named pass too when its time is over", async () => {
  const { runner, until } = open();
  const ended = expect(runner.run(task("ana"))).rejects.toMatchObject({ name: "AbortError" });
  await until(1);
  await runner.close({ pass: "instant", graceMs: 5 });
  await ended;
});

test("the manual runner runs what is asked for, and nothing that is only requested", async () => {
  const runner: UpdateRunner = manualRunner();
  const ran: UpdateTask[] = [];
  runner.serve(async (given) => {
    ran.push(given);
    return REPORT;
  });
  await runner.request(task("ana"));
  await runner.run(task("bea"));
  expect(ran).toEqual([task("bea")]);
  expect(runner.running(key("ana"))).toBeUndefined();
});
