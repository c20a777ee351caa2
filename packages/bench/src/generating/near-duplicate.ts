import { tokenF1 } from "../measures/likeness.ts";
import type { BareScene, Person } from "./seed.ts";

/**
 * Two people, or two scenes of one person, are taken for the same from this share of common words on. Of the 132 published
 * personas no two come to it, nor any two scenes of one of them.
 */
const NEAR_FROM = 0.6;

/** Whether a text says nearly what one of the others says. */
export function isNearDuplicate(text: string, others: readonly string[]): boolean {
  return others.some((other) => tokenF1(text, other) >= NEAR_FROM);
}

/** Without those who are nearly an earlier one, by everything that is said of them. */
export function distinctPeople<Made extends { readonly person: Person }>(made: readonly Made[]): readonly Made[] {
  return withoutNearDuplicates(made, ({ person: { about, voice, profile } }) =>
    [about, voice, ...Object.values(profile).flat()].join(" "),
  );
}

/** Without those that are nearly an earlier one, whatever could be called in them. */
export function distinctScenes<Made extends { readonly scene: BareScene }>(made: readonly Made[]): readonly Made[] {
  return withoutNearDuplicates(made, ({ scene }) => `${scene.description} ${scene.context}`);
}

function withoutNearDuplicates<Item>(items: readonly Item[], textOf: (item: Item) => string): readonly Item[] {
  const kept: Item[] = [];
  for (const item of items) if (!isNearDuplicate(textOf(item), kept.map(textOf))) kept.push(item);
  return kept;
}
