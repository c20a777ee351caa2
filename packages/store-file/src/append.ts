import { randomBytes } from "node:crypto";
import { type Appended, closedSessionId, type Part, PersonaError } from "@lifelong/core";
import { isSystemError, nameWithin } from "./faults.ts";
import type { Life } from "./life.ts";
import type { LogState } from "./log-tail.ts";
import type { Medium } from "./medium.ts";
import { encodeRecord } from "./record.ts";
import type { Outcome, SessionIndex } from "./session-index.ts";
import { catchUp, logSize } from "./session-log.ts";
import { further } from "./standing.ts";

const TOKEN_BYTES = 8;

/** A part, perhaps with a sequence that it brings along. */
export type NewPart = Part & { readonly sequence?: number };

/** Where the log stood when its writer judged that a part fits. */
export interface Standing {
  /** Bytes read. */
  readonly seen: number;
  readonly sequence: number;
  readonly sessions: number;
  /** Ordinal of the part's session. */
  readonly ordinal: number;
}

/**
 * Appends a part to the log of a life, if it fits there.
 *
 * @param floor - how far the log has come at least: what it has lost since is not numbered again
 * @throws the system's error when the log has gone, and the part with it if it had been written
 */
export async function appendTo(
  medium: Medium,
  { life, index, floor }: { readonly life: Life; readonly index: SessionIndex; readonly floor: LogState },
  part: NewPart,
): Promise<Appended> {
  catchUp(medium, life.log, index);
  const key = closedSessionId(life.incarnation, part.sessionId);
  const verdict = index.judge({ key, number: part.number, sequence: part.sequence });
  if (verdict !== "stored") return { outcome: verdict };
  const { sequence, sessions } = further(index, floor);
  if (part.sequence !== undefined && part.sequence <= sequence) return { outcome: "conflict" };
  const seen = index.end;
  const ordinal = index.session(key)?.ordinal ?? sessions + 1;
  const { token, record } = encodePart(life.incarnation, part, { seen, sequence, sessions, ordinal });
  // Written before this line ends: nothing else in this process comes between the judgement and the record.
  const durable = medium.append(life.log, record);
  let outcome: Outcome | undefined;
  try {
    outcome = catchUp(medium, life.log, index, token);
  } finally {
    await durable;
  }
  // A log that is still in its place holds the record: an erasure would have taken the name away.
  logSize(medium, life.log);
  blankLeftovers(medium, life, index);
  if (outcome === undefined) {
    throw new PersonaError(
      "STORE_UNAVAILABLE",
      `What was written to "${nameWithin(medium.directory, life.log)}" in the data folder cannot be read back. Keep the data folder on a local medium and try again. Nothing was acknowledged.`,
    );
  }
  if (outcome.outcome !== "stored") return outcome;
  return { outcome: "stored", sequence: outcome.part.sequence, session: outcome.part.session.ordinal };
}

/**
 * The record of a part that fits where the log stands.
 *
 * @param session - `closedSessionId`, where another than that of the part's id is known
 */
export function encodePart(
  incarnation: string,
  part: NewPart,
  { seen, sequence, sessions, ordinal }: Standing,
  session: string = closedSessionId(incarnation, part.sessionId),
): { readonly token: string; readonly record: Buffer } {
  const { sequence: ownSequence, ...document } = part;
  const token = randomBytes(TOKEN_BYTES).toString("hex");
  const head = {
    kind: "part",
    token,
    session,
    number: part.number,
    seen,
    sequence: ownSequence ?? sequence + 1,
    sessions: Math.max(sessions, ordinal),
    ordinal,
    exact: ownSequence === undefined ? undefined : true,
    closed: part.closed,
    firstMessage: part.firstMessage,
    startedAt: part.startedAt,
    recordedAt: part.recordedAt,
    source: part.source,
    roles: part.closed ? [] : part.messages.map(({ role }) => role),
  } as const;
  const record = encodeRecord(head, part.closed ? [] : [{ ...document, messages: [] }, ...part.messages]);
  return { token, record };
}

/** Text that belongs to no part goes as soon as somebody writes; what cannot go now goes with the next rewrite. */
function blankLeftovers(medium: Medium, life: Life, index: SessionIndex): void {
  const leftovers = index.takeLeftovers();
  if (leftovers.length === 0) return;
  try {
    medium.blank(life.log, leftovers);
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}
