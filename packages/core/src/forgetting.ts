import { applyChange, fold, support } from "./apply.ts";
import type { History } from "./history.ts";
import {
  type Content,
  type Evidence,
  emptyPersona,
  type FieldState,
  fieldState,
  type Persona,
  type Quote,
  type Value,
} from "./persona.ts";
import type { BelieveChange, Change, Refusal, RemoveChange, Revision } from "./revision.ts";

/** Where a clause ends, in a quote. */
const CLAUSE_END = /[,.;!?]+\s*|\s+(?:and|but)\s+/;

/** What shall be gone, as three questions. */
export interface Forgotten {
  /** Was this said in a session or message that goes? */
  takesEvidence(evidence: Pick<Evidence, "sessionId" | "messageIndex">): boolean;
  /** Is this a value that goes? */
  takesValue(field: string, content: Content): boolean;
  /** Does this text tell what goes? */
  mentions(text: string): boolean;
}

/**
 * The history without what is forgotten. The gate is not asked again: a belief left without evidence becomes a removal
 * of what it had displaced, so that no older value comes back in its place.
 */
export function forgetIn({ userId, base, revisions }: History, forgotten: Forgotten): History {
  const end = fold(userId, base, revisions);
  const strippedBase = base && stripPersona(base, forgotten);
  let present = base ?? emptyPersona(userId);
  let left = strippedBase ?? emptyPersona(userId);
  return {
    userId,
    base: strippedBase,
    revisions: revisions.map((revision) => {
      const changes = revision.changes.flatMap((change) => {
        const before = present;
        present = applyChange(before, change, revision.at);
        const stripped = stripChange(change, forgotten, displaced(change, before, present)).map((kept) =>
          kept.kind === "remove" && !mayComeApart(kept, { left, end, forgotten }) ? plainRemoval(kept) : kept,
        );
        left = stripped.reduce((so, kept) => applyChange(so, kept, revision.at), left);
        return stripped;
      });
      return { ...revision, changes, refusals: revision.refusals.map((refusal) => stripRefusal(refusal, forgotten)) };
    }),
  };
}

/**
 * What was merged into a value that loses its evidence stands on its own again; but not where that value was taken away
 * later, or is what shall be forgotten: then it must not come back.
 */
function mayComeApart(
  { field, into }: RemoveChange,
  { left, end, forgotten }: { left: Persona; end: Persona; forgotten: Forgotten },
): boolean {
  const find = (persona: Persona) => fieldState(persona, field).values.find(({ id }) => id === into);
  const kept = find(end);
  return find(left) !== undefined || (kept !== undefined && !tells(field, kept.content, forgotten));
}

function plainRemoval({ into: _, ...removal }: RemoveChange): RemoveChange {
  return removal;
}

/** Ids of the values that a change took out of its field. */
function displaced(change: Change, before: Persona, after: Persona): readonly string[] {
  if (change.kind !== "set" && change.kind !== "add") return [];
  const left = new Set(fieldState(after, change.field).values.map(({ id }) => id));
  return fieldState(before, change.field)
    .values.map(({ id }) => id)
    .filter((id) => !left.has(id));
}

function stripChange(change: Change, forgotten: Forgotten, displacedIds: readonly string[]): readonly Change[] {
  switch (change.kind) {
    case "set":
    case "add":
      return stripBelief(change, forgotten, displacedIds);
    case "remove":
      return [{ ...change, evidence: stripQuotes(change.evidence, undefined, forgotten) }];
    case "restore": {
      const value = stripValue(change.field, change.value, forgotten);
      return value ? [{ ...change, value }] : [];
    }
    default:
      return [change];
  }
}

function stripBelief(change: BelieveChange, forgotten: Forgotten, displacedIds: readonly string[]): readonly Change[] {
  const { field, value } = change;
  const evidence = stripQuotes(change.evidence, value.content, forgotten);
  const unsupported = evidence.length === 0 && change.evidence.length > 0;
  return unsupported || tells(field, value.content, forgotten)
    ? displacedIds.map((valueId) => ({ kind: "remove", field, valueId, evidence: [] }))
    : [{ ...change, evidence }];
}

function stripPersona(persona: Persona, forgotten: Forgotten): Persona {
  const fields = Object.entries(persona.fields).map(([field, state]): [string, FieldState] => [
    field,
    {
      ...state,
      values: state.values.flatMap((value) => stripValue(field, value, forgotten) ?? []),
      ...(state.closedValues && {
        closedValues: state.closedValues.filter(({ content }) => !tells(field, content, forgotten)),
      }),
    },
  ]);
  return { ...persona, fields: Object.fromEntries(fields) };
}

/** The value with what is left of its support; null when it goes, or when nothing supports it any more. */
function stripValue(field: string, value: Value, forgotten: Forgotten): Value | null {
  if (tells(field, value.content, forgotten)) return null;
  const quotes = stripQuotes(value.quotes, value.content, forgotten);
  const lost = new Set(value.quotes.map(({ sessionId }) => sessionId));
  for (const { sessionId } of quotes) lost.delete(sessionId);
  const supportedBy = value.supportedBy.filter(
    ({ sessionId }) => !lost.has(sessionId) && !closes(sessionId, forgotten),
  );
  if (supportedBy.length === 0 && value.basis !== "user") return null;
  const tentative = value.basis === "inferred" && support({ supportedBy }) < 2;
  return { ...value, tentative, supportedBy, quotes };
}

function closes(sessionId: string, forgotten: Forgotten): boolean {
  return forgotten.takesEvidence({ sessionId, messageIndex: -1 });
}

/** Quotes that may stay; one that tells what goes is cut down to the clause that states its own value. */
function stripQuotes(quotes: readonly Quote[], content: Content | undefined, forgotten: Forgotten): readonly Quote[] {
  return quotes.flatMap((quote) => {
    if (forgotten.takesEvidence(quote)) return [];
    if (!forgotten.mentions(quote.quote)) return [quote];
    const kept = content === undefined ? undefined : stating(String(content), quote.quote, forgotten);
    return kept === undefined ? [] : [{ ...quote, quote: kept }];
  });
}

/** What is left of "I am Ana, I'm 36 and I live in Porto" when Ana goes: for 36 "I'm 36", for Porto "I live in Porto". */
function stating(content: string, quote: string, forgotten: Forgotten): string | undefined {
  return [...quote.split(CLAUSE_END), content].find(
    (words) => words.includes(content) && quote.includes(words) && !forgotten.mentions(words),
  );
}

function stripRefusal(refusal: Refusal, forgotten: Forgotten): Refusal {
  const { content, evidence, ...kept } = refusal;
  const goes =
    (content !== undefined && tells(refusal.field, content, forgotten)) ||
    evidence?.some((quote) => forgotten.takesEvidence(quote) || forgotten.mentions(quote.quote));
  return goes ? kept : refusal;
}

function tells(field: string, content: Content, forgotten: Forgotten): boolean {
  return forgotten.takesValue(field, content) || forgotten.mentions(String(content));
}

/** How many quotes a history holds. */
export function countQuotes({ base, revisions }: History): number {
  const inBase = Object.values(base?.fields ?? {}).flatMap(({ values }) => values.flatMap(({ quotes }) => quotes));
  const inRevisions = revisions.flatMap((revision: Revision) =>
    revision.changes.flatMap((change) => ("evidence" in change ? change.evidence : [])),
  );
  return inBase.length + inRevisions.length;
}
