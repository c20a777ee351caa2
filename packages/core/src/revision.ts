import type { Basis, Closure, Content, LineCount, Parked, Quote, Value, Watermark } from "./persona.ts";
import type { Usage } from "./usage.ts";

/** A value is believed, or believed more firmly when its id is already held. */
export interface BelieveChange {
  /** `set` leaves the field with one confirmed and at most one tentative value; `add` leaves the others alone. */
  readonly kind: "set" | "add";
  readonly field: string;
  readonly value: { readonly id: string; readonly content: Content; readonly basis: Basis };
  /** Empty only for the user's hand. */
  readonly evidence: readonly Quote[];
  /** Id of the tentative item that goes for it, in a set that holds all it takes. */
  readonly displaces?: string;
}

/** A value goes. */
export interface RemoveChange {
  readonly kind: "remove";
  readonly field: string;
  readonly valueId: string;
  readonly evidence: readonly Quote[];
  /** Id of another item that says as much: it takes over quotes and support. Where it is no longer held, nothing goes. */
  readonly into?: string;
  /** What the removal closes: the field, in a set the value alone. Absent when the value was merged, or forgetting removed it. */
  readonly closes?: { readonly scope: "field" | "value"; readonly closure: Closure };
}

/** A value comes back just as it was: how an undo gives back what a revision took or altered. */
export interface RestoreChange {
  readonly kind: "restore";
  readonly field: string;
  readonly value: Value;
  /** Position among the field's values, 0-based. */
  readonly position: number;
}

/** One step of the fold, with everything decided: an accepted operation, or a command written out. */
export type Change =
  | BelieveChange
  | RemoveChange
  | RestoreChange
  | { readonly kind: "lock" | "unlock"; readonly field: string }
  | { readonly kind: "pause" | "resume" }
  | { readonly kind: "consent"; readonly category: string; readonly given: boolean }
  /** Closes fields from which something was forgotten. Says when, never what. */
  | { readonly kind: "forget"; readonly fields: readonly string[] };

/** Why the gate refused an operation. */
export const REFUSAL_CODES = [
  "unknown-field",
  "wrong-type",
  "too-long",
  "no-evidence",
  "not-in-session",
  "not-the-users-words",
  "quote-too-short",
  "basis-too-weak",
  "locked",
  "user-given",
  "older",
  "closed",
  "full",
  "not-held",
  "not-a-duplicate",
  "out-of-scope",
  "consent-required",
  "relayed",
  "credential",
  "url",
  "markup",
  "instruction",
  "other-person",
  "mass-removal",
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** One operation that the gate refused, or several alike where nothing of them is kept. */
export interface Refusal {
  readonly code: RefusalCode;
  /** A sentence for the user. Holds no text of a conversation. */
  readonly sentence: string;
  readonly kind: "set" | "add" | "remove" | "confirm";
  readonly field: string;
  /** How many operations; more than one only for codes of which nothing is kept. */
  readonly count: number;
  /** Absent for `consent-required` and `credential`, of which nothing is kept. */
  readonly content?: Content;
  readonly evidence?: readonly { readonly sessionId: string; readonly messageIndex: number; readonly quote: string }[];
}

/** What made a revision. */
export type Cause =
  | {
      readonly kind: "update";
      readonly pass: string;
      readonly optimizer: string;
      readonly model?: string;
      readonly prompt?: string;
      readonly usage?: Usage;
      /** Why no proposal came, when the call failed. */
      readonly failure?: string;
      /** How many confirmed values went or gave way; absent when none did. */
      readonly replaced?: number;
      /** Path of the one field that was tidied; absent: it learned what was new. */
      readonly consolidates?: string;
    }
  | {
      readonly kind: "command";
      /** The one revision that it reverses. */
      readonly undoes?: number;
      /** It reverses what came after this revision. */
      readonly undoesSince?: number;
    }
  | { readonly kind: "forget" }
  | {
      /** What the retention does not keep was cleared away. Nothing that is believed has changed. */
      readonly kind: "prune";
      /** Conversations that lost their text. */
      readonly sessions: number;
      /** Revisions that were folded into the base. */
      readonly revisions: number;
      /** The last sequence up to which no text is held. */
      readonly through: number;
    };

/** One committed change. A persona is its base and every later revision, applied in order. */
export interface Revision {
  readonly format: number;
  /** 1-based. */
  readonly revision: number;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly cause: Cause;
  /** The schema that the gate and the line counts went by, as `id@version`. */
  readonly schema: string;
  readonly changes: readonly Change[];
  readonly refusals: readonly Refusal[];
  /** Where the pass stands afterwards; absent when no pass moved. */
  readonly watermark?: { readonly pass: string } & Watermark;
  /** All parked ranges afterwards; absent when none came or went. */
  readonly parked?: readonly Parked[];
  /** Cost of each changed line, by value id. */
  readonly lines?: Readonly<Record<string, LineCount>>;
}
