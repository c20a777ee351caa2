import { type Content, defaultSchema, type PersonaSchema } from "@lifelong/core";
import type { Character } from "../dataset/character.ts";
import { supersededUntil, toldUntil } from "../dataset/gold-persona.ts";
import { holds, isAmong } from "../measures/persona-measures.ts";
import type { HeldValue } from "../results/result.ts";

/**
 * How a value stands to what the user has told: `right`; `missing`: told and not held; `stale`: true no more; `trap`: stood
 * there and must not be believed; `wrong`: none of these.
 */
export type Standing = "right" | "missing" | "stale" | "trap" | "wrong";

export interface StandingValue {
  readonly field: string;
  readonly content: Content;
  readonly standing: Standing;
  /** What was held, with its quote; absent where it is missing. */
  readonly held?: HeldValue;
  /** The user's words that were not learned from, or why it is a trap; absent for the other standings. */
  readonly note?: string;
}

/** Every value that is held after an episode, in order, and then every value that is missing. By the rules of the measures. */
export function standingsAfter(
  character: Character,
  index: number,
  { held, schema = defaultSchema }: { held: readonly HeldValue[]; schema?: PersonaSchema },
): readonly StandingValue[] {
  const told = toldUntil(character, index);
  const past = character.episodes.slice(0, index + 1);
  const traps = past.flatMap((episode) => episode.traps);
  const superseded = supersededUntil(character, index);
  const golds = past.flatMap(({ gold }) => gold);
  const present = Object.fromEntries(
    [...Map.groupBy(held, ({ field }) => field)].map(([field, own]) => [field, own.map(({ content }) => content)]),
  );
  const isLike = (one: HeldValue, { field, content }: { field: string; content: Content }) =>
    one.field === field && holds({ [field]: [one.content] }, told, { field, content, schema });
  const judged = held.map((one): StandingValue => {
    const { field, content } = one;
    const trap = traps.find((other) => isLike(one, other));
    if (trap) return { field, content, standing: "trap", held: one, note: trap.why };
    if (superseded.some((other) => isLike(one, other))) return { field, content, standing: "stale", held: one };
    return { field, content, standing: isAmong(told, { field, content, schema }) ? "right" : "wrong", held: one };
  });
  const missing = Object.entries(told).flatMap(([field, contents]) =>
    contents
      .filter((content) => !isAmong(present, { field, content, schema }))
      .map((content): StandingValue => {
        const note = golds.findLast((gold) => gold.field === field && gold.content === content)?.quote;
        return { field, content, standing: "missing", ...(note !== undefined && { note }) };
      }),
  );
  return [...judged, ...missing];
}
