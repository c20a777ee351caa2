import type { Word } from "../sentence.ts";
import { isGerund, isI, isNoun, mayEndBefore, POINTING } from "./word-kind.ts";

/** Longer than this is a clause rather than the name of a thing. */
const WORDS_OF_A_THING = 6;

/** The last word of the noun phrase that begins at a word; -1 when none does. */
export function endOfNouns(list: readonly Word[], from: number): number {
  let last = -1;
  let index = from;
  for (; index < list.length && index - from < WORDS_OF_A_THING + 1; index += 1) {
    const word = list[index];
    if (word === undefined || isI(word)) break;
    const next = list[index + 1];
    if (isNoun(word) || (isGerund(word) && (index === from || word.pos !== "VERB"))) {
      if (index > from && POINTING.has(word.plain)) break;
      last = index;
    } else if (word.pos === "ADJ" || word.pos === "NUM" || (word.pos === "VERB" && isNoun(next))) {
      if (/^(?:more|much|many|most|other|same|able|last|next|such|better|best|worse|worst)$/.test(word.plain)) break;
      if (word.pos !== "VERB" && mayEndBefore(next)) last = index;
    } else if (word.plain === "of" && last === index - 1 && next !== undefined) {
      if (/^(?:a|an|the)$/.test(next.plain)) index += 1;
      else if (!isNoun(next) && next.pos !== "ADJ") break;
    } else if (
      word.plain === "'s" &&
      last === index - 1 &&
      next !== undefined &&
      (isNoun(next) || next.pos === "ADJ")
    ) {
      // A genitive inside a name or a thing: "men 's fashion".
    } else if (
      (word.plain === "-" || word.plain === "&" || word.plain === ".") &&
      last === index - 1 &&
      next !== undefined
    ) {
      if (next.start !== word.end && word.plain !== "&") break;
      if (next.pos === "PUNCT") break;
    } else if (word.pos === "ADV" && (next?.pos === "ADJ" || (index > from && list[index - 1]?.plain === "-"))) {
      // "very spicy food"
    } else break;
  }
  if (last < 0 || last - from >= WORDS_OF_A_THING + 1) return -1;
  return mayEndBefore(list[last + 1]) ? last : -1;
}
