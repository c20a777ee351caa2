import { PersonaError } from "./errors.ts";
import type { LanguageModel, ModelMessage, ModelReply, OutputForm } from "./model.ts";
import type { Operation } from "./operation.ts";
import type { Brief } from "./optimizer.ts";
import { parseProposal } from "./parse-proposal.ts";
import { buildPrompt, type Prompt } from "./prompt.ts";
import type { TokenCounter } from "./prompt-sections.ts";
import type { PromptTemplate } from "./prompt-template.ts";
import { PROPOSAL_FORM } from "./proposal-format.ts";
import type { Usage } from "./usage.ts";

/** Calls of one model for one update, when nothing goes well. */
const MOST_CALLS = 6;
/** How much of an unreadable answer is shown to the model again. */
const SHOWN_AGAIN = 2_000; // characters

/** The forms in which an answer is asked for, the strictest first. */
const RUNGS = ["schema", "json", "text"] as const;
export type Rung = (typeof RUNGS)[number];

/** What came of asking one model. */
export type LadderOutcome =
  | { readonly kind: "proposal"; readonly operations: readonly Operation[]; readonly through?: number }
  | { readonly kind: "unreadable"; readonly sentence: string; readonly through?: number };

export interface LadderSettings {
  readonly template: PromptTemplate;
  readonly count: TokenCounter;
  /** Tokens for the conversations. */
  readonly budget: number;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** The rung that a model was last found to stand on, kept between updates. */
  readonly rungs: WeakMap<LanguageModel, Rung>;
  /** Told what each call has cost. */
  readonly spend: (usage: Usage) => void;
  /** Asked before every call but the first; counts the call that it lets be made. */
  readonly mayAskAgain: () => Promise<boolean>;
}

/**
 * Asks a model until its answer can be read: by its schema, as any JSON, as text between tags.
 *
 * A request that the service does not take goes one rung down, on the lowest to half the parts; an answer that was cut
 * off to half the parts as well; an answer that is no proposal is asked for once more, one rung down, with what was
 * wrong with it. A refusal is not argued with, and a request that is taken in no form and length is as good as one. Where
 * no more calls may be made, the last answer stands, and a request that was not taken fails.
 *
 * @throws whatever the model throws for good
 */
export async function askForProposal(
  model: LanguageModel,
  brief: Brief,
  settings: LadderSettings,
): Promise<LadderOutcome> {
  const { template, count, budget, timeoutMs, signal, rungs, spend, mayAskAgain } = settings;
  let rung = rungs.get(model) ?? model.output ?? "text";
  let most: number | undefined;
  let isLowered = false;
  let failed: { readonly reply: ModelReply; readonly problem: string } | undefined;
  for (let call = 1; ; call += 1) {
    const prompt = buildPrompt(brief, { template, tagged: rung === "text", count, budget, most });
    const messages = failed ? [...prompt.messages, ...again(template, failed)] : prompt.messages;
    const half = prompt.parts > 1 ? Math.floor(prompt.parts / 2) : undefined;
    const lower = below(rung);
    const isOver = async () => call >= MOST_CALLS || !(await mayAskAgain());
    let reply: ModelReply;
    try {
      reply = await model.generate({ messages, output: formOf(rung), signal, timeoutMs });
    } catch (error) {
      spend({ calls: 1 });
      if (!PersonaError.isInstance(error) || error.code !== "MODEL_REJECTED") throw error;
      if (!lower && (!half || call >= MOST_CALLS)) return notTaken(prompt);
      if (await isOver()) throw error;
      if (!lower) most = half;
      isLowered = lower !== undefined;
      rung = lower ?? rung;
      continue;
    }
    spend({ calls: 1, ...reply.usage });
    // Only what helped is remembered: a request that was too large fails on every rung.
    if (isLowered) rungs.set(model, rung);
    isLowered = false;
    const outcome = read(reply, brief, prompt);
    const shorter = reply.stop === "length" ? half : undefined;
    if (outcome.kind !== "unreadable" || reply.stop === "refusal" || (failed && !shorter)) return outcome;
    if (await isOver()) return outcome;
    if (shorter) most = shorter;
    else {
      failed = { reply, problem: outcome.problem };
      rung = lower ?? rung;
    }
  }
}

function notTaken({ through }: Prompt): LadderOutcome {
  const sentence = "The model's service does not take what was said here, in whatever form it is asked.";
  return { kind: "unreadable", sentence, ...(through !== undefined && { through }) };
}

type Read = LadderOutcome & { readonly problem: string };

function read(reply: ModelReply, brief: Brief, { parts, through }: Prompt): Read {
  const reach = through === undefined ? {} : { through };
  const unreadable = (problem: string, sentence: string): Read => ({ kind: "unreadable", problem, sentence, ...reach });
  if (reply.stop === "refusal") return unreadable("", "The model declined to answer.");
  const isCut = reply.stop === "length";
  const parsed = parseProposal(reply.text, brief, { isCut });
  // A list that was cut off lacks what it would have said of the later parts: they must not pass for read.
  const isRead = "operations" in parsed && (!isCut || parts === 1);
  if (isRead) return { kind: "proposal", operations: parsed.operations, problem: "", ...reach };
  return isCut || !("problem" in parsed)
    ? unreadable(
        "It was cut off at the limit of its length.",
        "The model's answer was cut off at the limit of its length.",
      )
    : unreadable(parsed.problem, "The model answered what is no proposal, also when it was asked again.");
}

/** The answer that was none, and what was wrong with it. */
function again(
  template: PromptTemplate,
  { reply, problem }: { readonly reply: ModelReply; readonly problem: string },
): readonly ModelMessage[] {
  const shown = reply.text.slice(0, SHOWN_AGAIN).toWellFormed();
  return [
    ...(shown.trim() === "" ? [] : [{ role: "assistant" as const, text: shown }]),
    { role: "user", text: template.again.replace("{problem}", () => problem) },
  ];
}

function formOf(rung: Rung): OutputForm | undefined {
  if (rung === "text") return undefined;
  return rung === "json" ? { kind: "json" } : PROPOSAL_FORM;
}

function below(rung: Rung): Rung | undefined {
  return RUNGS[RUNGS.indexOf(rung) + 1];
}
