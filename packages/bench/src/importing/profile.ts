import { type Content, contentSchema, defaultSchema, fieldOf } from "@lifelong/core";
import type { Character } from "../dataset/character.ts";
import type { ImportNote } from "./import-note.ts";
import { PUBLISHED_FIELDS } from "./published-keys.ts";

const GENDERS: Readonly<Record<string, Readonly<Record<"en" | "zh", string>>>> = {
  男: { zh: "男", en: "male" },
  女: { zh: "女", en: "female" },
};

type Profile = Record<string, Content | readonly string[]>;

/** The groups of a published persona as a profile, and what of them did not fit. */
export function importProfile(
  groups: Readonly<Record<string, unknown>>,
  language: "en" | "zh",
): { readonly profile: Character["profile"]; readonly notes: readonly Omit<ImportNote, "character">[] } {
  const profile: Profile = {};
  const notes: Omit<ImportNote, "character">[] = [];
  for (const [group, keys] of Object.entries(groups)) {
    if (typeof keys !== "object" || keys === null) continue;
    for (const [key, raw] of Object.entries(keys)) {
      const path = PUBLISHED_FIELDS[group]?.[key];
      if (path === undefined) notes.push({ kind: "unknown-key", what: `${group}.${key}` });
      else if (isPresent(raw)) {
        const value = importedValue(path, raw, language);
        if (value === undefined) notes.push({ kind: "unfit-value", what: `${group}.${key}` });
        else profile[path] = value;
      }
    }
  }
  return { profile, notes };
}

/** The published data writes "None" where there is nothing. */
export function isPresent(raw: unknown): boolean {
  if (typeof raw === "string") return raw.trim() !== "" && raw.trim() !== "None";
  if (Array.isArray(raw)) return raw.some(isPresent);
  return raw !== null && raw !== undefined;
}

function importedValue(path: string, raw: unknown, language: "en" | "zh"): Content | readonly string[] | undefined {
  const field = fieldOf(defaultSchema, path);
  if (!field) return undefined;
  if (field.kind === "set") {
    const items = [raw].flat().filter(isPresent);
    return items.every((item) => typeof item === "string") ? items.map((item) => item.trim()) : undefined;
  }
  const content = contentSchema(field).safeParse(plainValue(path, field.kind, raw, language));
  return content.success ? content.data : undefined;
}

function plainValue(path: string, kind: string, raw: unknown, language: "en" | "zh"): unknown {
  if (typeof raw !== "string") return raw;
  const text = raw.trim();
  if (path === "demographics.gender") return GENDERS[text]?.[language] ?? text;
  if (kind === "number") return Number(/^\d+/.exec(text)?.[0] ?? Number.NaN);
  // A letter of the MBTI, or a word that begins with it.
  if (kind === "enum") return text.charAt(0).toUpperCase();
  return text;
}
