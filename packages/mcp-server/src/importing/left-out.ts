/** Why a conversation does not come in. */
export const CONVERSATION_REASONS = {
  dates: "outside of the dates",
  empty: "nothing was said by a person",
  unreadable: "not of the shape of its format",
  "too-large": "a single message of more than 4 MB",
  refused: "with an id or a start that cannot be",
  excluded: "of a folder that is paused",
  unattended: "run by a program",
  private: "asked to be private",
  closed: "forgotten or private before",
} as const;
export type ConversationReason = keyof typeof CONVERSATION_REASONS;

/** Why a message of a conversation does not come in. */
export const MESSAGE_REASONS = {
  branch: "on a branch that was left",
  hidden: "hidden by the service",
  instructions: "custom instructions",
  system: "of the system",
  tool: "to or from a tool",
  reasoning: "the assistant's reasoning",
  media: "without text",
  host: "written by the assistant's program",
  unknown: "of an unknown kind",
  "off-the-record": "off the record",
  "own-block": "a persona that Lifelong had put in",
} as const;
export type MessageReason = keyof typeof MESSAGE_REASONS;

export type ConversationCounts = Partial<Record<ConversationReason, number>>;
export type MessageCounts = Partial<Record<MessageReason, number>>;

/** Adds to one of the counts. */
export function countIn<Reason extends string>(counts: Partial<Record<Reason, number>>, reason: Reason, by = 1): void {
  counts[reason] = (counts[reason] ?? 0) + by;
}

/** Adds all counts to others. */
export function addCounts<Reason extends string>(
  to: Partial<Record<Reason, number>>,
  counts: Partial<Record<Reason, number>>,
): void {
  for (const reason of Object.keys(counts) as Reason[]) countIn(to, reason, counts[reason]);
}
