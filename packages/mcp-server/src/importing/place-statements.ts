import {
  CATEGORIES,
  type Content,
  fieldOf,
  fieldState,
  foldText,
  holdsCredential,
  INSTANT,
  type Optimizer,
  type Persona,
  PersonaError,
  type PersonaSchema,
  quarantine,
} from "@lifelong/core";
import { parseContent } from "../field-content.ts";
import { fieldName } from "../field-name.ts";
import { inFirstPerson } from "./first-person.ts";
import type { Statement } from "./format.ts";
import { fieldOfTopic } from "./topics.ts";

/** A value that a statement comes to. */
export interface PlacedValue {
  readonly field: string;
  readonly content: Content;
}

/** A statement and where it belongs. */
export interface Placement {
  readonly text: string;
  /** What it would set. Empty: it fits no field, or nothing of it may be taken. */
  readonly values: readonly PlacedValue[];
  /** Why something of it is not among the values, in sentences. */
  readonly reasons: readonly string[];
}

const LABELLED = /^([\p{L}][\p{L} _/-]{1,40}?)\s*[:：]\s*(\S.*)$/u;
const SEPARATOR = /\s*[,;、]\s*(?:and\s+)?/;

/**
 * Finds the field in which the rules would place what another memory says: by what it is filed under, or by what the
 * built-in extractor makes of it when the user says it. Nothing is stored.
 *
 * What the user has set by hand is not replaced, nor is one line by another; what must not come into a prompt, and what
 * belongs to a special category without consent, is named and not placed.
 */
export async function placeStatements(
  statements: readonly Statement[],
  { schema, persona, optimizer }: { schema: PersonaSchema; persona: Persona; optimizer: Optimizer },
): Promise<readonly Placement[]> {
  const extracted = await extract(statements, { schema, persona, optimizer });
  const taken: PlacedValue[] = [];
  return statements.map((statement, index): Placement => {
    const { text } = statement;
    if (holdsCredential(text))
      return { text: "(a line with a password or key)", values: [], reasons: ["It holds a secret, and none is kept."] };
    const proposed = filed(statement, schema) ?? extracted[index] ?? [];
    const reasons: string[] = [];
    const values = proposed.filter((value) => {
      const reason = refusalOf(value, { schema, persona, taken });
      if (reason !== undefined) reasons.push(reason);
      else taken.push(value);
      return reason === undefined;
    });
    return { text, values, reasons: proposed.length === 0 ? ["It fits no field."] : [...new Set(reasons)] };
  });
}

/** By the label before a colon, or by what it is filed under; undefined when that is no field. */
function filed({ text, about = [] }: Statement, schema: PersonaSchema): readonly PlacedValue[] | undefined {
  const [, label, rest = ""] = LABELLED.exec(text) ?? [];
  const labelled = label === undefined ? undefined : fieldOfTopic(schema, label);
  if (labelled !== undefined) return contentsOf(schema, labelled, rest);
  // Under a heading stand sentences too, and those are told as such.
  const isSentence = /[.!?。]\s*$/.test(text) && text.split(/\s/).length > 3;
  const field = isSentence ? undefined : about.map((topic) => fieldOfTopic(schema, topic)).find((found) => found);
  return field === undefined ? undefined : contentsOf(schema, field, text);
}

function contentsOf(schema: PersonaSchema, field: string, text: string): readonly PlacedValue[] | undefined {
  const written = text.replace(/[.。]\s*$/, "").trim();
  const texts = fieldOf(schema, field)?.kind === "set" ? written.split(SEPARATOR) : [written];
  try {
    return texts.flatMap((each) => (each === "" ? [] : [{ field, content: parseContent(schema, field, each) }]));
  } catch (error) {
    if (!PersonaError.isInstance(error)) throw error;
    return undefined;
  }
}

/** What the extractor makes of each statement, as the first and only message of a conversation of its own. */
async function extract(
  statements: readonly Statement[],
  { schema, persona, optimizer }: { schema: PersonaSchema; persona: Persona; optimizer: Optimizer },
): Promise<readonly (readonly PlacedValue[])[]> {
  const now = new Date().toISOString();
  const sessions = statements.map(({ text, name }, index) => ({
    id: String(index),
    ordinal: index + 1,
    startedAt: now,
    source: "witnessed" as const,
    messages: [{ index: 0, role: "user" as const, text: inFirstPerson(text, name ? [name] : []), sequence: index + 1 }],
  }));
  const placed: PlacedValue[][] = statements.map(() => []);
  for (const session of sessions) {
    // One by one, since the extractor weighs what several conversations say of one field.
    const { operations } = await optimizer.propose({
      pass: INSTANT,
      now,
      schema,
      persona: { ...persona, fields: {} },
      sessions: [session],
    });
    for (const operation of operations) {
      if (operation.kind !== "set" && operation.kind !== "add") continue;
      placed[Number(session.id)]?.push({ field: operation.field, content: operation.content });
    }
  }
  return placed;
}

/** Why a value is not taken; undefined when it is. */
function refusalOf(
  { field, content }: PlacedValue,
  { schema, persona, taken }: { schema: PersonaSchema; persona: Persona; taken: readonly PlacedValue[] },
): string | undefined {
  const definition = fieldOf(schema, field);
  if (definition === undefined) return "It fits no field.";
  const name = fieldName(schema, field);
  const category = CATEGORIES.find((each) => each === definition.sensitivity);
  if (category !== undefined && !persona.consents.includes(category)) {
    return `It is about ${category}, which is kept with your consent only: \`lifelong consent ${category}\`.`;
  }
  if (typeof content === "string" && content.length > definition.maxLength) {
    return `It is longer than the ${definition.maxLength} characters that “${name}” takes.`;
  }
  if (quarantine(content, definition, "user") !== undefined) {
    return "It holds a link, markup or an order to the assistant, and none of these is kept.";
  }
  const { values, locked } = fieldState(persona, field);
  if (locked) return `“${name}” is locked.`;
  const isSame = (other: Content) => foldText(String(other)) === foldText(String(content));
  if (values.some((value) => value.basis === "user" && isSame(value.content))) return "It is known already.";
  const others = taken.filter((other) => other.field === field);
  if (others.some((other) => isSame(other.content))) return "Another line says the same.";
  if (definition.kind === "set") {
    const isNew = !values.some((value) => isSame(value.content));
    return isNew && values.length + others.length >= definition.cap
      ? `“${name}” holds as much as it takes.`
      : undefined;
  }
  const own = values.find((value) => value.basis === "user");
  if (own) return `“${name}” was set by you to ${String(own.content)}.`;
  return others.length > 0 ? `Another line says something else of “${name}”.` : undefined;
}
