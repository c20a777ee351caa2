import { setImmediate as nextTurn } from "node:timers/promises";
import pLimit from "p-limit";
import type { UpdateReport } from "./personalizer.ts";

/** Which update: of one user by one pass at most one runs at a time. */
export interface UpdateKey {
  readonly userId: string;
  readonly pass: string;
}

/** Runs updates: in this process, or on a queue that many workers share. */
export interface UpdateRunner {
  /** Starts the update, or joins it when the same one is under way. Rejects as `execute` does. */
  run(key: UpdateKey, execute: (signal: AbortSignal) => Promise<UpdateReport>): Promise<UpdateReport>;
  /** The update under way, if it runs in this process. */
  running(key: UpdateKey): Promise<UpdateReport> | undefined;
  /**
   * Takes nothing more, aborts what runs, but for the updates of one pass only after `graceMs`, and waits until all
   * have ended.
   */
  close(grace: { readonly pass: string; readonly graceMs: number }): Promise<void>;
}

interface Running {
  readonly pass: string;
  readonly abort: AbortController;
  readonly report: Promise<UpdateReport>;
}

/**
 * The runner of a single process: one update per user and pass at a time, a bounded number altogether.
 *
 * @param options.concurrency - how many updates run at once, 4 by default
 */
export function inProcessRunner({ concurrency = 4 }: { concurrency?: number } = {}): UpdateRunner {
  const limit = pLimit(concurrency);
  const underWay = new Map<string, Running>();
  const nameOf = ({ userId, pass }: UpdateKey) => JSON.stringify([userId, pass]);
  let closed = false;

  return {
    run(key, execute) {
      const name = nameOf(key);
      const joined = underWay.get(name);
      if (joined) return joined.report;
      const abort = new AbortController();
      if (closed) abort.abort();
      const report = limit(async () => {
        // Whoever made the update due, a record or a read, gives its answer first.
        await nextTurn();
        abort.signal.throwIfAborted();
        return execute(abort.signal);
      }).finally(() => underWay.delete(name));
      underWay.set(name, { pass: key.pass, abort, report });
      return report;
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
    },
  };
}
