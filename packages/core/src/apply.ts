import {
  type Closure,
  type Content,
  emptyPersona,
  type FieldState,
  fieldState,
  type Persona,
  type Quote,
  type Supporter,
  type Value,
} from "./persona.ts";
import type { BelieveChange, Change, RemoveChange, RestoreChange, Revision } from "./revision.ts";

/** How many supporting sessions a value remembers. */
const SUPPORTERS = 16;
/** Which quotes a value keeps: the first say where it came from, the newest that it still holds. */
const FIRST_QUOTES = 2;
const NEWEST_QUOTES = 3;
/** Conversations that had to be told apart under one id count once within this time. */
const DAY_MS = 24 * 60 * 60 * 1000;

/** The persona that a history leads to. A base of null is the empty persona. */
export function fold(userId: string, base: Persona | null, revisions: readonly Revision[]): Persona {
  return revisions.reduce(apply, base ?? emptyPersona(userId));
}

/**
 * The persona after one more revision. Pure, reads no clock, asks no schema: whatever had to be decided was decided
 * when the revision was made, so that a history leads to the same bytes at any time and under any later version.
 */
export function apply(persona: Persona, revision: Revision): Persona {
  const changed = revision.changes.reduce((present, change) => applyChange(present, change, revision.at), persona);
  return {
    ...changed,
    fields: revision.lines === undefined ? changed.fields : withLines(changed.fields, revision.lines),
    watermarks: revision.watermark === undefined ? changed.watermarks : moved(changed.watermarks, revision.watermark),
    parked: revision.parked ?? changed.parked,
    revision: revision.revision,
    updatedAt: revision.at,
  };
}

/** The persona after one change made at `at`. A kind of change that this version does not know changes nothing. */
export function applyChange(persona: Persona, change: Change, at: string): Persona {
  switch (change.kind) {
    case "set":
    case "add":
      return withField(persona, change.field, (state) => believe(state, change, at));
    case "remove":
      return withField(persona, change.field, (state) =>
        change.into === undefined ? remove(state, change) : merge(state, change.valueId, change.into, at),
      );
    case "restore":
      return withField(persona, change.field, (state) => restore(state, change));
    case "lock":
      return withField(persona, change.field, (state) => ({ ...state, locked: true }));
    case "unlock":
      return withField(persona, change.field, ({ locked: _, ...state }) => state);
    case "forget":
      return change.fields.reduce(
        (present, field) => withField(present, field, (state) => ({ ...state, closed: { at, by: "forget" } })),
        persona,
      );
    case "pause":
      return { ...persona, paused: true };
    case "resume":
      return { ...persona, paused: false };
    case "consent": {
      const others = persona.consents.filter((category) => category !== change.category);
      return { ...persona, consents: change.given ? [...others, change.category] : others };
    }
    default:
      return persona;
  }
}

/** How many sessions support a value. Conversations told apart under one id (`id~…`) count once within a day. */
export function support(value: Pick<Value, "supportedBy">): number {
  const counted: Supporter[] = [];
  for (const supporter of value.supportedBy) {
    const same = counted.some(
      (other) =>
        given(other.sessionId) === given(supporter.sessionId) &&
        Math.abs(Date.parse(other.startedAt) - Date.parse(supporter.startedAt)) < DAY_MS,
    );
    if (!same) counted.push(supporter);
  }
  return counted.length;
}

/** Orders quotes by the moment they were said: start of the session, then sequence, then message. */
export function compareQuotes(one: Quote, other: Quote): number {
  return (
    Date.parse(one.startedAt) - Date.parse(other.startedAt) ||
    one.sequence - other.sequence ||
    one.messageIndex - other.messageIndex
  );
}

function given(sessionId: string): string {
  const end = sessionId.indexOf("~");
  return end < 0 ? sessionId : sessionId.slice(0, end);
}

function withField(persona: Persona, field: string, alter: (state: FieldState) => FieldState): Persona {
  return { ...persona, fields: { ...persona.fields, [field]: alter(fieldState(persona, field)) } };
}

function believe(state: FieldState, change: BelieveChange, at: string): FieldState {
  const held = state.values.find((value) => value.id === change.value.id);
  const value = strengthen(held, change, at);
  const values = held ? state.values.map((other) => (other === held ? value : other)) : [...state.values, value];
  return reopen(
    {
      ...state,
      values:
        change.kind === "add"
          ? values.filter(({ id }) => id !== change.displaces)
          : values.filter((other) => other === value || (value.tentative && !other.tentative)),
    },
    change,
  );
}

function strengthen(held: Value | undefined, change: BelieveChange, at: string): Value {
  const { id, content, basis } = change.value;
  const quotes = mergeQuotes(held?.quotes ?? [], change.evidence);
  const supportedBy = mergeSupporters(held?.supportedBy ?? [], change.evidence);
  const { line, ...known } = held ?? { learnedAt: at, line: undefined };
  return {
    ...known,
    id,
    content,
    basis,
    tentative: basis === "inferred" && support({ supportedBy }) < 2,
    supportedBy,
    quotes,
    learnedAt: known.learnedAt,
    // The user's hand keeps its time when learning confirms it: a correction said before that is still the newer word.
    changedAt: held?.basis === "user" && change.evidence.length > 0 ? held.changedAt : at,
    ...(line !== undefined && held?.content === content ? { line } : {}),
  };
}

function mergeQuotes(held: readonly Quote[], added: readonly Quote[]): readonly Quote[] {
  const fresh = added.filter(
    (quote) =>
      !held.some(
        (other) =>
          other.sessionId === quote.sessionId &&
          other.messageIndex === quote.messageIndex &&
          other.quote === quote.quote,
      ),
  );
  const all = [...held, ...fresh].sort(compareQuotes);
  return all.length <= FIRST_QUOTES + NEWEST_QUOTES
    ? all
    : [...all.slice(0, FIRST_QUOTES), ...all.slice(-NEWEST_QUOTES)];
}

function mergeSupporters(held: readonly Supporter[], added: readonly Supporter[]): readonly Supporter[] {
  const all = [...held];
  for (const { sessionId, startedAt } of added) {
    if (!all.some((other) => other.sessionId === sessionId)) all.push({ sessionId, startedAt });
  }
  return all.sort((one, other) => Date.parse(one.startedAt) - Date.parse(other.startedAt)).slice(-SUPPORTERS);
}

/** An accepted value lifts what was closed, for sessions after the closure; the user's hand lifts it at once. */
function reopen(state: FieldState, change: BelieveChange): FieldState {
  const lift = <C extends Closure>(closure: C): C =>
    change.evidence.length === 0 || change.evidence.some(({ startedAt }) => startedAt > closure.at)
      ? { ...closure, reopened: true }
      : closure;
  const lifted = { ...state };
  if (state.closed) lifted.closed = lift(state.closed);
  if (state.closedValues) {
    lifted.closedValues = state.closedValues.map((closure) =>
      sameContent(closure.content, change.value.content) ? lift(closure) : closure,
    );
  }
  return lifted;
}

/** Frozen, since the fold rests on it: case and Unicode form aside, the same content. */
function sameContent(one: Content, other: Content): boolean {
  const plain = (content: Content) => String(content).normalize("NFKC").toLowerCase();
  return plain(one) === plain(other);
}

function remove(state: FieldState, { valueId, closes }: RemoveChange): FieldState {
  const gone = state.values.find((value) => value.id === valueId);
  if (!gone) return state;
  const left = { ...state, values: state.values.filter((value) => value !== gone) };
  if (!closes) return left;
  if (closes.scope === "field") return { ...left, closed: later(state.closed, closes.closure) };
  const others = state.closedValues?.filter(({ content }) => !sameContent(content, gone.content)) ?? [];
  return { ...left, closedValues: [...others, { content: gone.content, ...closes.closure }] };
}

/** One item says what another one says: it takes over what supports that. Without it the other one stays. */
function merge(state: FieldState, valueId: string, into: string, at: string): FieldState {
  const gone = state.values.find(({ id }) => id === valueId);
  const kept = state.values.find(({ id }) => id === into);
  if (!gone || !kept || gone === kept) return state;
  const supportedBy = mergeSupporters(kept.supportedBy, gone.supportedBy);
  const merged: Value = {
    ...kept,
    tentative: kept.basis === "inferred" && support({ supportedBy }) < 2,
    supportedBy,
    quotes: mergeQuotes(kept.quotes, gone.quotes),
    changedAt: kept.basis === "user" ? kept.changedAt : at,
  };
  return {
    ...state,
    values: state.values.filter((value) => value !== gone).map((value) => (value === kept ? merged : value)),
  };
}

/** The later moment counts, and what was once forgotten stays closed as forgotten. */
function later(held: Closure | undefined, closure: Closure): Closure {
  if (!held) return closure;
  const newer = held.at > closure.at ? held : closure;
  return held.by === "forget" ? { ...newer, by: "forget" } : newer;
}

function restore(state: FieldState, { value, position }: RestoreChange): FieldState {
  const values = state.values.filter(({ id }) => id !== value.id);
  const { closed, closedValues, ...rest } = state;
  return {
    ...rest,
    values: values.toSpliced(position, 0, value),
    ...(closed?.by === "forget" ? { closed } : {}),
    ...(closedValues
      ? { closedValues: closedValues.filter(({ content }) => !sameContent(content, value.content)) }
      : {}),
  };
}

function moved(
  watermarks: Persona["watermarks"],
  { pass, sequence, ordinal }: NonNullable<Revision["watermark"]>,
): Persona["watermarks"] {
  return { ...watermarks, [pass]: { sequence, ordinal } };
}

function withLines(fields: Persona["fields"], lines: NonNullable<Revision["lines"]>): Persona["fields"] {
  const counted = (value: Value): Value => {
    const line = Object.hasOwn(lines, value.id) ? lines[value.id] : undefined;
    return line === undefined ? value : { ...value, line };
  };
  return Object.fromEntries(
    Object.entries(fields).map(([field, state]) => [field, { ...state, values: state.values.map(counted) }]),
  );
}
