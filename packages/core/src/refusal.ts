import { QUOTE_LENGTH } from "./evidence.ts";
import { findHeld } from "./held-value.ts";
import type { Operation } from "./operation.ts";
import { type Content, fieldState, type Persona } from "./persona.ts";
import { refusalSentence } from "./refusal-sentence.ts";
import type { Refusal, RefusalCode } from "./revision.ts";
import type { FieldDefinition } from "./schema.ts";

/** What a refusal keeps of an operation that fits nowhere. */
const KEPT_EVIDENCE = 5;
const KEPT_CONTENT = 400; // characters
const KEPT_NAME = 200; // characters

/** Adds a refusal; of consent and credentials nothing is kept but how often. */
export function refuse(
  refusals: Refusal[],
  code: RefusalCode,
  {
    operation,
    field: definition,
    persona,
  }: { operation: Operation; field: FieldDefinition | undefined; persona: Persona },
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
      ? findHeld(fieldState(persona, operation.field).values, operation)?.content
      : undefined);
  if (typeof content === "string") return shortened(content, KEPT_CONTENT);
  return typeof content === "number" && !Number.isFinite(content) ? undefined : content;
}

/** At most so many characters, never half of one. */
function shortened(text: string, length: number): string {
  const cut = text.slice(0, length);
  return (/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut).toWellFormed();
}
