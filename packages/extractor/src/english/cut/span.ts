import type { Word } from "../sentence.ts";

/** Words first to last, inclusive. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** Takes the values that begin at a word; none when what stands there is no plain value. */
export type Cut = (words: readonly Word[], from: number) => readonly Span[];
