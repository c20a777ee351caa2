import { type Command, type Content, fieldOf, type Persona, PersonaError, type PersonaSchema } from "@lifelong/core";
import { parseContent, writeContent } from "./field-content.ts";
import { fieldName, resolveField } from "./field-name.ts";
import { wrap } from "./view/text-width.ts";

/** Columns of a comment. */
const WIDTH = 78;

interface Line {
  readonly field: string;
  readonly content: Content;
}

/** The persona as a text to edit: `field: value` a line, and as comments what is uncertain and which fields are empty. */
export function writePersonaText(persona: Persona, schema: PersonaSchema): string {
  const values = heldLines(persona, schema, false);
  const uncertain = heldLines(persona, schema, true);
  const held = new Set([...values, ...uncertain].map(({ field }) => field));
  const empty = Object.keys(schema.fields).filter((field) => !held.has(field));
  return [
    "# Your persona, one value a line: change, add or delete lines, save and close.",
    "# Lines that begin with # do not count.",
    "",
    ...values.map((line) => writeLine(schema, line)),
    ...(uncertain.length > 0
      ? [
          "",
          "# Not sure yet; take the # away to say that it is so:",
          ...uncertain.map((line) => `# ${writeLine(schema, line)}`),
        ]
      : []),
    "",
    ...wrap(`These are empty: ${empty.map((field) => fieldName(schema, field)).join(", ")}.`, WIDTH).map(
      (line) => `# ${line}`,
    ),
    "",
  ].join("\n");
}

/**
 * What a person changed in the text of `writePersonaText`, as commands.
 *
 * @throws PersonaError `INVALID_INPUT` naming the line
 */
export function readPersonaText(persona: Persona, schema: PersonaSchema, text: string): Command[] {
  const written = parseLines(schema, text);
  const held = heldLines(persona, schema, false);
  const heldTexts = new Set(held.map((line) => writeLine(schema, line)));
  const writtenTexts = new Set(written.map((line) => writeLine(schema, line)));
  const replaced = new Set(
    written.filter(({ field }) => fieldOf(schema, field)?.kind !== "set").map(({ field }) => field),
  );
  const removals = held
    .filter((line) => !writtenTexts.has(writeLine(schema, line)) && !replaced.has(line.field))
    .map(({ field, content }): Command => ({ kind: "remove", field, content }));
  const additions = written
    .filter((line) => !heldTexts.has(writeLine(schema, line)))
    .map(({ field, content }): Command => ({ kind: "set", field, content }));
  return [...removals, ...additions];
}

function heldLines(persona: Persona, schema: PersonaSchema, tentative: boolean): Line[] {
  return Object.keys(schema.fields).flatMap((field) =>
    (Object.hasOwn(persona.fields, field) ? (persona.fields[field]?.values ?? []) : [])
      .filter((value) => value.tentative === tentative)
      .map(({ content }) => ({ field, content })),
  );
}

/** A value of several lines is shown in one; unchanged, it counts as unchanged. */
function writeLine(schema: PersonaSchema, { field, content }: Line): string {
  return `${fieldName(schema, field)}: ${writeContent(content).replace(/\s+/g, " ").trim()}`;
}

function parseLines(schema: PersonaSchema, text: string): Line[] {
  const singles = new Set<string>();
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === "" || line.trimStart().startsWith("#")) return [];
    const separator = line.indexOf(":");
    const place = `Line ${index + 1}: `;
    if (separator < 0) throw new PersonaError("INVALID_INPUT", `${place}write a field, a colon and a value.`);
    try {
      const field = resolveField(schema, line.slice(0, separator));
      if (fieldOf(schema, field)?.kind !== "set" && singles.size === singles.add(field).size) {
        throw new PersonaError(
          "INVALID_INPUT",
          `The field “${fieldName(schema, field)}” holds one value; leave one line.`,
        );
      }
      return [{ field, content: parseContent(schema, field, line.slice(separator + 1)) }];
    } catch (error) {
      if (!PersonaError.isInstance(error)) throw error;
      throw new PersonaError(error.code, `${place}${error.message}`, { cause: error });
    }
  });
}
