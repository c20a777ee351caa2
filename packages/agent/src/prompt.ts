import { english } from "./prompts/en.ts";
import { chinese } from "./prompts/zh.ts";

/** All words that an agent says to a model, in one language. */
export interface ChatPrompt {
  /** What it is called in tests and reports: `chat-en@1`. */
  readonly id: string;
  /** What the assistant is, where the program does not say so itself. */
  readonly instructions: string;
  /** Stands before the persona, and says how to use it. */
  readonly persona: string;
  /** Stands in the system message where there are tools. */
  readonly toolRules: string;
  readonly tools: {
    readonly unknown: (name: string, known: string) => string;
    readonly invalid: (issue: string) => string;
    readonly denied: string;
    readonly limit: string;
    readonly stopped: string;
    readonly timedOut: (timeoutMs: number) => string;
    readonly failed: (message: string) => string;
    /** Stands in the fence around a simulated result. */
    readonly simulated: string;
  };
  /** What a model is told that answers as an API would. */
  readonly simulation: {
    readonly task: string;
    readonly api: string;
    readonly earlier: string;
    readonly call: string;
  };
  /** What a model is asked about the user's satisfaction. */
  readonly satisfaction: {
    readonly task: string;
    readonly expected: string;
    readonly dialogue: string;
    readonly question: string;
  };
}

/** The words in the language that most letters of the text are of. */
export function chatPromptFor(text: string): ChatPrompt {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const others = text.match(/(?!\p{Script=Han})\p{L}+/gu)?.length ?? 0;
  return han > others ? chinese : english;
}

/**
 * The system message: what the assistant is, the rules for tools, then the persona as it was rendered, quoted as data.
 * What changes least comes first, so that a vendor's cache can hold it. Pure.
 *
 * @param parts.instructions - the program's own; absent: those of the prompt
 * @param parts.persona - the rendered block; empty: nothing is said of it
 */
export function buildSystemMessage(
  prompt: ChatPrompt,
  { instructions = prompt.instructions, persona, tools }: { instructions?: string; persona: string; tools: boolean },
): string {
  return [
    instructions,
    ...(tools ? [prompt.toolRules] : []),
    ...(persona === "" ? [] : [`${prompt.persona}\n${persona.trimEnd()}`]),
  ].join("\n\n");
}
