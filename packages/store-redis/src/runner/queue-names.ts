/** The queue's name within a deployment, and of its two kinds of jobs. */
export const QUEUE = "updates";
/** Runs an update. */
export const UPDATE = "update";
/** Has a clock: requests the update when its time has come. */
export const WAKE = "wake";

/** Before every key of the queue; the braces keep them in one slot. */
export function queuePrefix(prefix: string): string {
  return `${prefix}:{queue}`;
}
