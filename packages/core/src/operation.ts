import type { Content, Evidence } from "./persona.ts";
import type { Usage } from "./usage.ts";

interface Proposed {
  /** Dotted path of a field of the schema. */
  readonly field: string;
  /** At least one; the gate looks each up. */
  readonly evidence: readonly Evidence[];
}

/** Gives a single-valued field its content. */
export interface SetOperation extends Proposed {
  readonly kind: "set";
  readonly content: Content;
}

/** Puts an item into a set. */
export interface AddOperation extends Proposed {
  readonly kind: "add";
  readonly content: Content;
}

/** Takes a value away because the user said that it no longer holds. Named by id, or by content. */
export interface RemoveOperation extends Proposed {
  readonly kind: "remove";
  readonly valueId?: string;
  readonly content?: Content;
}

/** Supports a value that is already held. */
export interface ConfirmOperation extends Proposed {
  readonly kind: "confirm";
  readonly valueId: string;
}

/** What an optimizer may suggest, one value at a time. What is not named does not change. */
export type Operation = SetOperation | AddOperation | RemoveOperation | ConfirmOperation;

/** What an optimizer suggests for one brief. */
export interface Proposal {
  readonly operations: readonly Operation[];
  /** When not the whole brief was read: the sequence up to which every part of it was. What lies after it stays pending. */
  readonly through?: number;
  /** What a model answered was no proposal, even after it was asked again: why, in a sentence of ours. */
  readonly unreadable?: string;
  /** Model and prompt that wrote it, and what it cost; absent when no model was asked. */
  readonly model?: string;
  readonly prompt?: string;
  readonly usage?: Usage;
}
