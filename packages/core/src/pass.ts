import type { Ceiling } from "./ceiling.ts";
import type { Optimizer } from "./optimizer.ts";
import { everyRecord, everySessions, type UpdatePolicy } from "./schedule.ts";

/** One way of learning, with its own optimizer, policy and watermark. */
export interface Pass {
  readonly name: string;
  /** Who learns: rules of ours, a model that this program asks, or the model of the host that it serves. */
  readonly by: "rules" | "model" | "host";
  readonly optimizer: Optimizer;
  readonly policy: UpdatePolicy;
  /** True: every call costs something, and leaves a revision even when it fails or changes nothing. */
  readonly leavesRevision: boolean;
  /**
   * Sessions that started more days ago than this are parked as `old` instead of learned, if they were imported or more
   * than 20 are pending. Absent: none are.
   */
  readonly newestDays?: number;
  /** Revisions after which its model tidies a set in which much has changed; one that is full at once. Absent: never. */
  readonly consolidateEvery?: number;
  /** The most that its model may cost for one user. */
  readonly ceiling?: Ceiling;
}

/** The pass that an assistant's next prompt waits for, and that a closing process lets finish. */
export const INSTANT = "instant";
export const DEEP = "deep";

/** A deep pass sets aside what is older than so many days, unless it is given another number. */
export const NEWEST_DAYS = 30;

/** Reads every session as it comes. For an optimizer that takes milliseconds. */
export function instantPass(optimizer: Optimizer): Pass {
  return { name: INSTANT, by: "rules", optimizer, policy: everyRecord(), leavesRevision: false };
}

/**
 * Reads the same sessions again every few, to infer, merge and correct. For an optimizer that asks a model.
 *
 * @param options.policy - `everySessions(3)` by default
 * @param options.newestDays - 30 by default: the rest of a backlog is learned only when `optimize` is told `all`
 * @param options.consolidateEvery - revisions between two tidyings of a set in which much has changed, 50 by default
 * @param options.ceiling - the most that the model may cost for one user in a day; without one, no limit
 */
export function deepPass(
  optimizer: Optimizer,
  {
    policy = everySessions(),
    newestDays = NEWEST_DAYS,
    consolidateEvery = 50,
    ceiling,
  }: { policy?: UpdatePolicy; newestDays?: number; consolidateEvery?: number; ceiling?: Ceiling } = {},
): Pass {
  const rules = { policy, leavesRevision: true, newestDays, consolidateEvery, ...(ceiling && { ceiling }) };
  return { name: DEEP, by: "model", optimizer, ...rules };
}

/**
 * The deep pass by the model of the host that this program serves: nothing here runs it. What is due is only told, and
 * `prepare` and `commit` of the personalizer carry brief and proposal between the two.
 */
export function hostPass({
  policy = everySessions(),
  newestDays = NEWEST_DAYS,
}: {
  policy?: UpdatePolicy;
  newestDays?: number;
} = {}): Pass {
  const optimizer: Optimizer = {
    name: "host@1",
    propose: () => Promise.reject(new Error("The host's model proposes outside of this program.")),
  };
  return { name: DEEP, by: "host", optimizer, policy, leavesRevision: true, newestDays };
}
