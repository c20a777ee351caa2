/** Milliseconds at which that share of the samples was done. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((one, other) => one - other);
  const place = Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1);
  return sorted[Math.max(0, place)] ?? Number.NaN;
}

export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** How long something takes, in milliseconds. */
export async function time(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** The same for what does not wait; awaiting it would add a turn to microseconds. */
export function timeNow(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Milliseconds with as many digits as mean something. */
export function milliseconds(value: number): string {
  if (value < 0.1) return value.toFixed(4);
  if (value < 10) return value.toFixed(2);
  return value.toFixed(value < 100 ? 1 : 0);
}

export function ratio(value: number, floor: number): string {
  const times = value / floor;
  return `${times.toFixed(times < 10 ? 2 : 0)} ×`;
}

/** p50, p95 and p99 as cells of a row. */
export function spread(samples: readonly number[]): readonly string[] {
  return [0.5, 0.95, 0.99].map((share) => milliseconds(quantile(samples, share)));
}

export const SPREAD: readonly string[] = ["p50 ms", "p95 ms", "p99 ms"];
