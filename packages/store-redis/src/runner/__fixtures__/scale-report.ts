/** Sessions between two updates. */
export const SCALE_K = 5;

/** What one server process measured, milliseconds. */
export interface ServerReport {
  readonly recordMs: readonly number[];
  readonly readMs: readonly number[];
  /** Calls that failed because Redis was away, and were made again. */
  readonly refused: number;
}

/** What a worker notes in Redis as a call of its model begins and ends. */
export interface CallNote {
  readonly worker: number;
  readonly userId: string;
  readonly begins: boolean;
}

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

export interface ScaleReport {
  readonly users: number;
  readonly sessions: number;
  readonly updates: number;
  /** Users whose history has a gap, or whose sessions were not used exactly once. */
  readonly wrong: readonly string[];
  /** Users of whom two updates ran at once, but for those of a worker that was killed. */
  readonly overlapping: readonly string[];
  /** Users of whom fewer than k sessions were left in the end, and were learned because somebody asked. */
  readonly rests: number;
  readonly workersKilled: number;
  readonly restarts: number;
  readonly refused: number;
  readonly recordSeconds: number;
  /** From the last record until nothing was due any more. */
  readonly drainSeconds: number;
  readonly record: Percentiles;
  readonly read: Percentiles;
}
