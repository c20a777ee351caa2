import assert from "node:assert/strict";
import { PersonaError } from "../errors.ts";
import type { UpdateTask } from "../runner.ts";
import { handled, inTime, recordedWork } from "./recorded-work.ts";
import { type RunnerContractCase, runnerCase } from "./runner-case.ts";

const DEEP: Omit<UpdateTask, "userId"> = { pass: "deep", by: "model" };
const CLOSING = { pass: "instant", graceMs: 0 };

/**
 * What every runner does. A runner's own test is one line, under whatever test runner:
 *
 * ```ts
 * for (const { name, run } of runnerContract) test(name, () => run(open));
 * ```
 *
 * Each case makes user ids of its own, so that one queue can serve all of them.
 */
export const runnerContract: readonly RunnerContractCase[] = [
  runnerCase("runs what is asked for, and answers with its report", async ({ open, user }) => {
    const work = recordedWork();
    const runner = await open(work.execute);
    const userId = user();
    const running = handled(runner.run({ userId, ...DEEP }));
    await work.begun(userId);
    work.finish(userId, { outcome: "committed", revision: 7, sessions: 2 });
    const { outcome, revision, sessions } = await running;
    assert.deepEqual({ outcome, revision, sessions }, { outcome: "committed", revision: 7, sessions: 2 });
  }),

  runnerCase("hands the work the task that was asked for", async ({ open, user }) => {
    const work = recordedWork({ ends: true });
    const runner = await open(work.execute);
    const task: UpdateTask = { userId: user(), ...DEEP, asked: { all: true, retry: false } };
    await runner.run(task);
    const { userId, pass, by, asked } = work.tasks(task.userId)[0] ?? assert.fail("nothing ran");
    assert.deepEqual({ userId, pass, by, asked }, task);
  }),

  runnerCase("fails as the work fails, with its code, for whoever waits", async ({ open, user }) => {
    const work = recordedWork();
    const runner = await open(work.execute);
    const userId = user();
    const running = handled(runner.run({ userId, ...DEEP, asked: { all: false, retry: false } }));
    await work.begun(userId);
    work.fail(userId, new PersonaError("CONFIGURATION", "There is no such model. Name another."));
    await assert.rejects(running, { code: "CONFIGURATION", message: "There is no such model. Name another." });
  }),

  runnerCase(
    "runs what is requested many times at once once or twice, and never side by side",
    async ({ open, user }) => {
      const work = recordedWork({ ends: true });
      const runner = await open(work.execute);
      const userId = user();
      await Promise.all(Array.from({ length: 20 }, () => runner.request({ userId, ...DEEP })));
      await work.ended(userId, 1);
      await work.quiet(userId);
      // The first may have begun when the others came.
      assert.ok(work.tasks(userId).length <= 2, `${work.tasks(userId).length} times`);
      assert.equal(work.mostAtOnce(userId), 1);
    },
  ),

  runnerCase(
    "runs once more, and then asks whether it is due, what is requested while it runs",
    async ({ open, user }) => {
      const work = recordedWork();
      const runner = await open(work.execute);
      const userId = user();
      await runner.request({ userId, ...DEEP });
      await work.begun(userId);
      for (let times = 0; times < 5; times += 1) await runner.request({ userId, ...DEEP });
      work.finish(userId);
      await work.begun(userId, 2);
      assert.equal(work.tasks(userId)[1]?.ifDue, true);
      work.finish(userId);
      await work.ended(userId, 2);
      await work.stays(userId, 2);
      assert.equal(work.mostAtOnce(userId), 1);
    },
  ),

  runnerCase("takes a request after one that failed", async ({ open, user }) => {
    const work = recordedWork();
    const runner = await open(work.execute);
    const userId = user();
    await runner.request({ userId, ...DEEP });
    await work.begun(userId);
    work.fail(userId, new PersonaError("MODEL_REJECTED", "The model does not take this."));
    await work.ended(userId, 1);
    // A runner may need a moment to put a failed one away.
    await runner.request({ userId, ...DEEP });
    await work.begun(userId, 2);
    work.finish(userId);
    await work.ended(userId, 2);
  }),

  runnerCase("lets one user's update run while another's takes long", async ({ open, user }) => {
    const work = recordedWork();
    const runner = await open(work.execute);
    const [slow, quick] = [user(), user()];
    await runner.request({ userId: slow, ...DEEP });
    await work.begun(slow);
    await runner.request({ userId: quick, ...DEEP });
    await work.begun(quick);
    work.finish(quick);
    await work.ended(quick, 1);
    work.finish(slow);
    await work.ended(slow, 1);
  }),

  runnerCase("never runs two updates of a user and pass at once, however they come", async ({ open, user }) => {
    const work = recordedWork({ ends: true });
    const runners = [await open(work.execute), await open(work.execute)];
    const users = Array.from({ length: 5 }, user);
    const waiting: Promise<unknown>[] = [];
    for (let round = 0; round < 6; round += 1) {
      for (const [index, userId] of users.entries()) {
        const runner = runners[(round + index) % runners.length] ?? assert.fail();
        if (round % 3 === 0) waiting.push(runner.run({ userId, ...DEEP, asked: { all: round > 2, retry: false } }));
        else await runner.request({ userId, ...DEEP });
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(waiting);
    for (const userId of users) await work.quiet(userId);
    // Runners that share nothing are as many installations.
    const allowed = runners[0]?.status === undefined ? runners.length : 1;
    for (const userId of users) assert.ok(work.mostAtOnce(userId) <= allowed, `${work.mostAtOnce(userId)} at once`);
  }),

  runnerCase("lets a caller leave whose signal aborts, with its reason", async ({ open, user }) => {
    const work = recordedWork();
    const runner = await open(work.execute);
    const userId = user();
    const leaving = new AbortController();
    const running = handled(runner.run({ userId, ...DEEP }, leaving.signal));
    await work.begun(userId);
    const reason = new Error("The caller left.");
    leaving.abort(reason);
    await assert.rejects(inTime(running), reason);
    if (work.isRunning(userId)) work.finish(userId);
    await work.quiet(userId);
  }),

  runnerCase("tells of an update that runs here, and of none when it has ended", async ({ open, user }) => {
    const work = recordedWork();
    const runner = await open(work.execute);
    const key = { userId: user(), pass: "instant" };
    const running = handled(runner.run({ ...key, by: "rules" }));
    await work.begun(key.userId);
    assert.ok(runner.running(key));
    work.finish(key.userId);
    await running;
    assert.equal(runner.running(key), undefined);
  }),

  runnerCase("aborts what runs here when it closes, and waits until it has ended", async ({ open, user }) => {
    const work = recordedWork();
    const runner = await open(work.execute);
    const userId = user();
    await runner.request({ userId, ...DEEP });
    await work.begun(userId);
    await runner.close(CLOSING);
    assert.equal(work.isRunning(userId), false);
    assert.equal(work.aborted(userId), 1);
  }),

  runnerCase(
    "loses no request that came just before it closed, where others share the queue",
    async ({ open, user }) => {
      const work = recordedWork({ ends: true });
      const [leaving, staying] = [await open(work.execute), await open(work.execute)];
      if (staying.status === undefined) return;
      const users = Array.from({ length: 20 }, user);
      const requests = users.map((userId) => leaving.request({ userId, ...DEEP }));
      await leaving.close(CLOSING);
      await Promise.all(requests);
      for (const userId of users) await work.finished(userId);
    },
  ),

  runnerCase("takes nothing after it has closed", async ({ open, user }) => {
    const work = recordedWork({ ends: true });
    const runner = await open(work.execute);
    await runner.close(CLOSING);
    await assert.rejects(runner.run({ userId: user(), pass: "instant", by: "rules" }), { name: "AbortError" });
  }),

  runnerCase("runs what is asked for later no earlier, where it has a clock", async ({ open, user }) => {
    const work = recordedWork({ ends: true });
    const runner = await open(work.execute);
    const userId = user();
    const at = new Date(Date.now() + 300);
    await runner.later?.({ userId, ...DEEP }, at);
    if (runner.later === undefined) return;
    await work.ended(userId, 1);
    assert.ok(Date.now() >= at.getTime(), "It ran too early.");
    assert.equal(work.tasks(userId)[0]?.ifDue, true);
  }),
];
