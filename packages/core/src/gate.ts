import { applyChange, compareQuotes } from "./apply.ts";
import { onlyAsks, sentenceAround } from "./asking.ts";
import { CATEGORIES } from "./command.ts";
import { holdsCredential } from "./credential.ts";
import { createLookup, type Lookup } from "./evidence.ts";
import { findHeld, isSame } from "./held-value.ts";
import { isAbout } from "./naming.ts";
import type { Operation, Proposal } from "./operation.ts";
import type { BriefSession } from "./optimizer.ts";
import { type Basis, type Closure, type Content, fieldState, type Persona, type Quote, type Value } from "./persona.ts";
import { quarantine } from "./quarantine.ts";
import { refuse } from "./refusal.ts";
import { makeTimesAbsolute } from "./relative-time.ts";
import type { BelieveChange, Change, Refusal, RefusalCode, RemoveChange } from "./revision.ts";
import { contentSchema, type FieldDefinition, fieldOf, type PersonaSchema } from "./schema.ts";
import { isSameOne, nameIn, speaksOf } from "./somebody.ts";
import { canTakeOver, isOwnQuote, stronger } from "./takeover.ts";
import { mayEnd, mayTakeBack, tellsAsReached } from "./taking-back.ts";
import { findWitnesses, isWitnessed, newestOf, quotesOf, type Witness } from "./witness.ts";

/** A proposal that removes this many values, and more than a third of all, is mistaken. */
const MASS_REMOVAL = 3;
/** How far contents and quotes are searched for credentials; refusals keep less of them. */
const SCANNED = 2000; // characters

/** What the gate decided about a proposal: changes in the order to apply them, and what it refused. */
export interface Review {
  readonly changes: readonly Change[];
  readonly refusals: readonly Refusal[];
}

/** What one operation is judged by. */
interface Case {
  readonly operation: Operation;
  readonly field: FieldDefinition;
  /** As the accepted operations before this one have left it. */
  readonly persona: Persona;
  readonly lookUp: Lookup;
  /** Id for a new value. */
  readonly id: string;
  /** When the user's own values were last changed, by id: before this proposal. */
  readonly handedAt: (field: string, valueId: string) => string;
  readonly consolidates?: string;
}

/**
 * Accepts or refuses each operation of a proposal, each against the persona as the accepted ones before it leave it.
 * Pure; reads no clock. No evidence, no update; the user's hand and plain words outrank what is inferred.
 *
 * @param context.revision - the number that the coming revision will have
 * @param context.consolidates - the one field that is tidied: only its values are confirmed or removed, and a value may
 *   also go because another one says as much
 */
export function review(
  proposal: Proposal,
  context: {
    persona: Persona;
    schema: PersonaSchema;
    sessions: readonly BriefSession[];
    revision: number;
    consolidates?: string;
  },
): Review {
  const { persona, schema, sessions, revision, consolidates } = context;
  const lookUp = createLookup(sessions);
  const at = persona.updatedAt || new Date(0).toISOString();
  const removesTooMuch = isMassRemoval(proposal, persona, consolidates);
  const handedAt = (field: string, valueId: string): string =>
    fieldState(persona, field).values.find(({ id }) => id === valueId)?.changedAt ?? at;

  const changes: Change[] = [];
  const refusals: Refusal[] = [];
  const held: Operation[] = [];
  let present = persona;
  for (const operation of proposal.operations) {
    const field = fieldOf(schema, operation.field);
    const verdict = decide(
      { operation, persona: present, lookUp, id: `v${revision}.${changes.length + 1}`, handedAt, consolidates },
      field,
    );
    // What the words alone do not take away may give way to what the rest of the proposal puts in its place.
    if (verdict === "basis-too-weak" && operation.kind === "remove") held.push(operation);
    else settle(operation, verdict);
  }
  for (const operation of held) {
    const field = fieldOf(schema, operation.field);
    settle(operation, (field && findSuccession(operation, field, present, changes)) ?? "basis-too-weak");
  }
  return { changes, refusals };

  function settle(operation: Operation, verdict: Change | RefusalCode): void {
    if (typeof verdict === "string") {
      refuse(refusals, verdict, { operation, field: fieldOf(schema, operation.field), persona: present });
    } else {
      changes.push(verdict);
      present = applyChange(present, verdict, at);
    }
  }

  function decide(matter: Omit<Case, "field">, field: FieldDefinition | undefined): Change | RefusalCode {
    if (saysCredential(matter.operation)) return "credential";
    if (!field) return "unknown-field";
    const fault = screen({ ...matter, field });
    if (fault) return fault;
    if (isOutOfScope(matter.operation, consolidates)) return "out-of-scope";
    const isCounted =
      matter.operation.kind === "remove" && !findTakeover(matter.operation, matter.persona, consolidates);
    return isCounted && removesTooMuch ? "mass-removal" : judge({ ...matter, field });
  }
}

/** Why nothing is learned into the field, whatever it is. */
function screen({ operation, field, persona }: Case): RefusalCode | undefined {
  if (isSpecial(field) && !persona.consents.includes(field.sensitivity)) return "consent-required";
  if (fieldState(persona, operation.field).locked) return "locked";
  return field.learn === "never" ? "basis-too-weak" : undefined;
}

function isOutOfScope({ kind, field }: Operation, consolidates: string | undefined): boolean {
  return consolidates !== undefined && (field !== consolidates || (kind !== "confirm" && kind !== "remove"));
}

function judge(matter: Case): Change | RefusalCode {
  const { operation, field, persona, consolidates } = matter;
  const { values } = fieldState(persona, operation.field);
  if (operation.kind === "remove") {
    const target = findHeld(values, operation);
    if (!target) return "not-held";
    return consolidates === undefined ? judgeRemoval(matter, target) : judgeTidying(matter, target);
  }
  if (operation.kind === "confirm") {
    const target = values.find(({ id }) => id === operation.valueId);
    return target ? judgeBelief(matter, target.content, target) : "not-held";
  }
  const content = inTime(tidy(operation.content), matter);
  if (!contentSchema(field).safeParse(content).success) return "wrong-type";
  if (typeof content === "string" && content.length > field.maxLength) return "too-long";
  return judgeBelief(matter, content, findHeld(values, { content }));
}

function judgeBelief(matter: Case, content: Content, held: Value | undefined): Change | RefusalCode {
  const { operation, field, persona, lookUp, id } = matter;
  const state = fieldState(persona, operation.field);
  const isSet = field.kind === "set";
  const rivals = isSet ? [] : state.values.filter((value) => value !== held && !value.tentative);

  let witnesses = findWitnesses(operation.evidence, { field, content, lookUp });
  if (typeof witnesses === "string") return witnesses;
  if (isSpecial(field) || rivals.some(({ basis }) => basis === "user")) witnesses = witnesses.filter(isWitnessed);
  if (witnesses.length === 0) return "relayed";
  if (!held) {
    const closure = isSet
      ? [state.closed, state.closedValues?.find((closed) => isSame(closed.content, content))]
      : [state.closed];
    const admitted = closure.reduce<readonly Witness[] | RefusalCode>(
      (present, each, index) => (typeof present === "string" || !each ? present : admit(present, each, index === 1)),
      witnesses,
    );
    if (typeof admitted === "string") return admitted;
    witnesses = admitted;
  }

  const basis: Basis = witnesses.some(({ stated }) => stated) ? "stated" : "inferred";
  if (field.learn === "stated" && basis === "inferred") return "basis-too-weak";
  if (!held) {
    const poison = quarantine(content, field, basis);
    if (poison) return poison;
  }
  const displaced = !held && isSet && state.values.length >= field.cap ? weakestOf(state.values) : undefined;
  if (!held && isSet && state.values.length >= field.cap && !displaced) return "full";
  const believed = held ? stronger(held.basis, basis) : basis;
  if (believed === "inferred" && rivals.some((rival) => rival.basis !== "inferred")) return "basis-too-weak";

  const change: BelieveChange = {
    kind: isSet ? "add" : "set",
    field: operation.field,
    value: { id: held?.id ?? id, content: held?.content ?? content, basis: believed },
    evidence: quotesOf(witnesses),
    ...(displaced && { displaces: displaced.id }),
  };
  return displacementFault(matter, change, witnesses) ?? change;
}

/** Of a set that is full, the conclusion that has waited longest for a second conversation. */
function weakestOf(values: readonly Value[]): Value | undefined {
  const newest = ({ quotes }: Value) => Date.parse(newestOf(quotes)?.startedAt ?? "") || 0;
  return values.filter(({ tentative }) => tentative).toSorted((one, other) => newest(one) - newest(other))[0];
}

/** In a field that is tidied: gone is what the user took back in other words than its own, or what another value says too. */
function judgeTidying(matter: Case, target: Value): RemoveChange | RefusalCode {
  const { operation, persona, lookUp, consolidates } = matter;
  const own = operation.evidence.filter((evidence) => isOwnQuote(lookUp(evidence), target));
  const others = operation.evidence.filter((evidence) => !own.includes(evidence));
  const keeper = findTakeover(operation, persona, consolidates);
  if (own.length === 0 || (others.length > 0 && !keeper)) {
    return judgeRemoval({ ...matter, operation: { ...operation, evidence: others } }, target);
  }
  if (!keeper) return "not-a-duplicate";
  const witnesses = findWitnesses(own, { field: matter.field, content: target.content, lookUp });
  if (typeof witnesses === "string") return witnesses;
  return {
    kind: "remove",
    field: operation.field,
    valueId: target.id,
    evidence: quotesOf(witnesses),
    into: keeper.id,
  };
}

/** The value that could take over what the operation would remove. */
function findTakeover(operation: Operation, persona: Persona, consolidates: string | undefined): Value | undefined {
  if (operation.kind !== "remove" || operation.field !== consolidates) return undefined;
  const { values } = fieldState(persona, operation.field);
  const target = findHeld(values, operation);
  return target && values.find((value) => value !== target && canTakeOver(value, target));
}

function judgeRemoval(matter: Case, target: Value): RemoveChange | RefusalCode {
  const { operation, field, lookUp } = matter;
  let witnesses = findWitnesses(operation.evidence, { field, content: target.content, lookUp });
  if (typeof witnesses === "string") return witnesses;
  if (isSpecial(field) || target.basis === "user") witnesses = witnesses.filter(isWitnessed);
  if (witnesses.length === 0) return "relayed";
  const telling = witnesses.filter((witness) => takesBack(witness, target, field));
  if (telling.length === 0) return "basis-too-weak";
  const evidence = quotesOf(telling);
  const fault = outranks(matter, target, telling);
  if (fault) return fault;
  return {
    kind: "remove",
    field: operation.field,
    valueId: target.id,
    evidence,
    closes: closureOf(field.kind === "set" ? "value" : "field", evidence),
  };
}

function closureOf(scope: "value" | "field", evidence: readonly Quote[]): RemoveChange["closes"] {
  return { scope, closure: { at: newestOf(evidence)?.startedAt ?? "", by: "removal", reopened: true } };
}

/**
 * Whether the user's words take a value back: they are about it, and end, change or deny something; of a goal also that
 * they tell it as reached. Of a single value any of its words is enough where something ends. The words from which a value was learned may show that it was misread.
 */
function takesBack({ found, stated }: Witness, target: Value, field: FieldDefinition): boolean {
  if (isOwnQuote(found, target)) return stated !== undefined;
  const spans = stated ? [stated] : found.spans;
  return spans
    .map((span) => sentenceAround(found.own, span))
    .some((sentence) => {
      if (!stated && onlyAsks(sentence)) return false;
      const name = field.about === "others" ? nameIn(target.content) : undefined;
      // Whoever is named is meant by that name: a sister is not every sister.
      if (!stated && name !== undefined) return speaksOf(sentence, name) && mayEnd(sentence);
      if (!stated && !isAbout(sentence, target.content)) {
        return field.kind !== "set" && isAbout(sentence, target.content, true) && mayEnd(sentence);
      }
      return mayTakeBack(sentence) || (field.timeToLiveDays !== undefined && tellsAsReached(sentence));
    });
}

/**
 * A value that goes because the same proposal tells all of it and more, or tells of the same person as things are now:
 * "daughter Ida, 13" and "daughter Ida, 13, plays chess", "daughter Ida, at school" and "daughter Ida, studies law".
 */
function findSuccession(
  operation: Operation,
  { about }: FieldDefinition,
  persona: Persona,
  changes: readonly Change[],
): RemoveChange | undefined {
  if (operation.kind !== "remove") return undefined;
  const { values } = fieldState(persona, operation.field);
  const target = findHeld(values, operation);
  if (!target || target.basis === "user") return undefined;
  const told = changes.filter(
    (change): change is BelieveChange =>
      change.kind === "add" && change.field === operation.field && change.value.basis === "stated",
  );
  const toldAs = (isSuccessor: (value: Value) => boolean) =>
    told.find(({ value: { id } }) =>
      values.some((value) => value.id === id && value !== target && !value.tentative && isSuccessor(value)),
    );
  const removal = { kind: "remove", field: operation.field, valueId: target.id } as const;
  const fuller = toldAs((value) => canTakeOver(value, target));
  if (fuller) return { ...removal, evidence: fuller.evidence, into: fuller.value.id };
  const newer = about === "others" ? toldAs((value) => isSameOne(value.content, target.content)) : undefined;
  if (!newer || compareNewest(newer.evidence, target.quotes) <= 0) return undefined;
  return { ...removal, evidence: newer.evidence, closes: closureOf("value", newer.evidence) };
}

/** Why the change must not put away what it would put away; undefined when it may. */
function displacementFault(
  matter: Case,
  change: BelieveChange,
  witnesses: readonly Witness[],
): RefusalCode | undefined {
  const { persona } = matter;
  const left = new Set(fieldState(applyChange(persona, change, ""), change.field).values.map(({ id }) => id));
  for (const value of fieldState(persona, change.field).values) {
    if (left.has(value.id)) continue;
    const stated = witnesses.filter((witness) => witness.stated);
    const fault = value.basis === "user" ? outranks(matter, value, stated) : outranks(matter, value, witnesses);
    if (fault) return fault;
  }
  return undefined;
}

/** Why these witnesses do not put a value away: the user's hand came later, or the user said it later. */
function outranks({ operation, handedAt }: Case, value: Value, witnesses: readonly Witness[]): RefusalCode | undefined {
  const newest = newestOf(quotesOf(witnesses));
  if (!newest) return "user-given";
  if (value.basis === "user" && Date.parse(newest.startedAt) <= Date.parse(handedAt(operation.field, value.id)))
    return "user-given";
  return compareNewest([newest], value.quotes) < 0 ? "older" : undefined;
}

/** Which of two groups of quotes was said last: above zero when it is the first, or there is nothing in the second. */
function compareNewest(quotes: readonly Quote[], others: readonly Quote[]): number {
  const [newest, other] = [newestOf(quotes), newestOf(others)];
  if (!newest || !other) return newest ? 1 : 0;
  return compareQuotes(newest, other);
}

/** The witnesses that a closure lets through; a code when it lets none. */
function admit(witnesses: readonly Witness[], closure: Closure, isOfValue: boolean): readonly Witness[] | RefusalCode {
  const closedAt = Date.parse(closure.at);
  // What takes a single value's place may stand in the very conversation that removed it; the removed item may not.
  const later = witnesses.filter(({ found }) => {
    const startedAt = Date.parse(found.session.startedAt);
    return isOfValue ? startedAt > closedAt : startedAt >= closedAt;
  });
  if (later.length === 0) return "closed";
  if (closure.reopened) return later;
  const trusted = closure.by === "forget" ? later.filter(isWitnessed) : later;
  if (trusted.length === 0) return "relayed";
  return trusted.some(({ stated }) => stated) ? trusted : "closed";
}

function isSpecial({ sensitivity }: FieldDefinition): boolean {
  return CATEGORIES.some((category) => category === sensitivity);
}

function tidy(content: Content): Content {
  return typeof content === "string" ? content.trim().replace(/\s+/g, " ") : content;
}

/** A value is read long after it was said: its relative times are told from the newest conversation that supports it. */
function inTime(content: Content, { operation, lookUp }: Case): Content {
  if (typeof content !== "string" || makeTimesAbsolute(content, new Date(0)) === content) return content;
  const said = operation.evidence.flatMap((evidence) => {
    const found = lookUp(evidence);
    return typeof found === "string" ? [] : [Date.parse(found.session.startedAt)];
  });
  return said.length === 0 ? content : makeTimesAbsolute(content, new Date(Math.max(...said)));
}

function isMassRemoval({ operations }: Proposal, persona: Persona, consolidates: string | undefined): boolean {
  const removed = new Set<string>();
  for (const operation of operations) {
    if (operation.kind !== "remove" || findTakeover(operation, persona, consolidates)) continue;
    const target = findHeld(fieldState(persona, operation.field).values, operation);
    if (target) removed.add(target.id);
  }
  const total = Object.values(persona.fields).reduce((sum, { values }) => sum + values.length, 0);
  return removed.size >= MASS_REMOVAL && removed.size > total / 3;
}

function saysCredential(operation: Operation): boolean {
  const content = "content" in operation ? operation.content : undefined;
  return (
    (content !== undefined && holdsCredential(String(content).slice(0, SCANNED))) ||
    operation.evidence.some(({ quote }) => holdsCredential(quote.slice(0, SCANNED)))
  );
}
