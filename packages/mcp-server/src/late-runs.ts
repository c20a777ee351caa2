import type { OptimizeReport } from "@lifelong/core";

/** Runs remembered at most; a user who never asks again is forgotten first. */
const REMEMBERED = 1_000;

/** Runs that took longer than their call could wait: the next call of the same user tells what came of them. */
export interface LateRuns {
  put(userId: string, run: Promise<OptimizeReport>): void;
  /** The run, once; undefined when there is none. */
  take(userId: string): Promise<OptimizeReport> | undefined;
}

export function createLateRuns(): LateRuns {
  const runs = new Map<string, Promise<OptimizeReport>>();
  return {
    put(userId, run) {
      runs.set(userId, run);
      const [oldest] = runs.keys();
      if (runs.size > REMEMBERED && oldest !== undefined) runs.delete(oldest);
    },
    take(userId) {
      const run = runs.get(userId);
      runs.delete(userId);
      return run;
    },
  };
}
