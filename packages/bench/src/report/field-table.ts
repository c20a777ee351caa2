import type { ArmResult, RunResult } from "../results/result.ts";
import { numberText } from "./number-text.ts";
import { inScope, type Scope } from "./scores.ts";
import { type Cell, NONE, type Table } from "./table.ts";

/**
 * How well each field is known, by arm: its similarity by words, averaged over the conversations after which it was told
 * or held. Fields in the order of how often that was. Undefined where no arm learns.
 */
export function fieldTable({ arms }: RunResult, scope: Scope): Table | undefined {
  const learning = arms.flatMap((arm, place) => (arm.setting === "learned" ? [{ arm, place }] : []));
  const byArm = learning.map(({ arm }) => similaritiesOf(arm, scope));
  const counts = new Map<string, number>();
  for (const [field, own] of byArm.flatMap((similarities) => [...similarities])) {
    counts.set(field, Math.max(counts.get(field) ?? 0, own.length));
  }
  if (counts.size === 0) return undefined;
  const fields = [...counts].toSorted(([one, many], [other, few]) => few - many || (one < other ? -1 : 1));
  return {
    caption: "Similarity by words, field by field: mean over the conversations after which the field was told or held",
    columns: [
      { name: "Field", holds: "words" },
      { name: "Conversations", holds: "numbers" },
      ...learning.map(({ arm }) => ({ name: arm.name, holds: "numbers" as const })),
    ],
    rows: fields.map(([field, count]) => ({
      head: { text: field },
      cells: [{ text: String(count) }, ...byArm.map((similarities) => cellOf(similarities.get(field)))],
    })),
  };
}

function similaritiesOf({ conversations }: ArmResult, scope: Scope): ReadonlyMap<string, readonly number[]> {
  const similarities = new Map<string, number[]>();
  for (const { field, similarity } of inScope(conversations, scope).flatMap(({ persona }) => persona?.fields ?? [])) {
    similarities.set(field, [...(similarities.get(field) ?? []), similarity]);
  }
  return similarities;
}

function cellOf(similarities: readonly number[] | undefined): Cell {
  if (!similarities) return NONE;
  const mean = similarities.reduce((sum, one) => sum + one, 0) / similarities.length;
  return { text: numberText(mean, "similarity") };
}
