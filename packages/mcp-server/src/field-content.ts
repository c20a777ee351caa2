import { type Content, contentSchema, fieldOf, PersonaError, type PersonaSchema } from "@lifelong/core";
import { fieldName } from "./field-name.ts";

const TRUTHS: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false };

/**
 * What a person wrote as a content of the field.
 *
 * @throws PersonaError `INVALID_INPUT` saying what the field takes
 */
export function parseContent(schema: PersonaSchema, field: string, text: string): Content {
  const definition = fieldOf(schema, field);
  if (definition === undefined) throw new PersonaError("INVALID_INPUT", `There is no field "${field}".`);
  const written = text.trim();
  const content = ((): Content | undefined => {
    switch (definition.kind) {
      case "number":
        return written === "" ? undefined : Number(written);
      case "boolean":
        return TRUTHS[written.toLowerCase()];
      case "enum":
        return definition.options?.find((option) => option.toLowerCase() === written.toLowerCase());
      default:
        return written;
    }
  })();
  if (content !== undefined && contentSchema(definition).safeParse(content).success) return content;
  const takes: Record<typeof definition.kind, string> = {
    text: "a text",
    set: "a text",
    number: "a number",
    boolean: "yes or no",
    date: "a date like 2026, 2026-03 or 2026-03-14",
    enum: `one of ${definition.options?.join(", ")}`,
  };
  throw new PersonaError("INVALID_INPUT", `The field “${fieldName(schema, field)}” takes ${takes[definition.kind]}.`);
}

/** A content as a person would write it; `parseContent` reads it back. */
export function writeContent(content: Content): string {
  if (typeof content === "boolean") return content ? "yes" : "no";
  return String(content);
}
