import type { Share } from "../measures/persona-measures.ts";
import type { ConversationResult, RunResult, Setting } from "../results/result.ts";
import { winsAgainstGolden } from "./wins.ts";

/** One number that a report shows of an arm: what it is, how it is written, and where it stands in a result. */
export interface Measure {
  /** Unique; part of the ids in a page. */
  readonly id: string;
  /** As tables head it. */
  readonly name: string;
  /** As an axis says it, with its unit. */
  readonly axis: string;
  /** `share`: 0 to 1, written as a percentage. `similarity`: 0 to 1. `rating`: 0 to 10. `count`: from 0 up. */
  readonly scale: "share" | "similarity" | "rating" | "count";
  readonly better: "higher" | "lower";
  /** The settings that can have it at all. Absent: every one. */
  readonly settings?: readonly Setting[];
  /** What it means, in a sentence. */
  readonly meaning: string;
  /** The conversation's own number, or so many of so many; undefined where it was not measured. */
  read(conversation: ConversationResult): number | Share | undefined;
}

const LEARNED: readonly Setting[] = ["learned"];

/** The numbers of the paper's table 1, in its order. */
export const paperMeasures: readonly Measure[] = [
  {
    id: "helpful",
    name: "Helpfulness",
    axis: "Helpfulness (rating, 0 to 10)",
    scale: "rating",
    better: "higher",
    meaning: "How well the first answer does what was asked, rated 0 to 10 by a language model as judge.",
    read: ({ helpful }) => helpful,
  },
  {
    id: "personal",
    name: "Personalization",
    axis: "Personalization (rating, 0 to 10)",
    scale: "rating",
    better: "higher",
    meaning: "How well the first answer is made for this user, rated 0 to 10 by a language model as judge.",
    read: ({ personal }) => personal,
  },
  {
    id: "judged-similarity",
    name: "Similarity by judge",
    axis: "Similarity by a judge (rating, 0 to 10)",
    scale: "rating",
    better: "higher",
    settings: LEARNED,
    meaning: "How like the learned persona is to the true one, rated 0 to 10 by a language model as judge.",
    read: ({ judgedSimilarity }) => judgedSimilarity,
  },
  {
    id: "utterances",
    name: "Utterances",
    axis: "Utterances of the user (per conversation)",
    scale: "count",
    better: "lower",
    meaning: "How often the simulated user spoke until satisfied, or until the conversation was ended.",
    read: ({ utterances }) => utterances,
  },
];

/** What a learned persona holds, measured without a judge. */
export const personaMeasures: readonly Measure[] = [
  {
    id: "similarity",
    name: "Similarity by words",
    axis: "Similarity without a judge (0 to 1)",
    scale: "similarity",
    better: "higher",
    settings: LEARNED,
    meaning:
      "How like the persona after a conversation is to what the user has told by then, 0 to 1, by the words in common field by field and without a judge.",
    read: ({ persona }) => persona?.similarity,
  },
  {
    id: "found",
    name: "Found",
    axis: "Found (share of what was told)",
    scale: "share",
    better: "higher",
    settings: LEARNED,
    meaning: "Of what the user has told and is still true, the share that the persona holds (recall).",
    read: ({ persona }) => persona?.found,
  },
  {
    id: "right",
    name: "Right",
    axis: "Right (share of what is held)",
    scale: "share",
    better: "higher",
    settings: LEARNED,
    meaning: "Of what the persona holds, the share that the user has told and that is still true (precision).",
    read: ({ persona }) => persona?.right,
  },
  {
    id: "stale",
    name: "Stale after change",
    axis: "Stale after change (share of what changed)",
    scale: "share",
    better: "lower",
    settings: LEARNED,
    meaning: "Of what was held and then took an end in the user's life, the share that is held still.",
    read: ({ persona }) => persona?.stale,
  },
  {
    id: "believed",
    name: "Traps believed",
    axis: "Traps believed (share of those met)",
    scale: "share",
    better: "lower",
    settings: LEARNED,
    meaning:
      "Of what stood in the conversations and must not be believed of the user (jokes, other people, pasted text, attacks), the share that is held.",
    read: ({ persona }) => persona?.believed,
  },
  {
    id: "ungrounded",
    name: "Ungrounded",
    axis: "Ungrounded (share of what is held)",
    scale: "share",
    better: "lower",
    settings: LEARNED,
    meaning:
      "Of what the persona holds, the share whose kept quote is not the user's in the conversation that it names.",
    read: ({ ungrounded }) => ungrounded,
  },
];

/** What it costs. */
export const costMeasures: readonly Measure[] = [
  {
    id: "injected",
    name: "Injected tokens",
    axis: "Injected tokens (per conversation)",
    scale: "count",
    better: "lower",
    meaning: "How many o200k tokens about the user stood before the assistant as a conversation began.",
    read: ({ injectedTokens }) => injectedTokens,
  },
  {
    id: "calls",
    name: "Calls",
    axis: "Calls (per conversation)",
    scale: "count",
    better: "lower",
    meaning:
      "How many calls a conversation cost with everything around it but the judge; a script's turn counts as one.",
    read: ({ cost }) => cost.calls,
  },
  {
    id: "tokens",
    name: "Tokens",
    axis: "Tokens in and out (per conversation)",
    scale: "count",
    better: "lower",
    meaning: "How many tokens those calls took in and gave out, as the vendor reported them.",
    read: ({ cost: { inputTokens, outputTokens } }) =>
      inputTokens === undefined && outputTokens === undefined ? undefined : (inputTokens ?? 0) + (outputTokens ?? 0),
  },
  {
    id: "seconds",
    name: "Seconds",
    axis: "Seconds (per conversation)",
    scale: "count",
    better: "lower",
    meaning: "How long a conversation took with everything around it but the judge, in seconds by the clock.",
    read: ({ cost: { elapsedMs } }) => (elapsedMs === undefined ? undefined : elapsedMs / 1_000),
  },
];

/** How often an arm's first answer is more personal than Golden's to the same user in the same conversation. */
export function winMeasure(result: RunResult): Measure {
  const wins = winsAgainstGolden(result);
  return {
    id: "wins",
    name: "Wins against Golden",
    axis: "Win rate against Golden Persona (share)",
    scale: "share",
    better: "higher",
    settings: ["none", "rag", "history", "learned"],
    meaning:
      "The share of conversations in which the first answer is rated more personal than that of Golden Persona to the same user in the same conversation; equal ratings count half.",
    read: (conversation) => wins.get(conversation),
  };
}
