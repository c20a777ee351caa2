import type { Persona, PersonaSchema } from "@lifelong/core";

/** Fields that hold or held something: in the order of the schema, then paths that it does not know. */
export function orderedFields(persona: Persona, schema: PersonaSchema): string[] {
  const known = Object.keys(schema.fields).filter((field) => Object.hasOwn(persona.fields, field));
  return [...new Set([...known, ...Object.keys(persona.fields)])];
}

/** `demographics.name` belongs to `Demographics`; a path of one word to the rest. */
export function groupOf(field: string): string {
  const [group, ...rest] = field.split(".");
  return rest.length === 0 || group === undefined ? "Life" : group.charAt(0).toUpperCase() + group.slice(1);
}
