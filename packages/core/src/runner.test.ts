import { expect, test, vi } from "vitest";
import type { UpdateReport } from "./personalizer.ts";
import { inProcessRunner } from "./runner.ts";

const REPORT: UpdateReport = { outcome: "nothing", revision: 0, sessions: 0, changes: [], refusals: [], pending: 0 };
const key = (userId: string, pass = "instant") => ({ userId, pass });

/** An update that ends when the test says so, or when it is aborted. */
function pendingUpdate() {
  let finish: (report: UpdateReport) => void = () => {};
  const started: string[] = [];
  const execute = (name: string) => (signal: AbortSignal) =>
    new Promise<UpdateReport>((resolve, reject) => {
      started.push(name);
      finish = resolve;
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  return { started, execute, finish: () => finish(REPORT) };
}

function begun({ started }: ReturnType<typeof pendingUpdate>): Promise<void> {
  return vi.waitFor(() => expect(started).toHaveLength(1));
}

test("joins the update of the same user and pass that is under way", async () => {
  const runner = inProcessRunner();
  const update = pendingUpdate();
  const one = runner.run(key("ana"), update.execute("one"));
  const other = runner.run(key("ana"), update.execute("other"));
  await begun(update);
  update.finish();
  expect(await one).toBe(await other);
  expect(update.started).toEqual(["one"]);
  expect(runner.running(key("ana"))).toBeUndefined();
});

test("runs the passes of one user side by side", async () => {
  const runner = inProcessRunner();
  const deep = pendingUpdate();
  const slow = runner.run(key("ana", "deep"), deep.execute("deep"));
  await runner.run(key("ana", "instant"), async () => REPORT);
  expect(runner.running(key("ana", "deep"))).toBe(slow);
  await begun(deep);
  deep.finish();
  await slow;
});

test("runs no more updates at once than it is told", async () => {
  const runner = inProcessRunner({ concurrency: 2 });
  let running = 0;
  let most = 0;
  const users = Array.from({ length: 10 }, (_, index) => `user-${index}`);
  await Promise.all(
    users.map((userId) =>
      runner.run(key(userId), async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return REPORT;
      }),
    ),
  );
  expect(most).toBe(2);
});

test("starts anew after an update has failed", async () => {
  const runner = inProcessRunner();
  await expect(runner.run(key("ana"), () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await runner.run(key("ana"), async () => REPORT)).toBe(REPORT);
});

test("closing aborts the other passes at once and gives the named one its time", async () => {
  const runner = inProcessRunner();
  const instant = pendingUpdate();
  const deep = pendingUpdate();
  const quick = runner.run(key("ana", "instant"), instant.execute("instant"));
  const slow = runner.run(key("ana", "deep"), deep.execute("deep"));
  await Promise.all([begun(instant), begun(deep)]);
  const closed = runner.close({ pass: "instant", graceMs: 60_000 });
  await expect(slow).rejects.toMatchObject({ name: "AbortError" });
  instant.finish();
  expect(await quick).toBe(REPORT);
  await closed;
  await expect(runner.run(key("ana"), async () => REPORT)).rejects.toMatchObject({ name: "AbortError" });
});

test("closing aborts the named pass too when its time is over", async () => {
  const runner = inProcessRunner();
  const update = pendingUpdate();
  const quick = runner.run(key("ana"), update.execute("instant"));
  await begun(update);
  const ended = expect(quick).rejects.toMatchObject({ name: "AbortError" });
  await runner.close({ pass: "instant", graceMs: 5 });
  await ended;
});
