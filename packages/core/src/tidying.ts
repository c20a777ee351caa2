import { CATEGORIES } from "./command.ts";
import { fieldState, type Persona } from "./persona.ts";
import type { PersonaSchema } from "./schema.ts";
import type { PersonaStore } from "./store.ts";

/** A set with fewer values is looked over by every update anyway. */
const FEWEST_VALUES = 8;
/** How far back it is looked up when a field was last tidied. */
const REVISIONS_SEARCHED = 200;

/**
 * The field that a model shall tidy now; undefined when none is due.
 *
 * A set is due when its confirmed values are all that it takes, or, once so many revisions lie after the last tidying
 * of any field, when it holds eight or more. A set into which nothing has come since its own last tidying is not asked
 * about again, but for a full one after as many revisions. Of several the fullest is chosen.
 *
 * @param every - how many revisions
 */
export async function fieldToTidy(
  { store, schema }: { store: PersonaStore; schema: PersonaSchema },
  persona: Persona,
  every: number,
): Promise<string | undefined> {
  const sets = tidyable(schema, persona);
  if (sets.length === 0) return undefined;
  const revisions = await store.readRevisions(persona.userId, { limit: REVISIONS_SEARCHED });
  const tidied = revisions.flatMap(({ revision, at, cause }) =>
    cause.kind === "update" && cause.consolidates !== undefined ? [{ field: cause.consolidates, revision, at }] : [],
  );
  const isLongAgo = (revision: number) => persona.revision - revision >= every;
  return sets.find(({ path, values, isFull }) => {
    const last = tidied.find(({ field }) => field === path);
    const hasNew = !last || values.some(({ learnedAt }) => learnedAt > last.at);
    return isFull ? hasNew || isLongAgo(last.revision) : hasNew && isLongAgo(tidied[0]?.revision ?? 0);
  })?.path;
}

/** Sets that hold enough and may be learned, the fullest first. */
function tidyable(schema: PersonaSchema, persona: Persona) {
  return Object.entries(schema.fields)
    .flatMap(([path, { kind, cap, learn, sensitivity }]) => {
      const { values, locked } = fieldState(persona, path);
      const isSpecial = CATEGORIES.some((category) => category === sensitivity);
      const isLearned = learn !== "never" && !locked && (!isSpecial || persona.consents.includes(sensitivity));
      const isFull = values.filter(({ tentative }) => !tentative).length >= Math.max(2, cap);
      return kind === "set" && isLearned && (isFull || values.length >= FEWEST_VALUES)
        ? [{ path, values, isFull, share: values.length / cap }]
        : [];
    })
    .toSorted((one, other) => Number(other.isFull) - Number(one.isFull) || other.share - one.share);
}
