import type { LineCount, Persona } from "./persona.ts";
import { renderingName, renderLine } from "./render.ts";
import type { PersonaSchema } from "./schema.ts";

/** A counter of o200k tokens that takes special tokens for the text that they are. Loads the tokenizer: for writers only. */
export async function loadTokenCounter(): Promise<(text: string) => number> {
  const { countTokens } = await import("gpt-tokenizer/encoding/o200k_base");
  const none = new Set<string>();
  return (text) => countTokens(text, { allowedSpecial: none, disallowedSpecial: none });
}

/**
 * What a revision says of the cost of the lines that it changed, by value id.
 *
 * @param persona - as it is after the revision; changed values that are gone from it have no line
 */
export function countLines(
  persona: Persona,
  changed: ReadonlySet<string>,
  schema: PersonaSchema,
  count: (text: string) => number,
): Record<string, LineCount> {
  const rendering = renderingName(schema);
  const lines: Record<string, LineCount> = {};
  for (const [path, field] of Object.entries(schema.fields)) {
    for (const value of persona.fields[path]?.values ?? []) {
      if (changed.has(value.id)) lines[value.id] = { tokens: count(renderLine(path, field, value.content)), rendering };
    }
  }
  return lines;
}
