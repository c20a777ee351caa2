import { definePersonaSchema, type PersonaSchema } from "@lifelong/core";
import type { Cases } from "./case.ts";

/** Path of the field for a label of the data: `Preferences/Entertainment` is `preferences.entertainment`. */
export function fieldOfLabel(label: string): string {
  const words = (step: string) =>
    step
      .replace(/[^A-Za-z0-9]+/g, " ")
      .trim()
      .toLowerCase()
      .replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
  const path = label
    .split("/")
    .map(words)
    .filter((step) => /^[a-z]/.test(step));
  return path.length === 0 ? "unmapped" : path.join(".");
}

/** One set of texts for each label that the data uses, and no rule beyond evidence. */
export function evaluationSchema({ updates, recorded }: Cases): PersonaSchema {
  const labels = new Set([
    ...updates.flatMap(({ superseded, kept, successor, added }) =>
      [superseded, ...kept, successor, added].map(({ label }) => label),
    ),
    ...recorded.flatMap(({ gold, extractions }) =>
      [...gold, ...Object.values(extractions).flat()].map(({ label }) => label),
    ),
  ]);
  const fields = [...labels].sort().map((label) => [
    fieldOfLabel(label),
    {
      kind: "set" as const,
      description: label.replaceAll("_", " ").replaceAll("/", ", "),
      maxLength: 1_000,
      cap: 64,
    },
  ]);
  return definePersonaSchema({ id: "realchats", version: 1, fields: Object.fromEntries(fields) });
}
