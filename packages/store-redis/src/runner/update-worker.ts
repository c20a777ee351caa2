import { setTimeout as sleep } from "node:timers/promises";
import type { UpdateTask, UpdateWork } from "@lifelong/core";
import { type ConnectionOptions, DelayedError, type Job, Worker } from "bullmq";
import { QUEUE, WAKE } from "./queue-names.ts";
import { failureOf, outcomeOf, parseJob, UpdateFailure } from "./update-job.ts";

/** An update that stands still so often because its worker died is given up. */
const MOST_DEATHS = 10;
/** After a lost connection. */
const RECONNECT_MS = 500;
/** So long a closing worker waits for a connection that it is still making. */
const READY_MS = 2_000;
/** What a closing worker gives back waits so long, lest it takes that up again itself. */
const HANDOVER_MS = 500;
const LONGEST_PAUSE_MS = 10 * 60_000;

export interface WorkerOptions {
  readonly connection: ConnectionOptions;
  readonly prefix: string;
  /** How many updates run here at once. */
  readonly concurrency: number;
  /** How long after a worker's death another takes its updates up, at least; milliseconds. */
  readonly lockMs: number;
  /** Between the first two attempts, milliseconds. */
  readonly firstPauseMs: number;
  readonly work: UpdateWork;
  readonly request: (task: UpdateTask) => Promise<void>;
  readonly later: (task: UpdateTask, at: Date) => Promise<void>;
}

/** Takes updates from the queue and runs them. */
export interface UpdateWorker {
  /** Aborts what runs here and gives it back to the queue, for another worker to take up. */
  close(): Promise<void>;
}

export function openWorker(options: WorkerOptions): UpdateWorker {
  const { connection, prefix, concurrency, lockMs, firstPauseMs, work, request, later } = options;
  const closing = new AbortController();
  const worker = new Worker(QUEUE, take, {
    connection,
    prefix,
    concurrency,
    lockDuration: lockMs,
    stalledInterval: lockMs,
    maxStalledCount: MOST_DEATHS,
    runRetryDelay: RECONNECT_MS,
    settings: { backoffStrategy: (attempts, _type, error) => pauseAfter(attempts, firstPauseMs, error) },
  });
  // A lost connection is made again by the client; nobody here could do more about it.
  worker.on("error", () => undefined);
  // Whoever has lost a job's lock is not alone with it any more.
  worker.on("lockRenewalFailed", (ids: string[]) => {
    for (const id of ids) worker.cancelJob(id);
  });

  async function take(job: Job, token?: string, cancelled?: AbortSignal): Promise<unknown> {
    const task: UpdateTask = { ...parseJob(job.data), by: "model" };
    if (job.name === WAKE) return request(task);
    const signal = AbortSignal.any([closing.signal, ...(cancelled ? [cancelled] : [])]);
    try {
      const report = await work(task.asked ? task : { ...task, ifDue: true }, signal);
      if (report.outcome === "limited" && report.until !== undefined) await later(task, new Date(report.until));
      return outcomeOf(report);
    } catch (error) {
      if (!closing.signal.aborted) throw failureOf(error);
      await job.moveToDelayed(Date.now() + HANDOVER_MS, token);
      throw new DelayedError();
    }
  }

  return {
    async close() {
      closing.abort();
      // BullMQ leaves the connection behind that it is still making when it closes, and that keeps the process.
      const ready = worker.waitUntilReady().catch(() => undefined);
      await Promise.race([ready, sleep(READY_MS, undefined, { ref: false })]);
      await worker.close();
    },
  };
}

/** Twice as long each time, or as long as the vendor asked for, if that is longer. */
function pauseAfter(attempts: number, firstPauseMs: number, error?: Error): number {
  const pause = Math.min(firstPauseMs * 2 ** (attempts - 1), LONGEST_PAUSE_MS);
  const asked = error instanceof UpdateFailure ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(asked, pause * (0.75 + Math.random() / 2));
}
