import { type Content, fieldOf, type PersonaSchema } from "@lifelong/core";
import type { Character } from "../dataset/character.ts";
import { type FieldValues, supersededUntil, toldUntil } from "../dataset/gold-persona.ts";
import { contentLikeness, SAME_FROM } from "./likeness.ts";
import { type FieldSimilarity, fieldSimilarities, personaSimilarity } from "./persona-similarity.ts";

/** So many of so many. */
export interface Share {
  readonly of: number;
  readonly are: number;
}

/** How good a learned persona is after one conversation. */
export interface PersonaMeasures {
  /** To what was told so far, 0 to 1; absent when nothing was told and nothing is held. */
  readonly similarity?: number;
  readonly fields: readonly FieldSimilarity[];
  /** Values told and true that are held. */
  readonly found: Share;
  /** Values held that were told and are true. */
  readonly right: Share;
  /** Values that were held, are no longer true, and are held still. */
  readonly stale: Share;
  /** Traps met so far that are believed. */
  readonly believed: Share;
}

/**
 * Compares what is held after an episode with what the character has told.
 *
 * @param past - what was held after each earlier episode, by index
 */
export function measurePersona(
  character: Character,
  index: number,
  { held, past, schema }: { held: FieldValues; past: readonly FieldValues[]; schema: PersonaSchema },
): PersonaMeasures {
  const gold = toldUntil(character, index);
  const fields = fieldSimilarities(gold, held, schema);
  const similarity = personaSimilarity(fields);
  const has = (values: FieldValues, field: string, content: Content) => holds(values, gold, { field, content, schema });
  const superseded = supersededUntil(character, index).filter(
    ({ field, content, at }) => past[at - 1] && has(past[at - 1] ?? {}, field, content),
  );
  const traps = character.episodes.slice(0, index + 1).flatMap((episode) => episode.traps);
  return {
    ...(similarity !== undefined && { similarity }),
    fields,
    found: shareOf(entriesOf(gold), ([field, content]) => isAmong(held, { field, content, schema })),
    right: shareOf(entriesOf(held), ([field, content]) => isAmong(gold, { field, content, schema })),
    stale: shareOf(superseded, ({ field, content }) => has(held, field, content)),
    believed: shareOf(traps, ({ field, content }) => has(held, field, content)),
  };
}

function entriesOf(values: FieldValues): readonly (readonly [string, Content])[] {
  return Object.entries(values).flatMap(([field, contents]) => contents.map((content) => [field, content] as const));
}

function shareOf<Item>(items: readonly Item[], isOne: (item: Item) => boolean): Share {
  return { of: items.length, are: items.filter(isOne).length };
}

/** A value that is looked for in others. */
export interface Sought {
  readonly field: string;
  readonly content: Content;
  readonly schema: PersonaSchema;
}

/** Whether a value of the field is alike enough to be the same. */
export function isAmong(values: FieldValues, sought: Sought): boolean {
  return (values[sought.field] ?? []).some((content) => likenessTo(sought, content) >= SAME_FROM);
}

/** Whether something false is held: a value that is like it, and more like it than like anything true. */
export function holds(values: FieldValues, gold: FieldValues, sought: Sought): boolean {
  return (values[sought.field] ?? []).some((content) => {
    const likeness = likenessTo(sought, content);
    const toTruth = (gold[sought.field] ?? []).map((one) => likenessTo({ ...sought, content: one }, content));
    return likeness >= SAME_FROM && toTruth.every((other) => likeness > other);
  });
}

function likenessTo({ field, content, schema }: Sought, other: Content): number {
  const definition = fieldOf(schema, field);
  return definition ? contentLikeness(definition, content, other) : 0;
}
