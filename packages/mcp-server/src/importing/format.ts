import type { Message } from "@lifelong/core";
import type { ImportFile } from "./import-file.ts";
import type { ConversationReason, MessageCounts } from "./left-out.ts";

/** A conversation out of a file, with what a person and an assistant said to each other and nothing else. */
export interface FoundConversation {
  readonly kind: "conversation";
  /** The same conversation has the same id in every export. Absent: one is made from its beginning. */
  readonly id?: string;
  /** ISO 8601 UTC. Absent where the file does not say. */
  readonly startedAt?: string;
  /** Whose conversation it is, where the file says so. */
  readonly userId?: string;
  /** Folder in which the assistant was started, where the file says so. */
  readonly folder?: string;
  readonly messages: readonly Message[];
  /** Messages of it that are no words of either, by reason. */
  readonly leftOut: MessageCounts;
}

/** A conversation that is passed over. */
export interface PassedOver {
  readonly kind: "passed-over";
  readonly reason: ConversationReason;
}

export type Found = FoundConversation | PassedOver;

/** How one product writes conversations. */
export interface ConversationFormat {
  readonly kind: "conversations";
  readonly name: string;
  /** Where the format is described in public. */
  readonly document: string;
  /** Whether a file whose first value this is has the format. */
  recognises(first: unknown): boolean;
  /** @param values - of the file, one after another: none but the present one is held */
  read(values: AsyncIterable<unknown>, file: ImportFile): AsyncIterable<Found>;
}

/** Something that another memory holds about the user, without the user's words. */
export interface Statement {
  readonly text: string;
  /** What the other memory files it under, the nearest first, like `name` and `basic_info`. */
  readonly about?: readonly string[];
  /** What the other memory calls the user. */
  readonly name?: string;
}

/** How another memory writes what it holds: statements, which are shown to the user and never evidence. */
export interface StatementFormat {
  readonly kind: "statements";
  readonly name: string;
  /** Where the format is described in public. */
  readonly document: string;
  recognises(first: unknown): boolean;
  read(values: AsyncIterable<unknown>): AsyncIterable<Statement>;
}

export type ImportFormat = ConversationFormat | StatementFormat;
