/** Lets several callers wait for one run, each with a signal of its own. */
export type ShareRun<Result> = (
  name: string,
  start: (signal: AbortSignal) => Promise<Result>,
  signal?: AbortSignal,
) => Promise<Result>;

interface SharedRun<Result> {
  readonly run: Promise<Result>;
  readonly abandon: AbortController;
  waiting: number;
}

/**
 * A caller whose signal aborts leaves, and gets its reason at once; the run is aborted when the last one has left.
 * Whoever waits without a signal stays to the end. A caller that comes while an abandoned run is ending starts anew
 * after it.
 */
export function createShareRun<Result>(): ShareRun<Result> {
  const underWay = new Map<string, SharedRun<Result>>();

  function begin(name: string, start: (signal: AbortSignal) => Promise<Result>): SharedRun<Result> {
    const abandon = new AbortController();
    const run = start(abandon.signal).finally(() => underWay.delete(name));
    const shared = { run, abandon, waiting: 0 };
    underWay.set(name, shared);
    return shared;
  }

  return async function shareRun(name, start, signal) {
    for (;;) {
      signal?.throwIfAborted();
      const ending = underWay.get(name);
      if (!ending?.abandon.signal.aborted) break;
      await unlessAborted(ending.run, signal, () => {}).catch(() => {});
    }
    const shared = underWay.get(name) ?? begin(name, start);
    shared.waiting += 1;
    return unlessAborted(shared.run, signal, (reason) => {
      shared.waiting -= 1;
      if (shared.waiting === 0) shared.abandon.abort(reason);
    });
  };
}

/** What a promise gives, or the reason of the signal when that aborts first; `leave` is told of it at once. */
async function unlessAborted<Result>(
  running: Promise<Result>,
  signal: AbortSignal | undefined,
  leave: (reason: unknown) => void,
): Promise<Result> {
  if (!signal) return running;
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => {
    leave(signal.reason);
    aborted.reject(signal.reason);
  };
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([running, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
