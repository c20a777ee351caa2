import { fieldOf, PersonaError, type PersonaSchema } from "@lifelong/core";

/** Fields named to somebody who wrote something else. */
const NAMED = 5;
/** A name is near when at most one of so many letters, and at least one, has to change. */
const LETTERS_PER_CHANGE = 4;
const COMMANDS_THAT_NAME_FIELDS = "`lifelong show` names the fields that hold something, `lifelong edit` all of them.";

/** What a person calls the field, and can write for it: the schema's label, or the path where that would not be clear. */
export function fieldName(schema: PersonaSchema, path: string): string {
  const label = fieldOf(schema, path)?.label;
  const isClear = label !== undefined && !/[=:]/.test(label) && fittingFields(schema, label).length === 1;
  return isClear ? label : path;
}

/**
 * The path of the field that a person means: the path itself, its last word, or the label, where only one field fits.
 *
 * @param more - a sentence on where to find all names
 * @throws PersonaError `INVALID_INPUT` naming the fields that come nearest
 */
export function resolveField(schema: PersonaSchema, text: string, more: string = COMMANDS_THAT_NAME_FIELDS): string {
  const fitting = fittingFields(schema, text);
  const [field] = fitting;
  if (fitting.length === 1 && field !== undefined) return field;
  if (field !== undefined) {
    throw new PersonaError(
      "INVALID_INPUT",
      `Several fields are called so: ${fitting.join(", ")}. Write one of them in full.`,
    );
  }
  const near = nearestFields(schema, text).map((path) => fieldName(schema, path));
  throw new PersonaError(
    "INVALID_INPUT",
    `There is no such field. ${near.length > 0 ? `Near to it: ${near.join(", ")}. ` : ""}${more}`,
  );
}

function fittingFields(schema: PersonaSchema, text: string): readonly string[] {
  const wanted = text.trim().toLowerCase();
  const paths = Object.keys(schema.fields);
  const exact = paths.find((path) => path.toLowerCase() === wanted);
  return exact === undefined ? paths.filter((path) => namesOf(schema, path).includes(wanted)) : [exact];
}

function nearestFields(schema: PersonaSchema, text: string): readonly string[] {
  const wanted = text.trim().toLowerCase();
  const distances = Object.keys(schema.fields).map((path) => ({
    path,
    distance: Math.min(...namesOf(schema, path).map((name) => distanceOf(wanted, name))),
  }));
  const near = distances.filter(({ distance }) => distance <= Math.max(1, wanted.length / LETTERS_PER_CHANGE));
  return near
    .toSorted((left, right) => left.distance - right.distance)
    .slice(0, NAMED)
    .map(({ path }) => path);
}

/** The path, its last word and the label, all in lower case. */
function namesOf(schema: PersonaSchema, path: string): readonly string[] {
  const names = [path, path.split(".").at(-1) ?? path, fieldOf(schema, path)?.label ?? path];
  return names.map((name) => name.toLowerCase());
}

/** Letters to change until one is the other (Levenshtein); at most 1 where one begins or contains the other. */
function distanceOf(left: string, right: string): number {
  if (left.length > 2 && (right.includes(left) || left.includes(right))) return 1;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (const [place, other] of [...right].entries()) {
      const replaced = (row[place] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
