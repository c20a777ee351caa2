import type { Brief, BriefSession } from "./optimizer.ts";
import type { Ticket } from "./personalizer.ts";
import {
  jsonLine,
  personaSection,
  schemaSection,
  sessionHandle,
  sessionsSection,
  type TokenCounter,
} from "./prompt-sections.ts";
import type { PromptTemplate } from "./prompt-template.ts";
import { type SelfSentence, selfSentences } from "./self-speech.ts";

/** o200k tokens of a brief for the host's model, all in all: it goes into a conversation that has other things to hold. */
export const BRIEF_TOKENS = 4_000;
/** A persona that has grown large leaves at least this much for the conversations, or half where there is less room. */
const LEAST_FOR_SESSIONS = 1_200;

/** What the host's model is given to think about, and the ticket to commit its proposal with. */
export interface HostBrief {
  readonly text: string;
  /** Reaches as far as the text does. */
  readonly ticket: Ticket;
  /** Id of the prompt, as it goes into the revision. */
  readonly prompt: string;
  /** True: more is pending than fits whole, so only sentences in which the user may speak of themself are in it. */
  readonly condensed: boolean;
  readonly tokens: number;
}

export interface HostBriefSettings {
  readonly template: PromptTemplate;
  readonly count: TokenCounter;
  /** The model has just answered a brief of this kind: task and fields are left out. */
  readonly isNext?: boolean;
  /** UTF-8 bytes that the text may have as a JSON string, for a host that cuts longer answers. Absent: no limit. */
  readonly maxBytes?: number;
}

/**
 * A brief for the host's model, of at most 4 000 tokens. Pure.
 *
 * When the conversations fit they are whole; else only the sentences in which users may speak of themselves are in it,
 * of as many conversations as fit.
 */
export function buildHostBrief(
  { brief, ticket }: { readonly brief: Brief; readonly ticket: Ticket },
  { template, count: countTokens, isNext = false, maxBytes }: HostBriefSettings,
): HostBrief {
  const count = maxBytes === undefined ? countTokens : withinBytes(countTokens, maxBytes);
  const { headings, words } = template;
  const fixed = isNext
    ? [template.host.next]
    : [
        template.learning,
        template.host.answer,
        `# ${headings.schema}\n${schemaSection(brief.schema, brief.persona, words)}`,
      ];
  const spent = count(`${fixed.join("\n\n")}\n\n# ${headings.persona}\n\n# ${template.host.condensed}\n\n`);
  const room = BRIEF_TOKENS - spent;
  const persona = cutLines(personaSection(brief.schema, brief.persona, template), {
    count,
    budget: Math.max(room - LEAST_FOR_SESSIONS, Math.floor(room / 2)),
    more: template.host.more,
  });
  const budget = room - count(`${persona}\n`);
  const whole = sessionsSection(brief, { count, budget });
  const isWhole = whole.through === undefined && count(whole.text) <= budget;
  const { text, through } = isWhole ? whole : condensedSessions(brief.sessions, { count, budget });
  const all = [
    ...fixed,
    `# ${headings.persona}\n${persona}`,
    `# ${isWhole ? headings.sessions : template.host.condensed}\n${text}`,
  ].join("\n\n");
  return {
    text: all,
    ticket: { ...ticket, through: Math.min(ticket.through, through ?? ticket.through) },
    prompt: template.host.id,
    condensed: !isWhole,
    tokens: countTokens(all),
  };
}

/** Counts what a text takes of a brief, whichever of the two limits it takes more of. */
function withinBytes(count: TokenCounter, maxBytes: number): TokenCounter {
  return (text) => {
    const bytes = Buffer.byteLength(JSON.stringify(text)) - 2;
    return Math.max(count(text), Math.ceil((bytes * BRIEF_TOKENS) / maxBytes));
  };
}

/** Conversations that one brief shall hold when many are pending, and the least that each may then say. */
export const SESSIONS_AIMED_AT = 60;
const LEAST_FOR_ONE = 30; // tokens

/** A sentence of a message, with what it costs in a line. */
interface Said extends SelfSentence {
  readonly index: number;
  readonly tokens: number;
}

/**
 * The conversations, as the brief lists them, one line a part, cut down to what users may say of themselves: of each as
 * much as its share of the budget allows, the plainest sentences first. Whole parts, those recorded first; at least one.
 */
function condensedSessions(
  sessions: readonly BriefSession[],
  { count, budget }: { count: TokenCounter; budget: number },
): { readonly text: string; readonly through?: number } {
  const parts = sessions
    .flatMap((session) =>
      [...Map.groupBy(session.messages, ({ sequence }) => sequence)].map(([sequence, messages]) => ({
        session,
        sequence,
        said: messages.flatMap(({ role, index, text }) =>
          role === "user"
            ? selfSentences(text).map((sentence) => ({ ...sentence, index, tokens: count(sentence.text) }))
            : [],
        ),
      })),
    )
    .toSorted((one, other) => one.sequence - other.sequence);
  const share = Math.max(LEAST_FOR_ONE, Math.floor(budget / Math.min(parts.length, SESSIONS_AIMED_AT)));
  const lines = new Map<BriefSession, string[]>(sessions.map((session) => [session, []]));
  const listed = () => [...lines.values()].flat().join("\n");
  let spent = 0;
  let last: number | undefined;
  for (const { session, sequence, said } of parts) {
    const line = said.length === 0 ? "" : fittingLine(session, said, { count, share, budget });
    const cost = line === "" ? 0 : count(`${line}\n`);
    if (spent + cost > budget && last !== undefined) return { text: listed(), through: last };
    last = sequence;
    spent += cost;
    if (line !== "") lines.get(session)?.push(line);
  }
  return { text: listed() };
}

/** A line never costs more than a whole brief has room for, whatever stands between its sentences. */
function fittingLine(
  session: BriefSession,
  said: readonly Said[],
  { count, share, budget }: { count: TokenCounter; share: number; budget: number },
): string {
  for (let allowed = share; ; allowed = Math.floor(allowed * 0.8)) {
    const chosen = plainestFirst(said, allowed);
    const line = condensedLine(session, chosen);
    if (chosen.length === 1 || count(`${line}\n`) <= budget) return line;
  }
}

/** As many sentences as the share allows, at least one, in the order in which they were said. */
function plainestFirst(said: readonly Said[], share: number): readonly Said[] {
  const chosen = new Set<Said>();
  let spent = 0;
  for (const sentence of said.toSorted((one, other) => Number(other.isPlain) - Number(one.isPlain))) {
    if (chosen.size > 0 && spent + sentence.tokens > share) continue;
    chosen.add(sentence);
    spent += sentence.tokens;
  }
  return said.filter((sentence) => chosen.has(sentence));
}

/** `{"s17":"2026-03-09","m2":"I moved to Porto. … I love it."}`. */
function condensedLine(session: BriefSession, said: readonly Said[]): string {
  const messages = [...Map.groupBy(said, ({ index }) => index)].map(([index, sentences]) => [
    `m${index}`,
    sentences.map(({ text }) => text).join(" … "),
  ]);
  const day = session.startedAt.slice(0, 10);
  return jsonLine({
    [sessionHandle(session)]: session.source === "relayed" ? `${day} relayed` : day,
    ...Object.fromEntries(messages),
  });
}

function cutLines(
  text: string,
  { count, budget, more }: { count: TokenCounter; budget: number; more: string },
): string {
  const lines = text.split("\n");
  let kept = lines.length;
  while (kept > 0 && count(lines.slice(0, kept).join("\n")) > budget) kept = Math.floor(kept * 0.8);
  return kept === lines.length ? text : [...lines.slice(0, kept), more].join("\n");
}
