import type { Source } from "./session.ts";

/** The layout of the documents below. A program reads newer ones, and learns or edits only its own. */
export const PERSONA_FORMAT = 1;

/** What a value says: text, number, truth, an option of an enum, or a date as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
export type Content = string | number | boolean;

/** Where a value comes from: the user's hand, the user's plain words, or a conclusion drawn from them. */
export type Basis = "user" | "stated" | "inferred";

/** The place that supports a value. */
export interface Evidence {
  readonly sessionId: string;
  /** 0-based, within the whole session. */
  readonly messageIndex: number;
  /** Verbatim from a message of the user; at most 300 characters are kept. */
  readonly quote: string;
}

/** Evidence as it is kept: with what is needed to say which of two quotes is the newer. */
export interface Quote extends Evidence {
  /** Start of the session, ISO 8601 UTC. */
  readonly startedAt: string;
  /** Sequence of the part that holds the message. */
  readonly sequence: number;
  readonly source: Source;
}

/** A session that supports a value. */
export interface Supporter {
  readonly sessionId: string;
  readonly startedAt: string;
}

/** What a value's line costs in the prompt, counted by the writer of the revision that last changed it. */
export interface LineCount {
  /** o200k tokens of the rendered line with its newline. */
  readonly tokens: number;
  /** The rendering and the schema that it was counted under; under any other the count is void. */
  readonly rendering: string;
}

/** One thing that a field holds. */
export interface Value {
  /** Unique within the persona and never used again. */
  readonly id: string;
  readonly content: Content;
  readonly basis: Basis;
  /** An inferred value is tentative until two sessions support it; it is not rendered before. */
  readonly tentative: boolean;
  /** Distinct sessions, oldest first, the newest 16. */
  readonly supportedBy: readonly Supporter[];
  /** The first two and the newest three, oldest first. */
  readonly quotes: readonly Quote[];
  /** When the value was first believed, and when it or its support last changed. ISO 8601 UTC. */
  readonly learnedAt: string;
  readonly changedAt: string;
  readonly line?: LineCount;
}

/** What was taken away stays away: a closed field or value refuses every session that started before `at`. */
export interface Closure {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly by: "removal" | "forget";
  /** A later session has stated a value that was accepted: sessions after `at` teach as usual again. */
  readonly reopened?: true;
}

/** A removed value of a set: closed alone, the rest of the set stays open. */
export interface ClosedValue extends Closure {
  readonly content: Content;
}

/** Everything held under one field path. */
export interface FieldState {
  /** A single-valued field holds one confirmed and at most one tentative value; a set one value for each item. */
  readonly values: readonly Value[];
  /** Only the user's hand changes a locked field. */
  readonly locked?: true;
  readonly closed?: Closure;
  /** In the order in which they were closed. */
  readonly closedValues?: readonly ClosedValue[];
}

/** How far a pass has come. */
export interface Watermark {
  readonly sequence: number;
  readonly ordinal: number;
}

/** Parts behind a pass's watermark that it has not used. Neither pending nor used. */
export interface Parked {
  readonly pass: string;
  /** Sequences, first exclusive, last inclusive. */
  readonly after: number;
  readonly through: number;
  /** How many sessions begin in that range. */
  readonly sessions: number;
  readonly reason: "unreadable" | "old";
  readonly attempts: number;
}

/**
 * All that is believed about one user: exactly the fold of its history, byte for byte.
 * Unknown keys, here and below, belong to newer versions and are carried along.
 */
export interface Persona {
  readonly format: number;
  readonly userId: string;
  /** 0: nothing was ever committed. */
  readonly revision: number;
  /** Time of the last revision, ISO 8601 UTC; empty at revision 0. */
  readonly updatedAt: string;
  /** By dotted path. Paths that the schema does not know are carried along and not rendered. */
  readonly fields: Readonly<Record<string, FieldState>>;
  /** By name of the pass. */
  readonly watermarks: Readonly<Record<string, Watermark>>;
  readonly parked: readonly Parked[];
  /** While true nothing is learned, and messages are stored empty. */
  readonly paused: boolean;
  /** Special categories that the user has consented to. */
  readonly consents: readonly string[];
}

/** The persona before the first revision. */
export function emptyPersona(userId: string): Persona {
  return {
    format: PERSONA_FORMAT,
    userId,
    revision: 0,
    updatedAt: "",
    fields: {},
    watermarks: {},
    parked: [],
    paused: false,
    consents: [],
  };
}

/** The state of a field, empty when nothing was ever held there. */
export function fieldState(persona: Persona, field: string): FieldState {
  return Object.hasOwn(persona.fields, field) ? (persona.fields[field] as FieldState) : { values: [] };
}

/** How far a pass has come; at the very beginning when it never ran. */
export function watermarkOf(persona: Persona, pass: string): Watermark {
  return Object.hasOwn(persona.watermarks, pass)
    ? (persona.watermarks[pass] as Watermark)
    : { sequence: 0, ordinal: 0 };
}

/** Whether two documents, or pieces of them, are the same byte for byte. */
export function sameDocument(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
