import { english } from "./prompts/en.ts";
import { chinese } from "./prompts/zh.ts";

/** All words that a simulated user and a judge are told, in one language. */
export interface BenchPrompt {
  /** As reports name it: `bench-en@1`. */
  readonly id: string;
  /** Headings of what is handed over as data. */
  readonly headings: {
    readonly about: string;
    readonly voice: string;
    readonly persona: string;
    readonly scene: string;
    readonly comesUp: string;
    readonly expected: string;
    readonly query: string;
    readonly answer: string;
    readonly learned: string;
    readonly dialogue: string;
    readonly pastSessions: string;
  };
  /** To the model that plays the user. */
  readonly simulator: { readonly task: string; readonly next: string; readonly last: string };
  /** To the judge of a first answer. */
  readonly answerJudge: string;
  /** To the judge of a learned persona. */
  readonly personaJudge: string;
  /** Stands before earlier conversations in the assistant's own prompt. */
  readonly pastSessions: string;
}

export function benchPromptFor(language: "en" | "zh"): BenchPrompt {
  return language === "zh" ? chinese : english;
}
