import type { Ceiling } from "./ceiling.ts";

/** What some calls of models cost. */
export interface CallCost {
  readonly calls: number;
  /** In and out. */
  readonly tokens: number;
}

/** Counts what models cost in all processes of an installation, within any 24 hours. */
export interface SharedSpending {
  /**
   * Counts a call that is about to be made, unless the ceiling is reached: looking and counting are one step, whoever
   * else does it. A call whose process dies stays counted.
   *
   * @returns when room is made again; undefined when the call may be made
   */
  reserve(ceiling: Ceiling, cost: CallCost): Promise<Date | undefined>;
  /** Corrects what was reserved to what it has cost; may be negative. */
  correct(cost: CallCost): Promise<void>;
  /** When room is made again, if the ceiling is reached; counts nothing. */
  reachedUntil(ceiling: Ceiling): Promise<Date | undefined>;
}
