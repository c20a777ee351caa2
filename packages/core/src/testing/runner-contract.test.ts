import { describe, expect, test } from "vitest";
import { inProcessRunner, type UpdateRunner, type UpdateTask, type UpdateWork } from "../runner.ts";
import { runnerContract } from "./runner-contract.ts";

/** Wraps the work that a runner is given. */
function working(runner: UpdateRunner, wrap: (work: UpdateWork) => UpdateWork): UpdateRunner {
  return { ...runner, serve: (work) => runner.serve(wrap(work)) };
}

/** Runs each task by itself, without looking at any other. */
function headless(runner: UpdateRunner): UpdateRunner {
  let work: UpdateWork = () => Promise.reject(new Error("Nothing is served."));
  const signal = new AbortController().signal;
  return {
    ...runner,
    serve(given) {
      work = given;
      runner.serve(given);
    },
    request: async (task) => void work(task, signal).catch(() => undefined),
  };
}

/** Mistakes that a runner may make, each with what is made of a good one, and the first fact that it breaks. */
const broken: readonly [mistake: string, make: () => UpdateRunner, fact: RegExp][] = [
  [
    "loses what an update reports",
    () =>
      working(inProcessRunner(), (work) => async (task, signal) => ({ ...(await work(task, signal)), sessions: 0 })),
    /answers with its report/,
  ],
  [
    "forgets what was asked for",
    () =>
      working(
        inProcessRunner(),
        (work) =>
          ({ userId, pass, by }, signal) =>
            work({ userId, pass, by }, signal),
      ),
    /hands the work the task/,
  ],
  [
    "hides why an update failed",
    () =>
      working(
        inProcessRunner(),
        (work) => (task, signal) => work(task, signal).catch(() => Promise.reject(new Error("It failed."))),
      ),
    /fails as the work fails/,
  ],
  ["keeps no request that comes while the update runs", () => strands(inProcessRunner()), /runs once more/],
  [
    "takes what waited for still due",
    () => working(inProcessRunner(), (work) => (task, signal) => work({ ...task, ifDue: false }, signal)),
    /runs once more/,
  ],
  ["runs what is requested side by side", () => headless(inProcessRunner()), /never side by side/],
  ["says that it shares a queue, and shares nothing", () => alone(inProcessRunner()), /at once, however they come/],
  ["takes its requests along when it closes", () => alone(inProcessRunner()), /loses no request/],
  ["goes on after it has closed", () => ({ ...inProcessRunner(), close: async () => {} }), /takes nothing after/],
  ["takes no request after a failure", () => offended(inProcessRunner()), /after one that failed/],
  ["runs one update at a time of all users", () => inProcessRunner({ concurrency: 1 }), /another's takes long/],
  [
    "holds on to a caller who leaves",
    () => ({ ...inProcessRunner(), ...withoutSignal(inProcessRunner()) }),
    /lets a caller leave/,
  ],
  ["tells nobody what runs", () => ({ ...inProcessRunner(), running: () => undefined }), /tells of an update/],
  ["closes without ending anything", () => ({ ...inProcessRunner(), close: async () => {} }), /aborts what runs here/],
  ["has a clock that is fast", () => fast(inProcessRunner()), /no earlier/],
];

function strands(runner: UpdateRunner): UpdateRunner {
  return {
    ...runner,
    request: async (task) => (runner.running(task) === undefined ? runner.request(task) : undefined),
  };
}

function alone(runner: UpdateRunner): UpdateRunner {
  return { ...runner, status: () => Promise.reject(new Error("Nothing here asks for it.")) };
}

function offended(runner: UpdateRunner): UpdateRunner {
  let hasFailed = false;
  return {
    ...runner,
    serve: (work) =>
      runner.serve((task, signal) =>
        work(task, signal).catch((error: unknown) => {
          hasFailed = true;
          throw error;
        }),
      ),
    request: async (task) => (hasFailed ? undefined : runner.request(task)),
  };
}

function withoutSignal(runner: UpdateRunner): UpdateRunner {
  return { ...runner, run: (task) => runner.run(task) };
}

function fast(runner: UpdateRunner): UpdateRunner {
  return { ...runner, later: (task: UpdateTask) => runner.request({ ...task, ifDue: true }) };
}

test("each case catches a mistake", () => {
  const uncaught = runnerContract.filter(({ name }) => !broken.some(([, , fact]) => fact.test(name)));
  expect(uncaught.map(({ name }) => name)).toEqual([]);
});

describe.concurrent("a runner that", () => {
  test.for(broken)("%s is caught", async ([, make, fact], { expect }) => {
    const [breaks, ...others] = runnerContract.filter(({ name }) => fact.test(name));
    expect(others).toEqual([]);
    await expect(breaks?.run(async () => make())).rejects.toThrow();
  });
});
