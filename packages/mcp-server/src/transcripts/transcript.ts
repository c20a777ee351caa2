import type { Message, Session } from "@lifelong/core";

/** A message with the moment the host wrote it down, ISO 8601 UTC. */
export interface TranscriptMessage extends Message {
  readonly role: "user" | "assistant";
  readonly at?: string;
}

/** Why an entry of a transcript, or a stretch of one, is not among its messages. */
export type LeftOut =
  | "tool-result"
  | "meta"
  | "summary"
  | "side-chain"
  | "command"
  | "hook"
  | "reminder"
  | "interruption"
  | "unattended"
  | "copied"
  | "not-typed"
  | "unknown"
  | "unreadable";

/** One conversation of a host with a person, as the host wrote it down. */
export interface Transcript {
  /** The host's own id of the conversation. */
  readonly sessionId: string;
  /** Folder in which the host was started. */
  readonly cwd?: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /**
   * What the person typed, word by word, and the last text of each answer; whatever the host's model said on the way to
   * it is not kept. A transcript that grows only ever adds to them, but for the answer at the end.
   */
  readonly messages: readonly TranscriptMessage[];
  /** True: a program asked, not a person. Nothing of it may be recorded. */
  readonly unattended: boolean;
  /** How many entries are not among the messages, by reason. What the host notes for itself is not counted. */
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
}

/** A stretch of a conversation that one process of its host writes. */
export interface Sitting {
  /** A person sits in front of it, as far as the lines show. */
  readonly isAttended: boolean;
  /** A hook has told the model something. */
  readonly isTold: boolean;
  /** Something was asked already. */
  readonly isBegun: boolean;
}

/** What of a transcript is recorded; undefined when no person said anything in it. */
export function sessionOf({ sessionId, startedAt, messages, unattended }: Transcript): Session | undefined {
  if (unattended || !messages.some(({ role }) => role === "user")) return undefined;
  return {
    id: sessionId,
    startedAt,
    source: "witnessed",
    messages: messages.map(({ role, text }) => ({ role, text })),
  };
}
