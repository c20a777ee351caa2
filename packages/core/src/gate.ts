import { applyChange, compareQuotes } from "./apply.ts";
import { statedAt } from "./basis.ts";
import { CATEGORIES } from "./command.ts";
import { holdsCredential } from "./credential.ts";
import { createLookup, type EvidenceFault, type Found, keptQuote, type Lookup, QUOTE_LENGTH } from "./evidence.ts";
import { foldText } from "./fold-text.ts";
import type { Operation, Proposal } from "./operation.ts";
import type { BriefSession } from "./optimizer.ts";
import { isAboutOther, namesOther } from "./other-person.ts";
import { type Basis, type Closure, type Content, fieldState, type Persona, type Quote, type Value } from "./persona.ts";
import { quarantine } from "./quarantine.ts";
import { refusalSentence } from "./refusal-sentence.ts";
import type { BelieveChange, Change, Refusal, RefusalCode, RemoveChange } from "./revision.ts";
import { contentSchema, type FieldDefinition, fieldOf, type PersonaSchema } from "./schema.ts";
import type { Span } from "./span.ts";

/** Evidence of one operation beyond this is not looked at; a value keeps five quotes and sixteen sessions. */
const MOST_EVIDENCE = 16;
/** What a refusal keeps of an operation that fits nowhere. */
const KEPT_EVIDENCE = 5;
const KEPT_CONTENT = 400; // characters
const KEPT_NAME = 200; // characters
/** A proposal that removes this many values, and more than a third of all, is mistaken. */
const MASS_REMOVAL = 3;

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
}

/** A quote found in the user's own words, and where it states the content, if it does. */
interface Witness {
  readonly found: Found;
  readonly stated: Span | undefined;
}

/**
 * Accepts or refuses each operation of a proposal, each against the persona as the accepted ones before it leave it.
 * Pure; reads no clock. DESIGN of the rules: no evidence, no update; the user's hand and plain words outrank inference.
 *
 * @param context.revision - the number that the coming revision will have
 */
export function review(
  proposal: Proposal,
  context: { persona: Persona; schema: PersonaSchema; sessions: readonly BriefSession[]; revision: number },
): Review {
  const { persona, schema, sessions, revision } = context;
  const lookUp = createLookup(sessions);
  const at = persona.updatedAt || new Date(0).toISOString();
  const removesTooMuch = isMassRemoval(proposal, persona);
  const handedAt = (field: string, valueId: string): string =>
    fieldState(persona, field).values.find(({ id }) => id === valueId)?.changedAt ?? at;

  const changes: Change[] = [];
  const refusals: Refusal[] = [];
  let present = persona;
  for (const operation of proposal.operations) {
    const field = fieldOf(schema, operation.field);
    const verdict =
      screen(operation, field, present) ??
      (operation.kind === "remove" && removesTooMuch ? "mass-removal" : undefined) ??
      judge({
        operation,
        field: field as FieldDefinition,
        persona: present,
        lookUp,
        id: `v${revision}.${changes.length + 1}`,
        handedAt,
      });
    if (typeof verdict === "string") {
      refuse(refusals, verdict, operation, field, present);
    } else {
      changes.push(verdict);
      present = applyChange(present, verdict, at);
    }
  }
  return { changes, refusals };
}

/** What is refused whatever it says. */
function screen(operation: Operation, field: FieldDefinition | undefined, persona: Persona): RefusalCode | undefined {
  if (saysCredential(operation)) return "credential";
  if (!field) return "unknown-field";
  const { sensitivity } = field;
  if (isSpecial(field) && !persona.consents.includes(sensitivity)) return "consent-required";
  if (fieldState(persona, operation.field).locked) return "locked";
  return field.learn === "never" ? "basis-too-weak" : undefined;
}

function judge(matter: Case): Change | RefusalCode {
  const { operation, field, persona } = matter;
  const { values } = fieldState(persona, operation.field);
  if (operation.kind === "remove") {
    const target = heldBy(values, operation);
    return target ? judgeRemoval(matter, target) : "not-held";
  }
  if (operation.kind === "confirm") {
    const target = values.find(({ id }) => id === operation.valueId);
    return target ? judgeBelief(matter, target.content, target) : "not-held";
  }
  const content = tidy(operation.content);
  if (!contentSchema(field).safeParse(content).success) return "wrong-type";
  if (typeof content === "string" && content.length > field.maxLength) return "too-long";
  return judgeBelief(matter, content, heldBy(values, { content }));
}

function judgeBelief(matter: Case, content: Content, held: Value | undefined): Change | RefusalCode {
  const { operation, field, persona, id } = matter;
  const state = fieldState(persona, operation.field);
  const isSet = field.kind === "set";
  const rivals = isSet ? [] : state.values.filter((value) => value !== held && !value.tentative);

  let witnesses = findWitnesses(matter, content);
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
    if (isSet && state.values.length >= field.cap) return "full";
  }
  const believed = held ? stronger(held.basis, basis) : basis;
  if (believed === "inferred" && rivals.some((rival) => rival.basis !== "inferred")) return "basis-too-weak";

  const change: BelieveChange = {
    kind: isSet ? "add" : "set",
    field: operation.field,
    value: { id: held?.id ?? id, content: held?.content ?? content, basis: believed },
    evidence: quotesOf(witnesses),
  };
  return displacementFault(matter, change, witnesses) ?? change;
}

function judgeRemoval(matter: Case, target: Value): RemoveChange | RefusalCode {
  const { operation, field } = matter;
  let witnesses = findWitnesses(matter, target.content);
  if (typeof witnesses === "string") return witnesses;
  if (isSpecial(field) || target.basis === "user") witnesses = witnesses.filter(isWitnessed);
  if (witnesses.length === 0) return "relayed";
  const stated = witnesses.filter((witness) => witness.stated);
  if (stated.length === 0) return "basis-too-weak";
  const evidence = quotesOf(stated);
  const fault = outranks(matter, target, stated);
  if (fault) return fault;
  return {
    kind: "remove",
    field: operation.field,
    valueId: target.id,
    evidence,
    closes: {
      scope: field.kind === "set" ? "value" : "field",
      closure: { at: newestOf(evidence)?.startedAt ?? "", by: "removal", reopened: true },
    },
  };
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
  const known = newestOf(value.quotes);
  return known && compareQuotes(newest, known) < 0 ? "older" : undefined;
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

/** The evidence that holds; why, when none does: the fault of the first that came closest. */
function findWitnesses({ operation, field, lookUp }: Case, content: Content): readonly Witness[] | RefusalCode {
  if (operation.evidence.length === 0) return "no-evidence";
  const faults: EvidenceFault[] = [];
  const witnesses: Witness[] = [];
  for (const evidence of operation.evidence.slice(0, MOST_EVIDENCE)) {
    const found = lookUp(evidence);
    if (typeof found === "string") faults.push(found);
    else witnesses.push({ found, stated: statedAt(found, field, content) });
  }
  if (witnesses.length === 0) return faults.find((fault) => fault !== "not-in-session") ?? faults[0] ?? "no-evidence";
  const secretless = witnesses.filter(({ found, stated }) => !holdsCredential(keptQuote(found, stated).quote));
  if (secretless.length === 0) return "credential";
  if (field.about === "others") return secretless;
  if (typeof content === "string" && namesOther(content)) return "other-person";
  const own = secretless.filter(({ found, stated }) => !isAboutOther(found, stated));
  return own.length === 0 ? "other-person" : own;
}

function quotesOf(witnesses: readonly Witness[]): readonly Quote[] {
  const quotes = witnesses.map(({ found, stated }) => keptQuote(found, stated));
  return quotes.filter(
    (quote, index) =>
      quotes.findIndex(
        (other) =>
          other.sessionId === quote.sessionId &&
          other.messageIndex === quote.messageIndex &&
          other.quote === quote.quote,
      ) === index,
  );
}

function newestOf(quotes: readonly Quote[]): Quote | undefined {
  return quotes.toSorted(compareQuotes).at(-1);
}

function isWitnessed({ found }: Witness): boolean {
  return found.session.source === "witnessed";
}

function isSpecial({ sensitivity }: FieldDefinition): boolean {
  return CATEGORIES.some((category) => category === sensitivity);
}

function stronger(one: Basis, other: Basis): Basis {
  const order: readonly Basis[] = ["inferred", "stated", "user"];
  return order.indexOf(one) >= order.indexOf(other) ? one : other;
}

function tidy(content: Content): Content {
  return typeof content === "string" ? content.trim().replace(/\s+/g, " ") : content;
}

function isSame(one: Content, other: Content): boolean {
  return foldText(String(one)) === foldText(String(other));
}

function heldBy(values: readonly Value[], named: { valueId?: string; content?: Content }): Value | undefined {
  const { valueId, content } = named;
  if (valueId !== undefined) return values.find(({ id }) => id === valueId);
  return content === undefined ? undefined : values.find((value) => isSame(value.content, content));
}

function isMassRemoval({ operations }: Proposal, persona: Persona): boolean {
  const removed = new Set<string>();
  for (const operation of operations) {
    if (operation.kind !== "remove") continue;
    const target = heldBy(fieldState(persona, operation.field).values, operation);
    if (target) removed.add(target.id);
  }
  const total = Object.values(persona.fields).reduce((sum, { values }) => sum + values.length, 0);
  return removed.size >= MASS_REMOVAL && removed.size > total / 3;
}

function saysCredential(operation: Operation): boolean {
  const content = "content" in operation ? operation.content : undefined;
  return (
    (content !== undefined && holdsCredential(String(content).slice(0, KEPT_CONTENT))) ||
    operation.evidence.slice(0, KEPT_EVIDENCE).some(({ quote }) => holdsCredential(quote.slice(0, QUOTE_LENGTH)))
  );
}

/** Adds a refusal; of consent and credentials nothing is kept but how often. */
function refuse(
  refusals: Refusal[],
  code: RefusalCode,
  operation: Operation,
  definition: FieldDefinition | undefined,
  persona: Persona,
): void {
  const field = shortened(operation.field, KEPT_NAME);
  const plain = { code, sentence: refusalSentence(code, field, definition), kind: operation.kind, field };
  if (code !== "consent-required" && code !== "credential") {
    refusals.push({ ...plain, count: 1, ...keptOf(operation, persona) });
    return;
  }
  const known = refusals.findIndex((refusal) => refusal.code === code && refusal.field === field);
  const count = (refusals[known]?.count ?? 0) + 1;
  if (known < 0) refusals.push({ ...plain, count });
  else refusals[known] = { ...plain, kind: refusals[known]?.kind ?? operation.kind, count };
}

function keptOf(operation: Operation, persona: Persona): Pick<Refusal, "content" | "evidence"> {
  const content = contentOf(operation, persona);
  return {
    ...(content !== undefined && { content }),
    evidence: operation.evidence.slice(0, KEPT_EVIDENCE).map(({ sessionId, messageIndex, quote }) => ({
      sessionId: shortened(sessionId, KEPT_NAME),
      messageIndex,
      quote: shortened(quote, QUOTE_LENGTH),
    })),
  };
}

function contentOf(operation: Operation, persona: Persona): Content | undefined {
  const named = "content" in operation ? operation.content : undefined;
  const content =
    named ??
    (operation.kind === "remove" || operation.kind === "confirm"
      ? heldBy(fieldState(persona, operation.field).values, operation)?.content
      : undefined);
  if (typeof content === "string") return shortened(content, KEPT_CONTENT);
  return typeof content === "number" && !Number.isFinite(content) ? undefined : content;
}

/** At most so many characters, never half of one. */
function shortened(text: string, length: number): string {
  const cut = text.slice(0, length);
  return (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut).toWellFormed();
}
