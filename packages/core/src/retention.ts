import { PersonaError } from "./errors.ts";
import { DAY_MS } from "./ledger.ts";
import type { Pass } from "./pass.ts";
import { type Persona, watermarkOf } from "./persona.ts";

/**
 * How long what has served its purpose is kept. Absent: for good. What is believed, and the quotes for it, always stay.
 *
 * Whatever goes is cleared away after an update and in `runDue`, many at once, so that it may stay a little longer: until
 * 20 conversations may go, or one that could have gone a week ago.
 */
export interface Retention {
  /**
   * Which conversations keep their text. `used`: those that some pass has still to learn from, and no longer than 30 days.
   * A number of days: those recorded within so many days, used or not; after fewer than 30, what no pass has used waits
   * until it is used or 30 days have gone.
   *
   * A conversation whose text is gone is still known: it goes on, and is a duplicate when it is sent again.
   */
  readonly sessions?: "used" | number;
  /**
   * How many revisions stay in the history, at least 1: when twice as many are held, the older ones are folded into its
   * base. Those of the last 24 hours stay in any case, since ceilings are read from them. What lies before the base can
   * no longer be undone or asked about with `why`, and what only its evidence named is no longer found by `forget`. Fewer
   * than a pass's `consolidateEvery` let its sets be tidied more often than that.
   */
  readonly revisions?: number;
}

/** A stretch of text in the store: the parts of one conversation that hold any, by their sequences. */
export interface StoredText {
  readonly sequences: readonly number[];
  /** When the newest part of the conversation was recorded, milliseconds since 1970. */
  readonly recordedAt: number;
}

/** Whatever no pass has used in this time will not be learned from. */
const UNUSED_DAYS = 30;

/** @throws PersonaError `CONFIGURATION` for a number that keeps nothing */
export function parseRetention(retention: Retention): Retention {
  const { sessions, revisions } = retention;
  if (typeof sessions === "number" && !(sessions > 0)) {
    throw new PersonaError(
      "CONFIGURATION",
      'Conversations are kept for a number of days above 0. Write sessions: 90, or sessions: "used" for no longer than they are needed.',
    );
  }
  if (revisions !== undefined && !(Number.isInteger(revisions) && revisions > 0)) {
    throw new PersonaError("CONFIGURATION", "A history keeps a whole number of revisions, such as revisions: 200.");
  }
  return retention;
}

/** What a retention says about the texts of a user. */
export interface Judgement {
  /** From when on the text may go, milliseconds since 1970, if no pass reads more. */
  from(text: StoredText): number;
  /** The same if nothing were parked: what is parked holds up nobody behind it. */
  fromUnlessParked(text: StoredText): number;
  /** The last sequence up to which texts may go however new they are, if they are not parked; 0 where days have to pass. */
  readonly freeThrough: number;
}

/**
 * What may go. A text is used when every pass has read all of it, those included that have learned here before and are
 * not configured now: nobody else's pass shall find nothing. What is parked was read by nobody.
 */
export function judge(
  sessions: NonNullable<Retention["sessions"]>,
  persona: Persona,
  passes: readonly Pick<Pass, "name">[],
): Judgement {
  const names = new Set([...passes.map(({ name }) => name), ...Object.keys(persona.watermarks)]);
  const readThrough = names.size === 0 ? 0 : Math.min(...[...names].map((name) => watermarkOf(persona, name).sequence));
  const days = sessions === "used" ? 0 : sessions;
  const isRead = (sequence: number) => sequence <= readThrough;
  const isParked = (sequence: number) =>
    persona.parked.some(({ after, through }) => after < sequence && sequence <= through);
  const wait = (isUsed: boolean) => (isUsed ? days : Math.max(days, UNUSED_DAYS)) * DAY_MS;
  return {
    freeThrough: days === 0 ? readThrough : 0,
    from: ({ sequences, recordedAt }) =>
      recordedAt + wait(sequences.every((sequence) => isRead(sequence) && !isParked(sequence))),
    fromUnlessParked: ({ sequences, recordedAt }) => recordedAt + wait(sequences.every(isRead)),
  };
}
