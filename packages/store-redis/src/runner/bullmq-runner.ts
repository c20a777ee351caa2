import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  inProcessRunner,
  type LanguageModel,
  PersonaError,
  type QueueStatus,
  type RunnerReport,
  type UpdateRunner,
  type UpdateTask,
  type UpdateWork,
} from "@lifelong/core";
import { type ConnectionOptions, createNodeRedisClient, type Job, Queue } from "bullmq";
import { connection, type RedisClient } from "../connection.ts";
import { vendorLimit } from "./limited-model.ts";
import { QUEUE, queuePrefix, UPDATE, WAKE } from "./queue-names.ts";
import { redisSpending } from "./redis-spending.ts";
import { errorOf, jobOf, laneOf, parseJob, parseOutcome, sentenceOf } from "./update-job.ts";
import { openWorker, type UpdateWorker } from "./update-worker.ts";

/** Given-up updates are shown so long, seconds, and so many of them. */
const SHOWN_FAILURES = { age: 14 * 24 * 60 * 60, count: 1_000 };
/** An answer that nobody fetched stays so long, seconds. */
const UNFETCHED = { age: 60 * 60 };
const POLL_MS = 50;
/** For so long a request is made again while the queue is away, and so often. */
const PERSISTENCE_MS = 2 * 60_000;
const REQUEST_PAUSE_MS = 500;
/** Events of the queue are nobody's concern here; this many are kept. */
const EVENTS = 100;

/** What the queue needs of a client: a connected `createClient` or `createSentinel` of node-redis. BullMQ's adapter knows no cluster. */
export interface RunnerClient extends RedisClient {
  connect(): Promise<unknown>;
  duplicate(): unknown;
}

export interface BullmqRunnerOptions {
  /**
   * A connected client of node-redis with an `error` listener and without a `socketTimeout`, which the queue's waiting
   * would run into. It stays the caller's.
   */
  readonly client: RunnerClient;
  /** Stands before every key; without braces. The same for all processes of a deployment. Absent: `lifelong`. */
  readonly prefix?: string;
  /** How many updates of the queue run in this process at once; 0: none, it only asks for them. Absent: 0. */
  readonly concurrency?: number;
  /** How long after a worker's death another takes its updates up, at least, milliseconds. Absent: 30 000. */
  readonly lockMs?: number;
  /** How often an update is tried, failing for a reason that may pass, before it is given up. Absent: 6. */
  readonly attempts?: number;
  /** Between the first two attempts, milliseconds; twice as long each time. Absent: 2 000. */
  readonly firstPauseMs?: number;
  /** The most calls to each vendor of models in a minute, by all workers together. Absent: no limit but the vendor's. */
  readonly callsPerMinute?: number;
  /** After so many milliseconds without an answer a call throws `STORE_UNAVAILABLE`. Absent: 5 000. */
  readonly timeoutMs?: number;
}

/**
 * Runs updates by models on a BullMQ queue, in whichever process works on it; those by rules, which take milliseconds,
 * where they became due. Of a user and pass one job at most waits or runs. Jobs name users and hold no text.
 */
export function bullmqRunner(options: BullmqRunnerOptions): UpdateRunner {
  const { client, prefix = "lifelong", concurrency = 0, lockMs = 30_000, timeoutMs = 5_000 } = options;
  const { attempts = 6, firstPauseMs = 2_000, callsPerMinute } = options;
  const shared: ConnectionOptions = createNodeRedisClient(client);
  const keys = queuePrefix(prefix);
  const here = inProcessRunner();
  const queue = new Queue(QUEUE, {
    connection: shared,
    prefix: keys,
    streams: { events: { maxLen: EVENTS } },
    defaultJobOptions: { removeOnComplete: true, removeOnFail: SHOWN_FAILURES, stackTraceLimit: 0 },
  });
  queue.on("error", () => undefined);
  const limitOfVendor = vendorLimit({ client, prefix, callsPerMinute });
  const closing = new AbortController();
  let worker: UpdateWorker | undefined;

  async function answered<Answer>(doing: string, answer: Promise<Answer>): Promise<Answer> {
    const patience = new AbortController();
    try {
      const late = sleep(timeoutMs, undefined, { signal: patience.signal, ref: false });
      return await Promise.race([
        answer,
        late.then(() => Promise.reject(new Error(`No answer within ${timeoutMs} ms.`))),
      ]);
    } catch (cause) {
      const sentence = `The queue of updates could not ${doing}. See that its Redis is reachable; what is recorded waits.`;
      throw new PersonaError("STORE_UNAVAILABLE", sentence, { cause });
    } finally {
      patience.abort();
    }
  }

  /** What is on its way to the queue, which closing waits for. */
  const underWay = new Set<Promise<void>>();
  function kept(putting: Promise<void>): Promise<void> {
    underWay.add(putting);
    void putting.finally(() => underWay.delete(putting)).catch(() => undefined);
    return putting;
  }

  /** Asks again for a while where the queue is away: what was recorded just before shall not wait for another occasion. */
  async function request(task: UpdateTask): Promise<void> {
    for (const start = Date.now(); ; ) {
      try {
        const adding = queue.add(UPDATE, jobOf(task), {
          attempts,
          backoff: { type: "custom" },
          deduplication: { id: laneOf(task), keepLastIfActive: true },
        });
        await answered("take a request", adding);
        return;
      } catch (error) {
        if (closing.signal.aborted || Date.now() - start > PERSISTENCE_MS) throw error;
        await sleep(REQUEST_PAUSE_MS, undefined, { ref: false });
      }
    }
  }

  async function later(task: UpdateTask, at: Date): Promise<void> {
    const adding = queue.add(WAKE, jobOf(task), {
      delay: Math.max(0, at.getTime() - Date.now()),
      deduplication: { id: `later-${laneOf(task)}`, reschedule: true },
    });
    await answered("take a request", adding);
  }

  /** Puts the task into the queue as soon as nothing else of its user and pass is there. */
  async function put(task: UpdateTask, signal: AbortSignal | undefined): Promise<Job> {
    for (;;) {
      const jobId = randomUUID();
      const adding = queue.add(UPDATE, jobOf(task), {
        jobId,
        attempts: 1,
        removeOnComplete: UNFETCHED,
        removeOnFail: UNFETCHED,
        deduplication: { id: laneOf(task) },
      });
      const job = await answered("take a request", adding);
      if (job.id === jobId) return job;
      const other = await answered("be asked", queue.getJob(job.id ?? ""));
      // One that waits after a failure may as well be tried now.
      if (other && (await other.isDelayed())) await other.promote().catch(() => undefined);
      await sleep(POLL_MS, undefined, { signal });
    }
  }

  async function outcome(id: string, signal: AbortSignal | undefined): Promise<RunnerReport> {
    for (;;) {
      const job = await answered("be asked", queue.getJob(id));
      if (job === undefined) {
        const sentence = "The queue has lost this update, perhaps at a restart of its Redis. Run it again.";
        throw new PersonaError("STORE_UNAVAILABLE", sentence);
      }
      if (job.finishedOn !== undefined) {
        await answered("put an update away", job.remove());
        if (job.failedReason) throw errorOf(job.failedReason);
        return parseOutcome(job.returnvalue);
      }
      await sleep(POLL_MS, undefined, { signal });
    }
  }

  async function runElsewhere(task: UpdateTask, signal: AbortSignal | undefined): Promise<RunnerReport> {
    const leaving = AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]);
    leaving.throwIfAborted();
    if (worker === undefined && (await answered("be asked", queue.getWorkersCount())) === 0) {
      const sentence = "No worker takes updates from the queue. Start one: lifelong worker. What is recorded waits.";
      throw new PersonaError("CONFIGURATION", sentence);
    }
    const job = await put({ ...task, asked: task.asked ?? { all: false, retry: false } }, leaving).catch(
      reasonOf(leaving),
    );
    try {
      return await outcome(job.id ?? "", leaving);
    } catch (error) {
      if (!leaving.aborted) throw error;
      // One that runs already is beyond recall; its revision will tell.
      await job.remove().catch(() => undefined);
      throw leaving.reason;
    }
  }

  return {
    name: "bullmq",

    serve(work: UpdateWork) {
      here.serve(work);
      if (concurrency > 0) {
        worker = openWorker({
          connection: shared,
          prefix: keys,
          concurrency,
          lockMs,
          firstPauseMs,
          work,
          request,
          later,
        });
      }
    },

    run: (task, signal) => (task.by === "rules" ? here.run(task, signal) : runElsewhere(task, signal)),
    request: (task) => (task.by === "rules" ? here.request(task) : kept(request(task))),
    later: async (task, at) => {
      // By rules everything is read at each record, so that nothing waits for a time.
      if (task.by === "model") await kept(later(task, at));
    },
    running: here.running,

    async status(userId): Promise<QueueStatus> {
      const counting = queue.getJobCounts("active", "waiting", "prioritized", "delayed", "failed");
      const counts = await answered("be asked", counting);
      // An account may be forbidden to list clients.
      const workers = await answered("be asked", queue.getWorkersCount()).catch(() => undefined);
      const failed = await answered("be asked", queue.getFailed(0, SHOWN_FAILURES.count));
      return {
        running: counts.active ?? 0,
        waiting: (counts.waiting ?? 0) + (counts.prioritized ?? 0),
        delayed: counts.delayed ?? 0,
        failed: counts.failed ?? 0,
        ...(workers !== undefined && { workers }),
        failures: failed
          .map((job) => ({ job, data: parseJob(job.data) }))
          .filter(({ data }) => data.userId === userId)
          .map(({ job, data }) => ({
            pass: data.pass,
            at: new Date(job.finishedOn ?? job.timestamp).toISOString(),
            attempts: job.attemptsMade,
            failure: sentenceOf(job.failedReason ?? ""),
          })),
      };
    },

    async forgetUser(userId, passes) {
      const lanes = passes.map((pass) => laneOf({ userId, pass })).flatMap((lane) => [lane, `later-${lane}`]);
      const waiting = await answered("be asked", Promise.all(lanes.map((lane) => queue.getDeduplicationJobId(lane))));
      const done = await answered("be asked", queue.getJobs(["failed", "completed"]));
      const ids = [...waiting, ...done.filter((job) => parseJob(job.data).userId === userId).map(({ id }) => id)];
      for (const id of ids) {
        const job = id && (await answered("be asked", queue.getJob(id)));
        // One that runs finds nothing of the user any more, and goes when it has ended.
        if (job) await job.remove().catch(() => undefined);
      }
    },

    drop: () => answered("be taken away", queue.obliterate({ force: true })),

    spending: redisSpending(connection(client, timeoutMs), prefix),
    limit: (model: LanguageModel) => limitOfVendor(model),

    async close(grace) {
      closing.abort();
      await Promise.all([here.close(grace), worker?.close(), Promise.allSettled(underWay)]);
      await queue.close();
    },
  };
}

/** The signal's reason in the place of an error about the signal. */
function reasonOf(signal: AbortSignal): (error: unknown) => never {
  return (error) => {
    throw signal.aborted ? signal.reason : error;
  };
}
