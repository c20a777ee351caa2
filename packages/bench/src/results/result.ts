import type { Content } from "@lifelong/core";
import type { PersonaMeasures, Share } from "../measures/persona-measures.ts";

/** What a whole run came to: everything that a report shows, and nothing that depends on the machine but times. */
export interface RunResult {
  readonly format: 1;
  /** `replayed`: the written conversations were recorded as they are. `live`: a simulated user had them anew. */
  readonly kind: "replayed" | "live";
  /** True: no language model took part anywhere. Then nothing in it is a score of the paper's. */
  readonly scripted: boolean;
  /** Characters and the digest of their files. */
  readonly data: { readonly characters: readonly string[]; readonly digest: string };
  readonly seed: number;
  readonly arms: readonly ArmResult[];
  /** Answers to other questions that the judge was given, and how many of them it rated helpful with 5 or more. */
  readonly falseAccepts?: Share;
}

/** One way of giving an assistant a memory, over all characters. */
export interface ArmResult {
  /** As tables name it, unique within the run: `learned, k=3`. */
  readonly name: string;
  readonly setting: Setting;
  /** Conversations between two deep passes. */
  readonly k?: number;
  readonly passes?: "both" | "deep" | "instant";
  /** Who took which part, as `modelName` says it; absent where nobody did. */
  readonly models: {
    readonly chatbot?: string;
    readonly optimizer?: string;
    readonly simulator?: string;
    readonly judge?: string;
  };
  /** What a reader must know of it, in a sentence; absent where the name says all. */
  readonly note?: string;
  readonly conversations: readonly ConversationResult[];
}

/** What the assistant knows of the user when the conversation begins. */
export const SETTINGS = ["none", "golden", "rag", "history", "learned"] as const;
export type Setting = (typeof SETTINGS)[number];

/** One conversation of one character under one arm. */
export interface ConversationResult {
  readonly character: string;
  readonly language: "en" | "zh";
  readonly episode: string;
  /** 0-based, within the character. */
  readonly index: number;
  readonly seed: number;
  /** Ratings of the first answer, 0 to 10; absent where no judge was asked. */
  readonly helpful?: number;
  readonly personal?: number;
  /** How often the user spoke until satisfied, or until the end; absent where the conversation was written. */
  readonly utterances?: number;
  readonly satisfied?: boolean;
  /** The persona after the conversation; absent where nothing is learned. */
  readonly persona?: PersonaMeasures;
  /** A judge's rating of it beside the truth, 0 to 10; absent where no judge was asked. */
  readonly judgedSimilarity?: number;
  /** Values of the persona whose kept words are not the user's in the conversation they name; absent like `persona`. */
  readonly ungrounded?: Share;
  /** What is held after it, in the order of rendering. */
  readonly held?: readonly HeldValue[];
  /** What operations were refused, by code. */
  readonly refused?: Readonly<Record<string, number>>;
  /** o200k tokens about the user that the assistant was given as the conversation began. */
  readonly injectedTokens: number;
  readonly cost: Cost;
}

export interface HeldValue {
  readonly field: string;
  readonly content: Content;
  readonly basis: string;
  /** Of the newest conversation that supports it; empty for what was entered by hand. */
  readonly quote: string;
}

/** What a conversation cost with everything around it but the judge. */
export interface Cost {
  readonly calls: number;
  /** As reported; absent where nobody did. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Milliseconds; absent in a scripted run, whose results are the same on every machine. */
  readonly elapsedMs?: number;
}
