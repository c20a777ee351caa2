/** A clock that stands still until a test moves it. */
export interface FixedClock {
  (): Date;
  /** Moves on by so many milliseconds; back when negative. */
  advance(milliseconds: number): void;
  /** @param time - ISO 8601 */
  set(time: string): void;
}

/** @param start - ISO 8601; by default a Sunday morning of March 2026 */
export function fixedClock(start = "2026-03-01T09:00:00.000Z"): FixedClock {
  let now = Date.parse(start);
  const clock = () => new Date(now);
  return Object.assign(clock, {
    advance(milliseconds: number) {
      now += milliseconds;
    },
    set(time: string) {
      now = Date.parse(time);
    },
  });
}
