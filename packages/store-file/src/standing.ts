import { readDocument } from "./document.ts";
import { isCorrupt, isGone } from "./faults.ts";
import { standingPath } from "./history.ts";
import type { Life } from "./life.ts";
import type { LogState } from "./log-tail.ts";
import type { Medium } from "./medium.ts";
import type { Missing, SessionIndex } from "./session-index.ts";

const NOTHING: LogState = { sequence: 0, sessions: 0 };

/**
 * How far the session log had come when the newest revision was committed; where that cannot be read, the one before it.
 * A log that was cut off, or put back from an older copy, does not tell; and a number that a watermark has passed must
 * not be given again, or its part is never learned.
 */
export function readStanding(medium: Medium, { history, revision }: Pick<Life, "history" | "revision">): LogState {
  for (const number of [revision, revision - 1]) {
    if (number <= 0) break;
    try {
      return readDocument(medium, standingPath(history, number)) as LogState;
    } catch (error) {
      // Worth less than recording: only a log that has lost its end needs it, and doctor tells of it.
      if (!isCorrupt(error) && !isGone(error)) throw error;
    }
  }
  return NOTHING;
}

/** What a log does not hold any more, and no repair has told of. */
export function missingFrom(index: SessionIndex, floor: LogState): Missing {
  return {
    sessions: index.missing.sessions + Math.max(0, floor.sessions - index.sessions),
    parts: index.missing.parts + Math.max(0, floor.sequence - index.sequence),
  };
}

export function missingText({ sessions }: Missing): string {
  if (sessions === 0) return "the end of a conversation is missing";
  return sessions === 1 ? "1 conversation is missing" : `${sessions} conversations are missing`;
}

/** How far a log has come that has come as far as both. */
export function further(one: LogState, other: LogState): LogState {
  return {
    sequence: Math.max(one.sequence, other.sequence),
    sessions: Math.max(one.sessions, other.sessions),
  };
}
