import type { Content } from "@lifelong/core";
import type { Character, Gold } from "./character.ts";

/** What each field holds, in the order in which it came. */
export type FieldValues = Readonly<Record<string, readonly Content[]>>;

/** A value that was true and no longer is. */
export interface Superseded {
  readonly field: string;
  readonly content: Content;
  /** Index of the episode that said so. */
  readonly at: number;
}

/**
 * What a learned persona is measured by: what the user has told up to and including an episode, or the profile of a
 * character without written conversations.
 *
 * @param last - the episode's index, 0-based; −1: before the first
 */
export function toldUntil(character: Character, last: number): FieldValues {
  const { episodes, measuredBy } = character;
  if (measuredBy === "profile") return trueAfter(character, last);
  return episodes.slice(0, last + 1).reduce<FieldValues>((held, { gold }) => gold.reduce(stepOf, held), {});
}

/**
 * What is true of the user after an episode, told or not: the profile, and everything that has changed since.
 *
 * @param last - the episode's index, 0-based; −1: at the start
 */
export function trueAfter({ profile, episodes }: Character, last: number): FieldValues {
  const start: FieldValues = Object.fromEntries(Object.entries(profile).map(([field, held]) => [field, [held].flat()]));
  return episodes.slice(0, last + 1).reduce((held, { gold }) => gold.reduce(stepOf, held), start);
}

/** What was told up to and including an episode, and taken back or replaced by then. */
export function supersededUntil(character: Character, last: number): readonly Superseded[] {
  const present = toldUntil(character, last);
  let held: FieldValues = {};
  const gone: Superseded[] = [];
  for (const [at, { gold }] of character.episodes.slice(0, last + 1).entries()) {
    for (const one of gold) {
      const before = held[one.field] ?? [];
      held = stepOf(held, one);
      const after = held[one.field] ?? [];
      gone.push(
        ...before.filter((value) => !after.includes(value)).map((content) => ({ field: one.field, content, at })),
      );
    }
  }
  return gone.filter(({ field, content }) => !present[field]?.includes(content));
}

/** What one operation leaves of what is held. */
export function stepOf(
  persona: FieldValues,
  { operation, field, content }: Pick<Gold, "operation" | "field" | "content">,
): FieldValues {
  const held = persona[field] ?? [];
  const others = held.filter((value) => value !== content);
  if (operation === "remove") return { ...persona, [field]: others };
  return { ...persona, [field]: operation === "set" ? [content] : [...others, content] };
}
