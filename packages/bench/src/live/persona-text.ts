import { defaultSchema } from "@lifelong/core";
import type { FieldValues } from "../dataset/gold-persona.ts";

/** What fields hold, a line each, for a model to read; empty when they hold nothing. */
export function personaText(values: FieldValues): string {
  return Object.keys(defaultSchema.fields)
    .filter((field) => (values[field] ?? []).length > 0)
    .map((field) => `- ${defaultSchema.fields[field]?.label ?? field}: ${(values[field] ?? []).join("; ")}`)
    .join("\n");
}
