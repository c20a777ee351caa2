import { PersonaError, type PersonaSchema } from "@lifelong/core";

/**
 * The path of the field that a person means: the path itself, its last word, or the label, where only one field fits.
 *
 * @throws PersonaError `INVALID_INPUT` naming the fields that exist
 */
export function resolveField(schema: PersonaSchema, text: string): string {
  const wanted = text.trim().toLowerCase();
  const paths = Object.keys(schema.fields);
  const exact = paths.find((path) => path.toLowerCase() === wanted);
  if (exact !== undefined) return exact;
  const fitting = paths.filter(
    (path) => path.toLowerCase().endsWith(`.${wanted}`) || schema.fields[path]?.label?.toLowerCase() === wanted,
  );
  if (fitting.length === 1 && fitting[0] !== undefined) return fitting[0];
  throw new PersonaError(
    "INVALID_INPUT",
    fitting.length > 1
      ? `Several fields are called so: ${fitting.join(", ")}. Write one of them in full.`
      : `There is no such field. These exist: ${paths.join(", ")}.`,
  );
}
