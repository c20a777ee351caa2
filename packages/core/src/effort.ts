import { PARTS_PER_BRIEF } from "./brief.ts";
import { estimateTokens } from "./estimate-tokens.ts";
import { BRIEF_TOKENS, SESSIONS_AIMED_AT } from "./host-brief.ts";
import { BUDGET_TOKENS } from "./model-optimizer.ts";
import { emptyPersona } from "./persona.ts";
import { buildPrompt } from "./prompt.ts";
import { ASSISTANT_LENGTH } from "./prompt-sections.ts";
import { english } from "./prompts/en.ts";
import type { PersonaSchema } from "./schema.ts";
import type { Message } from "./session.ts";

/** About what a line of a prompt has beside the words in it. */
const LINE_TOKENS = 6;

/** Conversations that a deep pass has yet to read. */
export interface Unread {
  readonly sessions: number;
  /** As `readingTokens` has them. */
  readonly tokens: number;
}

/** What reading them takes. */
export interface Effort {
  readonly calls: number;
  /** o200k tokens of all calls. */
  readonly inputTokens: number;
}

/** About how many tokens of a prompt a conversation takes: the user's words whole, the assistant's shortened. */
export function readingTokens(messages: readonly Message[]): number {
  return messages.reduce((sum, { role, text }) => {
    if (role !== "user" && role !== "assistant") return sum;
    return sum + LINE_TOKENS + estimateTokens(role === "user" ? text : text.slice(0, ASSISTANT_LENGTH));
  }, LINE_TOKENS * 2);
}

/**
 * About what a deep pass takes to read conversations, by a model and by that of a host. Loads no tokenizer; repeated
 * calls and a persona that grows come on top.
 */
export function estimateEffort({ sessions, tokens }: Unread, schema: PersonaSchema): { model: Effort; host: Effort } {
  if (sessions === 0) return { model: { calls: 0, inputTokens: 0 }, host: { calls: 0, inputTokens: 0 } };
  const calls = Math.max(Math.ceil(tokens / BUDGET_TOKENS), Math.ceil(sessions / PARTS_PER_BRIEF));
  const briefs = Math.ceil(sessions / SESSIONS_AIMED_AT);
  return {
    model: { calls, inputTokens: tokens + calls * promptTokens(schema) },
    host: { calls: briefs, inputTokens: briefs * BRIEF_TOKENS },
  };
}

/** A prompt without conversations. */
function promptTokens(schema: PersonaSchema): number {
  const brief = { pass: "", now: "", schema, persona: emptyPersona("nobody"), sessions: [] };
  const { messages } = buildPrompt(brief, { template: english, tagged: false, count: estimateTokens, budget: 0 });
  return messages.reduce((sum, { text }) => sum + estimateTokens(text), 0);
}
