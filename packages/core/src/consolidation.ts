import { fieldState, type Persona, type Value } from "./persona.ts";
import type { Refusal, Revision } from "./revision.ts";
import type { PersonaSchema } from "./schema.ts";

/** Fewer values that have changed need no tidying. */
const FEWEST_CHANGED = 8;

/**
 * The field that a deep pass shall tidy now, if any: a set that has just refused a value because it is full, or whose
 * confirmed values are all it takes, when a value has come since it was last tidied; else, every so many revisions, the
 * set in which most has changed since. What is only tentative fills no set: it makes room by itself.
 *
 * @param found.refusals - of the update that has just been committed
 * @param found.history - newest first, as far back as is looked
 * @param found.every - revisions between two tidyings that no full set asks for
 */
export function fieldToTidy(found: {
  persona: Persona;
  schema: PersonaSchema;
  refusals: readonly Refusal[];
  history: readonly Revision[];
  every: number;
}): string | undefined {
  const { persona, schema, refusals, history, every } = found;
  const tidied = history.filter(({ cause }) => cause.kind === "update" && cause.consolidates !== undefined);
  const tidiedAt = (field: string) =>
    tidied.find(({ cause }) => cause.kind === "update" && cause.consolidates === field)?.at ?? "";
  const sets = Object.entries(schema.fields).flatMap(([path, { kind, cap }]) => {
    const { values, locked } = fieldState(persona, path);
    if (kind !== "set" || locked) return [];
    const since = tidiedAt(path);
    const changed = values.filter(({ changedAt }: Value) => changedAt > since).length;
    const isFull =
      values.filter(({ tentative }) => !tentative).length >= cap ||
      refusals.some(({ code, field }) => code === "full" && field === path);
    const hasNew = values.some(({ learnedAt }) => learnedAt > since);
    return changed > 0 ? [{ path, changed, asks: isFull && hasNew }] : [];
  });
  const full = sets.find(({ asks }) => asks);
  if (full) return full.path;
  if (persona.revision - (tidied[0]?.revision ?? 0) < every) return undefined;
  const [fullest] = sets.toSorted((one, other) => other.changed - one.changed);
  return fullest && fullest.changed >= FEWEST_CHANGED ? fullest.path : undefined;
}
