import type { ModelMessage } from "./model.ts";
import type { Brief } from "./optimizer.ts";
import { personaSection, schemaSection, sessionsSection, type TokenCounter } from "./prompt-sections.ts";
import type { PromptTemplate } from "./prompt-template.ts";
import { english } from "./prompts/en.ts";
import { chinese } from "./prompts/zh.ts";

/** What a model is asked for one brief. */
export interface Prompt {
  readonly messages: readonly ModelMessage[];
  /** How many parts of the brief are in it, and the highest sequence among them where that is not the whole brief. */
  readonly parts: number;
  readonly through?: number;
}

/**
 * The prompt for a brief: what never changes comes first (the task, then the fields), so that a vendor's cache can hold
 * it, then the persona, then the conversations as far as the budget goes. Pure.
 *
 * @param options.tagged - whether the answer comes as plain text and must be marked off
 * @param options.budget - tokens for the conversations
 * @param options.most - parts at most
 */
export function buildPrompt(
  brief: Brief,
  options: { template: PromptTemplate; tagged: boolean; count: TokenCounter; budget: number; most?: number },
): Prompt {
  const { template, tagged, count, budget, most } = options;
  const { headings, words } = template;
  const { text, parts, through } = sessionsSection(brief, { count, budget, most });
  const task = brief.consolidates === undefined ? template.learning : template.consolidation;
  const system = [
    task,
    ...(tagged ? [`${template.answer}\n${template.tagged}`] : [template.answer]),
    `# ${headings.schema}\n${schemaSection(brief.schema, brief.persona, words)}`,
  ];
  const user = [
    ...(brief.consolidates === undefined ? [] : [`# ${headings.consolidates}\n${brief.consolidates}`]),
    `# ${headings.persona}\n${personaSection(brief.schema, brief.persona, template)}`,
    `# ${headings.sessions}\n${text}`,
  ];
  return {
    messages: [
      { role: "system", text: system.join("\n\n") },
      { role: "user", text: user.join("\n\n") },
    ],
    parts,
    ...(through !== undefined && { through }),
  };
}

/** A word of another script; of Japanese, which writes Chinese characters too, each letter of its own. */
const OTHER_WORD =
  /[\p{Script=Hiragana}\p{Script=Katakana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])\p{L})+/gu;

/** The template in the language that most of the user's letters in the brief are of. */
export function templateFor({ sessions }: Pick<Brief, "sessions">): PromptTemplate {
  let han = 0;
  let others = 0;
  for (const { role, text } of sessions.flatMap(({ messages }) => messages)) {
    if (role !== "user") continue;
    han += text.match(/\p{Script=Han}/gu)?.length ?? 0;
    others += text.match(OTHER_WORD)?.length ?? 0;
  }
  return han > others ? chinese : english;
}
