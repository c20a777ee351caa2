import { applyChange } from "./apply.ts";
import { CATEGORIES, type Command } from "./command.ts";
import { PersonaError } from "./errors.ts";
import { foldText } from "./fold-text.ts";
import { type Content, fieldState, type Persona, type Value } from "./persona.ts";
import type { Change } from "./revision.ts";
import { contentSchema, type FieldDefinition, fieldOf, type PersonaSchema } from "./schema.ts";

/** A command that needs nothing but the persona; an undo needs its history. */
export type PlainCommand = Exclude<Command, { kind: "undo" }>;

/**
 * Writes the user's commands out as changes. Each sees what the ones before it did. The user's hand outranks
 * everything: locks, closures and consent stand against learning, not against the user.
 *
 * @param revision - the number that the coming revision will have
 * @param at - now, ISO 8601 UTC
 * @throws PersonaError `INVALID_INPUT` naming the command that does not fit; then none is carried out
 */
export function writeOut(
  commands: readonly PlainCommand[],
  persona: Persona,
  schema: PersonaSchema,
  { revision, at }: { revision: number; at: string },
): readonly Change[] {
  const changes: Change[] = [];
  let present = persona;
  for (const command of commands) {
    for (const change of changesOf(command, present, schema, { id: `v${revision}.${changes.length + 1}`, at })) {
      changes.push(change);
      present = applyChange(present, change, at);
    }
  }
  return changes;
}

function changesOf(
  command: PlainCommand,
  persona: Persona,
  schema: PersonaSchema,
  { id, at }: { id: string; at: string },
): readonly Change[] {
  switch (command.kind) {
    case "set":
      return [set(command, persona, schema, id)];
    case "remove":
      return remove(command, persona, schema, at);
    case "lock":
    case "unlock": {
      known(schema, command.field);
      const locked = fieldState(persona, command.field).locked === true;
      return locked === (command.kind === "lock") ? [] : [{ kind: command.kind, field: command.field }];
    }
    case "pause":
    case "resume":
      return persona.paused === (command.kind === "pause") ? [] : [{ kind: command.kind }];
    case "consent":
      if (!CATEGORIES.includes(command.category)) {
        throw new PersonaError("INVALID_INPUT", `Consent is given by category: one of ${CATEGORIES.join(", ")}.`);
      }
      return persona.consents.includes(command.category) === command.given
        ? []
        : [{ kind: "consent", category: command.category, given: command.given }];
  }
}

function set(
  { field, content }: { field: string; content: Content },
  persona: Persona,
  schema: PersonaSchema,
  id: string,
): Change {
  const definition = known(schema, field);
  const fit = fitting(field, definition, content);
  const { values } = fieldState(persona, field);
  const held = find(values, fit);
  if (definition.kind === "set" && !held && values.length >= definition.cap) {
    throw new PersonaError(
      "INVALID_INPUT",
      `"${field}" holds ${definition.cap} values, which is all it takes. Remove one first.`,
    );
  }
  return {
    kind: definition.kind === "set" ? "add" : "set",
    field,
    value: { id: held?.id ?? id, content: fit, basis: "user" },
    evidence: [],
  };
}

function remove(
  { field, content }: { field: string; content?: Content },
  persona: Persona,
  schema: PersonaSchema,
  at: string,
): readonly Change[] {
  const { values } = fieldState(persona, field);
  const held = content === undefined ? undefined : find(values, content);
  const gone = content === undefined ? values : held ? [held] : [];
  if (gone.length === 0) {
    const holds = values.length > 0 ? ` It holds: ${values.map((value) => value.content).join("; ")}.` : "";
    throw new PersonaError("INVALID_INPUT", `"${field}" does not hold that, so nothing was removed.${holds}`);
  }
  const scope = fieldOf(schema, field)?.kind === "set" ? "value" : "field";
  return gone.map(({ id }) => ({
    kind: "remove",
    field,
    valueId: id,
    evidence: [],
    closes: { scope, closure: { at, by: "removal" } },
  }));
}

function find(values: readonly Value[], content: Content): Value | undefined {
  const folded = foldText(String(content));
  return values.find((value) => foldText(String(value.content)) === folded);
}

function known(schema: PersonaSchema, field: string): FieldDefinition {
  const definition = fieldOf(schema, field);
  if (definition) return definition;
  throw new PersonaError(
    "INVALID_INPUT",
    `There is no field with that name. The schema "${schema.id}" knows: ${Object.keys(schema.fields).join(", ")}.`,
  );
}

function fitting(field: string, definition: FieldDefinition, content: Content): Content {
  const parsed = contentSchema(definition).safeParse(content);
  if (!parsed.success) {
    const wanted = definition.options ? `one of ${definition.options.join(", ")}` : `a ${definition.kind}`;
    throw new PersonaError("INVALID_INPUT", `"${field}" takes ${definition.kind === "set" ? "a text" : wanted}.`);
  }
  if (typeof parsed.data === "string") {
    if (!parsed.data.isWellFormed()) {
      throw new PersonaError(
        "INVALID_INPUT",
        `"${field}" takes well-formed Unicode; this text holds half a character.`,
      );
    }
    if (parsed.data.length > definition.maxLength) {
      throw new PersonaError("INVALID_INPUT", `"${field}" takes at most ${definition.maxLength} characters.`);
    }
  }
  return parsed.data;
}
