import { setImmediate as nextTurn } from "node:timers/promises";
import pLimit from "p-limit";
import type { LanguageModel } from "./model.ts";
import type { Pass } from "./pass.ts";
import type { UpdateReport } from "./personalizer.ts";
import { createShareRun } from "./shared-run.ts";
import type { SharedSpending } from "./shared-spending.ts";

/** Which update: of one user by one pass at most one runs at a time. */
export interface UpdateKey {
  readonly userId: string;
  readonly pass: string;
}

/** An update that shall run: plain data, fit to be told to another process. */
export interface UpdateTask extends UpdateKey {
  /** Who learns. An update by rules takes milliseconds, and runs where it became due. */
  readonly by: Exclude<Pass["by"], "host">;
  /** True: time has passed since the pass was found due, so that its policy is asked first. */
  readonly ifDue?: boolean;
  /** Somebody asked for it: beside what is pending, which of what is parked. */
  readonly asked?: { readonly all: boolean; readonly retry: boolean };
}

/** A report as another process tells it: without the texts, which the history has. */
export type RunnerReport = Omit<UpdateReport, "changes" | "refusals"> &
  Partial<Pick<UpdateReport, "changes" | "refusals">>;

/** Carries out a task, in whichever process has taken it. */
export type UpdateWork = (task: UpdateTask, signal: AbortSignal) => Promise<UpdateReport>;

/** How updates stand that run, wait or have failed, of all users. */
export interface QueueStatus {
  readonly running: number;
  readonly waiting: number;
  /** Waiting for a time: after a failure, at a ceiling, or because a policy named it. */
  readonly delayed: number;
  /** Given up after every attempt; what they were for stays pending. */
  readonly failed: number;
  /** Processes that take updates up; absent where that cannot be told. */
  readonly workers?: number;
  /** Updates of the user who was asked about that were given up, newest first. */
  readonly failures: readonly QueueFailure[];
}

export interface QueueFailure {
  readonly pass: string;
  /** ISO 8601 UTC, of the last attempt. */
  readonly at: string;
  readonly attempts: number;
  /** In a sentence. */
  readonly failure: string;
}

/**
 * Decides when and where updates run: in this process, or on a queue that many workers share.
 *
 * `runnerContract` of `@lifelong/core/testing` checks all of it.
 */
export interface UpdateRunner {
  /** For messages. */
  readonly name: string;

  /** Called once, before anything else: what a task means. */
  serve(work: UpdateWork): void;

  /**
   * Runs an update for somebody who waits; joins the same one when it is under way. Rejects as the work does, and with
   * the signal's reason when that aborts; then the update ends too, unless others wait for it or another process runs it.
   */
  run(task: UpdateTask, signal?: AbortSignal): Promise<RunnerReport>;

  /**
   * Runs an update with nobody waiting; its failure is the work's to tell. Asked for any number of times before it has
   * begun, it runs once; asked for while it runs, it runs once more afterwards, if it is still due then. Resolves when
   * the request is kept, which the caller need not wait for.
   *
   * @throws PersonaError `STORE_UNAVAILABLE` where it could not be kept
   */
  request(task: UpdateTask): Promise<void>;

  /** Runs it at a later time, if it is due then. A runner without has no clock: policies are asked at the next occasion. */
  later?(task: UpdateTask, at: Date): Promise<void>;

  /** The update under way, if it runs in this process. */
  running(key: UpdateKey): Promise<unknown> | undefined;

  /** How the queue stands; a runner without has none. */
  status?(userId: string): Promise<QueueStatus>;

  /**
   * Drops what names the user: nothing of an erased one may stay.
   *
   * @param passes - names of all that are configured
   */
  forgetUser?(userId: string, passes: readonly string[]): Promise<void>;

  /** Takes the whole queue away, whoever uses it: for one that a check has made. A runner whose queue ends with it has none. */
  drop?(): Promise<void>;

  /** The same model, its calls kept within what its vendor takes from all processes together. */
  limit?(model: LanguageModel): LanguageModel;

  /** Counts what models cost in all processes together; without, the histories tell. */
  readonly spending?: SharedSpending;

  /**
   * Takes nothing more, aborts what runs here, but for the updates of one pass only after `graceMs`, and waits until all
   * have ended.
   */
  close(grace: { readonly pass: string; readonly graceMs: number }): Promise<void>;
}

export interface InProcessOptions {
  /** How many updates run at once; 4 by default. */
  readonly concurrency?: number;
  /**
   * Is handed what runs with nobody waiting, so that a platform that freezes a program once it has answered lets it
   * finish: `waitUntil` of serverless platforms.
   */
  readonly waitUntil?: (running: Promise<void>) => void;
}

/** One update of a user and pass: `begun` once it is no longer waiting for its turn. */
interface UnderWay {
  readonly pass: string;
  readonly ifDue: boolean;
  readonly abort: AbortController;
  readonly report: Promise<UpdateReport>;
  begun: boolean;
  /** Whether it was requested once more since it began. */
  again: boolean;
}

/** The runner of a single process: one update per user and pass at a time, a bounded number altogether. */
export function inProcessRunner({ concurrency = 4, waitUntil }: InProcessOptions = {}): UpdateRunner {
  const limit = pLimit(concurrency);
  const underWay = new Map<string, UnderWay>();
  const requested = new Set<Promise<void>>();
  const shareRun = createShareRun<UpdateReport>();
  const nameOf = ({ userId, pass }: UpdateKey) => JSON.stringify([userId, pass]);
  let work: UpdateWork = () => Promise.reject(new Error("The runner serves no personalizer yet."));
  let closed = false;

  function begin(name: string, task: UpdateTask, abandoned: AbortSignal): Promise<UpdateReport> {
    const abort = new AbortController();
    if (closed) abort.abort();
    const report = limit(async () => {
      // Whoever made the update due, a record or a read, gives its answer first.
      await nextTurn();
      abort.signal.throwIfAborted();
      update.begun = true;
      return work(task, AbortSignal.any([abort.signal, abandoned]));
    }).finally(() => underWay.delete(name));
    const update: UnderWay = { pass: task.pass, ifDue: task.ifDue ?? false, abort, report, begun: false, again: false };
    underWay.set(name, update);
    return report;
  }

  async function run(task: UpdateTask, signal?: AbortSignal): Promise<UpdateReport> {
    const name = nameOf(task);
    // What takes up parked ranges is more than the update under way, and so is any that is asked for where one may find
    // nothing due: it comes afterwards.
    const isMore = (present: UnderWay) => task.asked && (task.asked.all || task.asked.retry || present.ifDue);
    for (let present = underWay.get(name); present && isMore(present); present = underWay.get(name)) {
      await settled(present.report);
    }
    return shareRun(name, (abandoned) => begin(name, task, abandoned), signal);
  }

  return {
    name: "in-process",

    serve(given) {
      work = given;
    },

    run,

    async request(task) {
      const present = underWay.get(nameOf(task));
      if (present && (!present.begun || present.again)) return;
      if (present) present.again = true;
      const running = present
        ? settled(present.report).then(() => settled(run({ ...task, ifDue: true })))
        : settled(run(task));
      requested.add(running);
      void running.finally(() => requested.delete(running));
      waitUntil?.(running);
    },

    running: (key) => underWay.get(nameOf(key))?.report,

    async close({ pass, graceMs }) {
      closed = true;
      const all = [...underWay.values()];
      const ended = Promise.allSettled(all.map(({ report }) => report));
      for (const running of all) if (running.pass !== pass) running.abort.abort();
      const timer = setTimeout(() => {
        for (const running of all) running.abort.abort();
      }, graceMs);
      await ended;
      clearTimeout(timer);
      await Promise.all(requested);
    },
  };
}

/** The runner for programs that end with their answer: what becomes due is only told, until `optimize` or `runDue` runs it. */
export function manualRunner(options: Pick<InProcessOptions, "concurrency"> = {}): UpdateRunner {
  return { ...inProcessRunner(options), name: "manual", request: async () => {} };
}

/** Waits for something to end, however it ends. */
async function settled(running: Promise<unknown> | undefined): Promise<void> {
  await Promise.allSettled([running]);
}
