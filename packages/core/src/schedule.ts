import type { Watermark } from "./persona.ts";

const MINUTE_MS = 60_000;
/** A conversation recorded this recently may still be going on, and its own record may be about to count it. */
const SETTLED_MS = 10 * MINUTE_MS;

/** What a policy is told. */
export interface Situation {
  /**
   * When it is asked: as a process starts to serve the user, when a part was recorded, after a persona was read, or
   * as an update ends, which is also when a worker takes up one that waited.
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
  /** When the oldest part after the watermark was recorded; absent when there is none. Reads it once. */
  oldestAt(): Promise<Date | undefined>;
  /** When the newest one was. Reads it once, and not at all when a part was recorded just now. */
  newestAt(): Promise<Date | undefined>;
  /** About how many tokens the parts after the watermark have. Reads each part once. */
  pendingTokens(): Promise<number>;
  /**
   * Of each part stored just now, about how many tokens lay after the watermark up to it, without it and with it; none
   * where no part was stored. Reads as `pendingTokens` does.
   */
  recordedTokens(): Promise<readonly { readonly before: number; readonly after: number }[]>;
  /** The newest updates of this pass, newest first, at most 32. Reads each revision once. */
  updates(): Promise<readonly PastUpdate[]>;
}

/** What a policy may want to know of an update. */
export interface PastUpdate {
  /** Whether no proposal came of it. */
  readonly failed: boolean;
  /** Changes that it made, and confirmed values that it put away. */
  readonly changed: number;
  readonly replaced: number;
}

/**
 * Decides whether a pass is due, and changes nothing. It may name the time at which it will be, if nothing happens until
 * then: a runner with a clock asks again at that time; without one, the next occasion does.
 */
export type UpdatePolicy = (situation: Situation) => boolean | Date | Promise<boolean | Date>;

/**
 * Due every k sessions; 3 is the best of the paper's k (arXiv 2412.13103, table 1).
 *
 * A record is due when it began a session whose ordinal lies a multiple of k after the watermark's, so that of any
 * number of processes exactly one sees it. Otherwise k pending sessions are needed, and on start or reading none of
 * them may be younger than ten minutes.
 */
export function everySessions(k: number = 3): UpdatePolicy {
  return (situation) => {
    const { occasion, watermark, pending, begun } = situation;
    switch (occasion) {
      case "record":
        return begun !== undefined && begun > watermark.ordinal && (begun - watermark.ordinal) % k === 0;
      case "update":
        return pending >= k;
      case "start":
      case "read":
        return pending >= k && isSettled(situation);
    }
  };
}

async function isSettled({ now, newestAt }: Situation): Promise<boolean> {
  const at = await newestAt();
  return at !== undefined && now.getTime() - at.getTime() > SETTLED_MS;
}

/** Due whenever there is anything that the pass has not read. */
export function everyRecord(): UpdatePolicy {
  return ({ unread }) => unread;
}

/** Due as soon as the oldest pending part has waited that long: small rests are learned too. */
export function olderThan(milliseconds: number): UpdatePolicy {
  return async ({ now, oldestAt }) => {
    const oldest = await oldestAt();
    if (oldest === undefined) return false;
    const at = new Date(oldest.getTime() + milliseconds);
    return at.getTime() <= now.getTime() || at;
  };
}

/** Due when one of them says so; else at the first of the times that they name. */
export function anyOf(...policies: readonly UpdatePolicy[]): UpdatePolicy {
  return async (situation) => {
    let first: Date | undefined;
    for (const policy of policies) {
      const answer = await policy(situation);
      if (answer === true) return true;
      if (answer instanceof Date && (first === undefined || answer.getTime() < first.getTime())) first = answer;
    }
    return first ?? false;
  };
}

/**
 * Due every few sessions, the more seldom the less there is to learn: each update that changes nothing stretches k by
 * half, each that puts a confirmed value away halves it.
 *
 * @param options.first - k before the first update; 3, as `everySessions` has it
 * @param options.least - k when the user keeps changing
 * @param options.most - k when nothing changes
 */
export function adaptiveSessions({
  first = 3,
  least = 1,
  most = 12,
}: {
  first?: number;
  least?: number;
  most?: number;
} = {}): UpdatePolicy {
  return async (situation) => {
    if (situation.pending < least) return false;
    let k = first;
    for (const { failed, changed, replaced } of (await situation.updates()).toReversed()) {
      if (failed) continue;
      if (replaced > 0) k = Math.max(least, Math.floor(k / 2));
      else if (changed === 0) k = Math.min(most, Math.ceil(k * 1.5));
    }
    return everySessions(k)(situation);
  };
}

/**
 * Due once what is pending comes to about so many tokens, however few sessions that is.
 *
 * A record is due when with a part of its own the sum reaches that many, or a later multiple of it, so that of any
 * number of processes exactly one sees it, and a run that failed is tried again. Otherwise so many must be pending, and
 * on start or reading nothing of it may be younger than ten minutes.
 */
export function pendingTokens(tokens: number): UpdatePolicy {
  return async (situation) => {
    const { occasion, unread } = situation;
    if (!unread) return false;
    switch (occasion) {
      case "record": {
        const times = (sum: number) => Math.floor(sum / tokens);
        return (await situation.recordedTokens()).some(({ before, after }) => times(after) > times(before));
      }
      case "update":
        return (await situation.pendingTokens()) >= tokens;
      case "start":
      case "read":
        return (await isSettled(situation)) && (await situation.pendingTokens()) >= tokens;
    }
  };
}

/** Never due: only `optimize` runs the pass. */
export function manual(): UpdatePolicy {
  return () => false;
}
