import { type Content, type FieldDefinition, fieldOf, type PersonaSchema } from "@lifelong/core";
import type { FieldValues } from "../dataset/gold-persona.ts";
import { contentLikeness } from "./likeness.ts";

/** How well one field is known, 0 to 1. */
export interface FieldSimilarity {
  readonly field: string;
  readonly similarity: number;
}

/**
 * How alike two personas are, field by field: every field that either of them holds. A single value is compared as a
 * whole, a set by the F1 of its best pairs, each pair counting for as much as its contents are alike. Symmetric.
 *
 * No model is asked, so that the figure is the same on every machine; it is stricter than a judge, to whom another wording
 * is as good.
 */
export function fieldSimilarities(
  one: FieldValues,
  other: FieldValues,
  schema: PersonaSchema,
): readonly FieldSimilarity[] {
  return Object.keys(schema.fields).flatMap((field) => {
    const definition = fieldOf(schema, field);
    const [left, right] = [one[field] ?? [], other[field] ?? []];
    if (!definition || (left.length === 0 && right.length === 0)) return [];
    return [{ field, similarity: setF1(definition, left, right) }];
  });
}

/** The mean over fields; undefined when neither persona holds anything. */
export function personaSimilarity(fields: readonly FieldSimilarity[]): number | undefined {
  if (fields.length === 0) return undefined;
  return fields.reduce((sum, { similarity }) => sum + similarity, 0) / fields.length;
}

/** Of two single values this is just how alike they are. */
function setF1(definition: FieldDefinition, left: readonly Content[], right: readonly Content[]): number {
  const pairs = left
    .flatMap((one, row) =>
      right.map((other, column) => ({ row, column, likeness: contentLikeness(definition, one, other) })),
    )
    .toSorted((one, other) => other.likeness - one.likeness);
  const rows = new Set<number>();
  const columns = new Set<number>();
  let sum = 0;
  for (const { row, column, likeness } of pairs) {
    if (rows.has(row) || columns.has(column)) continue;
    rows.add(row);
    columns.add(column);
    sum += likeness;
  }
  return (2 * sum) / (left.length + right.length);
}
