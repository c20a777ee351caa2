import { CATEGORIES } from "./command.ts";
import type { Brief, BriefMessage, BriefSession } from "./optimizer.ts";
import { fieldState, type Persona, type Value } from "./persona.ts";
import type { PromptTemplate, TemplateWords } from "./prompt-template.ts";
import type { FieldDefinition, PersonaSchema } from "./schema.ts";

/** How much of an assistant's turn is shown: enough to understand what the user's next words answer. */
export const ASSISTANT_LENGTH = 200; // characters

/** Counts tokens, as `loadTokenCounter` gives it. */
export type TokenCounter = (text: string) => number;

/** The conversations of a brief as a model reads them. */
export interface SessionsSection {
  readonly text: string;
  /** How many parts are in it. */
  readonly parts: number;
  /** The highest sequence of a part in it; absent when all parts are. */
  readonly through?: number;
}

/** The name of a session in a prompt: short, and the same whenever it is read again. */
export function sessionHandle({ ordinal }: Pick<BriefSession, "ordinal">): string {
  return `s${ordinal}`;
}

/** The fields that can be learned: name, kind, rules, description, a line each. Byte-stable while nothing of it changes. */
export function schemaSection(schema: PersonaSchema, persona: Persona, words: TemplateWords): string {
  return Object.entries(schema.fields)
    .filter(([path, field]) => isLearnable(persona, path, field))
    .map(([path, field]) => `- ${path} (${rulesOf(field, words).join("; ")}): ${field.description}`)
    .join("\n");
}

/** Every value that is held, a line each, with its id and how well it stands; none of a special category without consent. */
export function personaSection(schema: PersonaSchema, persona: Persona, { headings, words }: PromptTemplate): string {
  const lines = Object.entries(schema.fields).flatMap(([path, field]) => {
    if (lacksConsent(persona, field)) return [];
    const { values, locked } = fieldState(persona, path);
    return values.map(
      (value) => `- ${path} ${value.id} ${JSON.stringify(value.content)} (${standingOf(value, locked, words)})`,
    );
  });
  return lines.length === 0 ? headings.emptyPersona : lines.join("\n");
}

/**
 * The conversations, as the brief lists them, a JSON object a line: nothing that was said can pass for a line of ours.
 *
 * The user's turns are whole, the assistant's shortened, others left out. What does not fit is what was recorded last,
 * from the border of a part; the first part goes in whatever it costs, without the assistant's turns when it is too long.
 *
 * @param options.most - parts at most
 */
export function sessionsSection(
  { sessions }: Pick<Brief, "sessions">,
  { count, budget, most = Number.POSITIVE_INFINITY }: { count: TokenCounter; budget: number; most?: number },
): SessionsSection {
  const parts = partsOf(sessions);
  const taken: Part[] = [];
  let spent = 0;
  for (const part of parts) {
    const costOf = (lines: readonly string[]) => count(`${headerLine(part.session)}\n${lines.join("\n")}\n`);
    const whole = costOf(part.lines);
    const shown = whole > budget ? { ...part, lines: part.userLines } : part;
    const cost = shown === part ? whole : costOf(shown.lines);
    if (taken.length > 0 && (taken.length >= most || spent + cost > budget)) break;
    spent += cost;
    taken.push(shown);
  }
  const last = taken.at(-1);
  const blocks = Map.groupBy(taken, ({ session }) => session);
  const text = sessions.flatMap((session) => {
    const own = blocks.get(session);
    return own ? [headerLine(session), ...own.flatMap(({ lines }) => lines)] : [];
  });
  return {
    text: text.join("\n"),
    parts: taken.length,
    ...(last && taken.length < parts.length && { through: last.sequence }),
  };
}

interface Part {
  readonly session: BriefSession;
  readonly sequence: number;
  readonly lines: readonly string[];
  readonly userLines: readonly string[];
}

/** In the order of recording. */
function partsOf(sessions: readonly BriefSession[]): readonly Part[] {
  return sessions
    .flatMap((session) =>
      [...Map.groupBy(session.messages, ({ sequence }) => sequence)].map(([sequence, messages]) => ({
        session,
        sequence,
        lines: messages.flatMap(messageLine),
        userLines: messages.filter(({ role }) => role === "user").flatMap(messageLine),
      })),
    )
    .toSorted((one, other) => one.sequence - other.sequence);
}

function headerLine(session: BriefSession): string {
  const { startedAt, source } = session;
  const weekday = new Date(startedAt).toLocaleDateString("en-US", { weekday: "long", timeZone: "UTC" });
  return JSON.stringify({
    session: sessionHandle(session),
    date: `${startedAt.slice(0, 10)} ${weekday}`,
    ...(source === "relayed" && { relayed: true }),
  });
}

function messageLine({ index, role, text }: BriefMessage): readonly string[] {
  if (role === "user") return [jsonLine({ m: index, user: text })];
  if (role !== "assistant") return [];
  const shown = text.length <= ASSISTANT_LENGTH ? text : `${text.slice(0, ASSISTANT_LENGTH).toWellFormed()}…`;
  return [jsonLine({ m: index, assistant: shown })];
}

/** JSON on one line, also for those who take the separators of Unicode for line breaks. */
export function jsonLine(data: object): string {
  return JSON.stringify(data).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function isLearnable(persona: Persona, path: string, field: FieldDefinition): boolean {
  return field.learn !== "never" && fieldState(persona, path).locked === undefined && !lacksConsent(persona, field);
}

function lacksConsent({ consents }: Persona, { sensitivity }: FieldDefinition): boolean {
  return CATEGORIES.some((category) => category === sensitivity) && !consents.includes(sensitivity);
}

function rulesOf(field: FieldDefinition, words: TemplateWords): readonly string[] {
  const { kind, options, learn, about, timeToLiveDays } = field;
  return [
    kind === "enum" ? `${words.oneOf} ${options?.join(", ")}` : words.kinds[kind],
    ...(learn === "stated" ? [words.statedOnly] : []),
    ...(about === "others" ? [words.aboutOthers] : []),
    ...(timeToLiveDays === undefined ? [] : [words.fades.replace("{days}", String(timeToLiveDays))]),
  ];
}

function standingOf({ basis, tentative }: Value, locked: true | undefined, words: TemplateWords): string {
  return [words.basis[basis], ...(tentative ? [words.tentative] : []), ...(locked ? [words.locked] : [])].join(", ");
}
