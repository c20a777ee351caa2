import type { Cut } from "./span.ts";
import { closes, EMPTY, isCapital, POINTING } from "./word-kind.ts";

/** A name: up to four capitalised words; in lower case one word that ends its clause. */
export const properName: Cut = (list, from) => {
  let last = from - 1;
  for (let index = from; index < list.length && index < from + 5; index += 1) {
    const word = list[index];
    if (word === undefined) break;
    if (isCapital(word) && word.pos !== "PUNCT") last = index;
    else if (
      !(
        /^[-.']$/.test(word.plain) &&
        last === index - 1 &&
        isCapital(list[index + 1]) &&
        (word.plain === "." || list[index + 1]?.start === word.end)
      )
    )
      break;
  }
  if (last >= from) {
    const next = list[last + 1];
    if (/^(?:'s|n't)$/.test(next?.plain ?? "")) return [];
    if (/^[\p{Lu}\d\W]+$/u.test(list[from]?.text ?? "") && (list[from]?.text.length ?? 0) > 12) return [];
    return [{ first: from, last }];
  }
  const word = list[from];
  const next = list[from + 1];
  if (
    word === undefined ||
    !/^(?:NOUN|PROPN|ADJ|X|VERB)$/.test(word.pos) ||
    !/^\p{Ll}[\p{L}'-]{1,24}$/u.test(word.text)
  )
    return [];
  if (EMPTY.has(word.plain) || POINTING.has(word.plain)) return [];
  const ends = next === undefined || closes(next) || /^(?:and|but|from|or|im?)$/.test(next.plain);
  return ends ? [{ first: from, last: from }] : [];
};
