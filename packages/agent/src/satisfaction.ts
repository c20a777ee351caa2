import { type LanguageModel, type Message, type ModelReply, PersonaError } from "@lifelong/core";
import { fence } from "./fence.ts";
import { type ChatPrompt, chatPromptFor } from "./prompt.ts";

/** Whether the user has what they came for. */
export interface Satisfaction {
  readonly verdict: "satisfied" | "continue";
  readonly usage: ModelReply["usage"];
}

export interface SatisfactionQuestion {
  readonly model: LanguageModel;
  readonly dialogue: readonly Message[];
  /** What a good outcome looks like, where somebody knows; the paper's expected response. */
  readonly expected?: string;
  /** Absent: English or Chinese, by the language of the user. */
  readonly prompt?: ChatPrompt;
  readonly signal?: AbortSignal;
}

/**
 * Asks a model whether the user is satisfied (arXiv 2412.13103: a binary token).
 *
 * @throws PersonaError `MODEL_UNAVAILABLE` when it says neither; and what the model throws
 */
export async function checkSatisfaction(question: SatisfactionQuestion): Promise<Satisfaction> {
  const { model, dialogue, expected, prompt, signal } = question;
  const said = dialogue.flatMap(({ role, text }) => (role === "user" ? [text] : [])).join("\n");
  const words = (prompt ?? chatPromptFor(said)).satisfaction;
  const turns = dialogue.filter(({ text }) => text !== "").map(({ role, text }) => `[${role}]\n${asOneTurn(text)}`);
  const { text, usage } = await model.generate({
    messages: [
      { role: "system", text: words.task },
      {
        role: "user",
        text: [
          ...(expected ? [`# ${words.expected}\n${fence("expected", "data", expected)}`] : []),
          `# ${words.dialogue}\n${fence("dialogue", "data", turns.join("\n\n"))}`,
          words.question,
        ].join("\n\n"),
      },
    ],
    signal,
  });
  const verdict = parseVerdict(text);
  if (verdict) return { verdict, usage };
  throw new PersonaError("MODEL_UNAVAILABLE", "The model did not say whether the user is satisfied. Ask it again.");
}

/** Without lines that look like the beginning of a turn: a tool's result could speak for the user with them. */
function asOneTurn(text: string): string {
  return text.replace(/^(\s*)\[(?=(?:user|assistant|system|tool)\])/gim, "$1‹");
}

/** A negation, with at most three words before what it negates. */
const NEGATION = String.raw`(?:\bnot|\bnever|\bhardly|n['’]t)(?:[\s*_]+[\w%]+){0,3}?[\s*_]+|\bun|\bdis|[不没未][^，。！？、\s]{0,4}`;
const VERDICT = new RegExp(`(${NEGATION})?(satisfied|满意)|continue|继续`, "gi");

/** The last verdict in an answer, since models that think aloud do so first; undefined when there is none. */
export function parseVerdict(answer: string): Satisfaction["verdict"] | undefined {
  const last = [...answer.matchAll(VERDICT)].at(-1);
  if (!last) return undefined;
  const [, negation, satisfied] = last;
  return satisfied && !negation ? "satisfied" : "continue";
}
