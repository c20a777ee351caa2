import type { Proposal } from "./operation.ts";
import type { Persona } from "./persona.ts";
import type { PersonaSchema } from "./schema.ts";
import type { Role, Source } from "./session.ts";
import type { Usage } from "./usage.ts";

/** A message as an optimizer sees it. */
export interface BriefMessage {
  /** 0-based, within the whole session. */
  readonly index: number;
  readonly role: Role;
  readonly text: string;
  /** Sequence of the part that holds it. */
  readonly sequence: number;
}

/** The pending messages of one session. Earlier parts that the pass has used already are not among them. */
export interface BriefSession {
  readonly id: string;
  readonly ordinal: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly source: Source;
  readonly messages: readonly BriefMessage[];
}

/** Everything an optimizer needs to know, and all it may know. */
export interface Brief {
  readonly pass: string;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly schema: PersonaSchema;
  readonly persona: Persona;
  /**
   * In the order in which they began; those that began together in the order of recording. Their sequences need not
   * rise: a conversation may have been brought in after a later one.
   */
  readonly sessions: readonly BriefSession[];
  /** Path of the one field that shall be tidied; absent: learn what is new. */
  readonly consolidates?: string;
}

export interface ProposeOptions {
  readonly signal?: AbortSignal;
  /**
   * Before every call of a model but the first: whether the ceilings leave room for one more, given what those for
   * this brief have cost so far. A call that may be made is counted at once, so ask only for one that will be. Absent:
   * no ceiling. An optimizer that does not ask may take an update over its ceiling.
   */
  readonly mayAskAgain?: (spent: Usage) => Promise<boolean>;
}

/** Turns a brief into a proposal. Pure towards the store: code checks and applies what it suggests. */
export interface Optimizer {
  /** With version, as it appears in revisions: `extractor@1`. */
  readonly name: string;
  /**
   * Suggests operations; nothing is the usual answer. An answer that cannot be read comes back as `unreadable`, so that
   * its cost is recorded, the sessions are parked and taken up again later. An error leaves them pending.
   *
   * @throws PersonaError `MODEL_UNAVAILABLE` when the model cannot be reached; AbortError when the signal says so
   */
  propose(brief: Brief, options?: ProposeOptions): Promise<Proposal>;
}
