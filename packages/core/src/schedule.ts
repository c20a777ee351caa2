import type { Watermark } from "./persona.ts";

const MINUTE_MS = 60_000;
/** A conversation recorded this recently may still be going on, and its own record may be about to count it. */
const SETTLED_MS = 10 * MINUTE_MS;

/** What a policy is told. */
export interface Situation {
  /**
   * When it is asked: as a process starts to serve the user, when a part was recorded, after a persona was read, or
   * as an update ends.
   */
  readonly occasion: "start" | "record" | "read" | "update";
  readonly now: Date;
  readonly watermark: Watermark;
  /** Sessions that begin after the watermark. */
  readonly pending: number;
  /** Whether any part lies after the watermark, also a later part of an older session. */
  readonly unread: boolean;
  /** Ordinal of the session whose first part was stored just now; absent otherwise. */
  readonly begun?: number;
  /** When the oldest and the newest part after the watermark were recorded; absent when there is none. */
  readonly oldestAt?: Date;
  readonly newestAt?: Date;
}

/** Decides whether a pass is due. Pure; there is no timer behind it. */
export type UpdatePolicy = (situation: Situation) => boolean;

/**
 * Due every k sessions; 3 is the best of the paper's k (arXiv 2412.13103, table 1).
 *
 * A record is due when it began a session whose ordinal lies a multiple of k after the watermark's, so that of any
 * number of processes exactly one sees it. Otherwise k pending sessions are needed, and on start or reading none of
 * them may be younger than ten minutes.
 */
export function everySessions(k: number = 3): UpdatePolicy {
  return ({ occasion, now, watermark, pending, begun, newestAt }) => {
    switch (occasion) {
      case "record":
        return begun !== undefined && begun > watermark.ordinal && (begun - watermark.ordinal) % k === 0;
      case "update":
        return pending >= k;
      case "start":
      case "read":
        return pending >= k && newestAt !== undefined && now.getTime() - newestAt.getTime() > SETTLED_MS;
    }
  };
}

/** Due whenever there is anything that the pass has not read. */
export function everyRecord(): UpdatePolicy {
  return ({ unread }) => unread;
}

/** Due as soon as the oldest pending part has waited that long: small rests are learned too. */
export function olderThan(milliseconds: number): UpdatePolicy {
  return ({ now, oldestAt }) => oldestAt !== undefined && now.getTime() - oldestAt.getTime() >= milliseconds;
}

/** Due when one of them says so. */
export function anyOf(...policies: readonly UpdatePolicy[]): UpdatePolicy {
  return (situation) => policies.some((policy) => policy(situation));
}

/** Never due: only `optimize` runs the pass. */
export function manual(): UpdatePolicy {
  return () => false;
}
