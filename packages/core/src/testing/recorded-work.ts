import assert from "node:assert/strict";
import type { UpdateReport } from "../personalizer.ts";
import type { UpdateTask, UpdateWork } from "../runner.ts";

const REPORT: UpdateReport = { outcome: "nothing", revision: 0, sessions: 0, changes: [], refusals: [], pending: 0 };
const PATIENCE_MS = 10_000;
const STEP_MS = 5;
/** How long nothing may happen until nothing is expected any more. */
const QUIET_MS = 200;

interface Execution {
  readonly task: UpdateTask;
  readonly finish: (report: UpdateReport) => void;
  readonly fail: (error: Error) => void;
  state: "running" | "ended" | "aborted";
}

/** The work of a runner under test: notes what runs, and ends it when the case says so. */
export interface RecordedWork {
  readonly execute: UpdateWork;
  tasks(userId: string): readonly UpdateTask[];
  isRunning(userId: string): boolean;
  aborted(userId: string): number;
  mostAtOnce(userId: string): number;
  /** Ends the execution that runs. */
  finish(userId: string, report?: Partial<UpdateReport>): void;
  fail(userId: string, error: Error): void;
  /** Resolves when so many executions have begun, and the last of them runs. */
  begun(userId: string, count?: number): Promise<void>;
  ended(userId: string, count: number): Promise<void>;
  /** Resolves when one has ended that nobody aborted. */
  finished(userId: string): Promise<void>;
  /** Still no more than so many have begun after a while. */
  stays(userId: string, count: number): Promise<void>;
  /** Resolves when for a while nothing has begun and nothing runs. */
  quiet(userId: string): Promise<void>;
}

/** @param options.ends - true: an execution ends by itself after a moment */
export function recordedWork({ ends = false }: { ends?: boolean } = {}): RecordedWork {
  const executions = new Map<string, Execution[]>();
  const most = new Map<string, number>();
  const of = (userId: string) => executions.get(userId) ?? [];
  const running = (userId: string) => of(userId).filter(({ state }) => state === "running");

  const work: RecordedWork = {
    execute: (task, signal) =>
      new Promise((resolve, reject) => {
        const { userId } = task;
        const close = (state: Execution["state"], settle: () => void) => {
          execution.state = state;
          settle();
        };
        const execution: Execution = {
          task,
          state: "running",
          finish: (report) => close("ended", () => resolve(report)),
          fail: (error) => close("ended", () => reject(error)),
        };
        executions.set(userId, [...of(userId), execution]);
        most.set(userId, Math.max(most.get(userId) ?? 0, running(userId).length));
        const abort = () => close("aborted", () => reject(signal.reason));
        if (signal.aborted) abort();
        signal.addEventListener("abort", abort, { once: true });
        if (ends) setTimeout(() => execution.finish(REPORT), STEP_MS);
      }),
    tasks: (userId) => of(userId).map(({ task }) => task),
    isRunning: (userId) => running(userId).length > 0,
    aborted: (userId) => of(userId).filter(({ state }) => state === "aborted").length,
    mostAtOnce: (userId) => most.get(userId) ?? 0,
    finish: (userId, report = {}) => only(userId).finish({ ...REPORT, ...report }),
    fail: (userId, error) => only(userId).fail(error),
    begun: (userId, count = 1) => until(() => of(userId).length >= count && running(userId).length > 0, "begin"),
    ended: (userId, count) => until(() => of(userId).filter(({ state }) => state !== "running").length >= count, "end"),
    finished: (userId) => until(() => of(userId).some(({ state }) => state === "ended"), "end"),
    async stays(userId, count) {
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
      assert.equal(of(userId).length, count);
    },
    async quiet(userId) {
      for (let before = -1; before !== of(userId).length || running(userId).length > 0; ) {
        before = of(userId).length;
        await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
      }
    },
  };
  return work;

  function only(userId: string): Execution {
    return running(userId)[0] ?? assert.fail("No update of this user runs.");
  }
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > end) assert.fail(`The update did not ${what} within ${PATIENCE_MS / 1_000} s.`);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
}

/** The promise, whose failure is not the process's where a case fails before it looks at it. */
export function handled<Result>(running: Promise<Result>): Promise<Result> {
  running.catch(() => undefined);
  return running;
}

/** The promise, or a failure where it takes too long. */
export async function inTime<Result>(running: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing came within ${PATIENCE_MS / 1_000} s.`)), PATIENCE_MS);
  });
  return Promise.race([running, late]).finally(() => clearTimeout(timer));
}
