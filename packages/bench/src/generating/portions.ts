import type { GenerationRequest, Material } from "./request.ts";
import type { Seed } from "./seed.ts";

/** Hints that one call asks for. */
const HINTS_A_CALL = 10;
/** Whole people that are shown as examples. */
const EXAMPLES = 2;

/** How many hints the next call asks for. */
export function hintsToAsk(wanted: number, held: number): number {
  return Math.min(HINTS_A_CALL, wanted - held);
}

/** Calls for hints when none is like another, and after how many calls fewer have to do. */
export function hintCalls(people: number): { readonly likely: number; readonly most: number } {
  const likely = Math.ceil(people / HINTS_A_CALL);
  return { likely, most: 2 * likely };
}

/** The seeds that the person of a hint is made after: another pair each time. */
export function examplesFor({ seeds }: Material, place: number): readonly Seed[] {
  return turned(seeds, place).slice(0, EXAMPLES);
}

/** Scenes that one call asks for. */
export interface Portion {
  readonly name: "common" | "own";
  readonly count: number;
  /** Number of its first scene among the person's, 0-based. */
  readonly first: number;
  readonly occasions?: readonly string[];
}

/** Half of a person's scenes are on occasions that everybody has, other ones each time; the rest is the person's own. */
export function portionsFor({ scenes }: GenerationRequest, { prompts }: Material, place: number): readonly Portion[] {
  const common = Math.min(Math.floor(scenes / 2), prompts.occasions.length);
  const portions: readonly Portion[] = [
    { name: "common", count: common, first: 0, occasions: turned(prompts.occasions, place * common).slice(0, common) },
    { name: "own", count: scenes - common, first: common },
  ];
  return portions.filter(({ count }) => count > 0);
}

function turned<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
