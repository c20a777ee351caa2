import { CATEGORIES, type Content, contentSchema, defaultSchema, fieldOf } from "@lifelong/core";
import type { Character } from "../dataset/character.ts";

/** Fewest fields of a whole person, the name among them. */
const FEWEST = 10;

/** What a model fills in: every field but the special categories, whose holders nobody should invent by the dozen. */
export const FILLED_FIELDS: readonly string[] = Object.entries(defaultSchema.fields).flatMap(
  ([path, { sensitivity }]) => (CATEGORIES.some((category) => category === sensitivity) ? [] : [path]),
);

/** The fields with their kinds and descriptions, a line each. */
export function fieldLines(): string {
  return FILLED_FIELDS.flatMap((path) => {
    const field = fieldOf(defaultSchema, path);
    if (!field) return [];
    const kind = field.options ? field.options.join(" or ") : field.kind;
    return [`${path} (${kind}): ${field.description}`];
  }).join("\n");
}

/** A profile of the entries that a model wrote; or what is wrong with them, place by place. */
export function profileOf(
  entries: readonly { readonly field: string; readonly content: string }[],
): { readonly profile: Character["profile"] } | { readonly faults: readonly string[] } {
  const profile: Record<string, Content | readonly string[]> = {};
  const faults: string[] = [];
  for (const [path, own] of Map.groupBy(entries, ({ field }) => field)) {
    const field = fieldOf(defaultSchema, path);
    if (!field || !FILLED_FIELDS.includes(path)) {
      faults.push(path);
      continue;
    }
    const contents = own.map(({ content }) => (field.kind === "number" ? Number(content) : content.trim()));
    const [first] = contents;
    const fits = contents.every(
      (content) => contentSchema(field).safeParse(content).success && String(content).length <= field.maxLength,
    );
    if (!fits || first === undefined || (field.kind !== "set" && contents.length > 1)) faults.push(path);
    else profile[path] = field.kind === "set" ? [...new Set(contents.map(String))] : first;
  }
  if (faults.length === 0 && !("demographics.name" in profile)) faults.push("demographics.name");
  if (faults.length === 0 && Object.keys(profile).length < FEWEST) faults.push(`profile < ${FEWEST}`);
  return faults.length === 0 ? { profile } : { faults };
}
