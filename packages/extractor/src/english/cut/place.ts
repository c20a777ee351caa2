import type { Cut } from "./span.ts";
import { EMPTY, isCapital, isGerund, isNoun, POINTING, words } from "./word-kind.ts";

/** Not places although one can live, stay or move there. */
const NO_PLACES = words(
  "house home apartment flat dorm room building condo studio basement bubble dream dreams fear poverty hell peace pain " +
    "harmony sin world society time times era age moment moments past present future now simulation reality denial " +
    "hope comfort style luxury silence darkness matrix hotel hostel tent van car caravan boat trailer castle cave box " +
    "mansion cottage villa bungalow place area region city town village country countryside suburbs neighborhood " +
    "neighbourhood state county district community environment culture body mind heart job team project position role " +
    "topic point next step question thing things way direction office kitchen bed school college campus",
);
const LIVABLE = words(
  "area region city town village country countryside suburbs suburb neighborhood neighbourhood state county district island province capital",
);
const SIDES = words(
  "north south east west northern southern eastern western central downtown upstate rural greater new san los las st st. saint",
);

const MONTHS_AND_DAYS =
  /^(?:january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|fall|winter)$/;

/** A place: a name with what stands before and behind it ("a small town near Lyon"), or a kind of place that is described. */
export const place: Cut = (list, from) => {
  const near = /^(?:near|outside|around)$/.test(list[from]?.plain ?? "");
  let first = near ? from + 1 : from;
  if (/^(?:the|a|an)$/.test(list[first]?.plain ?? "")) first += 1;
  const head = list[first];
  if (head === undefined || (POINTING.has(head.plain) && head.text !== "US")) return [];
  let last = first - 1;
  let named = false;
  let described = false;
  for (let index = first; index < list.length && index < first + 9; index += 1) {
    const word = list[index];
    if (word === undefined) break;
    const next = list[index + 1];
    if (isCapital(word) && word.pos !== "PUNCT") {
      named = true;
      last = index;
    } else if (SIDES.has(word.plain) && next !== undefined) last = index;
    else if (isNoun(word) && !isGerund(word) && !(named && !LIVABLE.has(word.plain))) {
      if (LIVABLE.has(word.plain)) described = index > first || described;
      last = index;
    } else if (word.pos === "ADJ" && !named && !/^(?:last|next)$/.test(word.plain) && (isNoun(next) || isCapital(next)))
      last = index;
    else if (/^[,-]$/.test(word.plain) && last === index - 1 && isCapital(next) && next?.pos === "PROPN") continue;
    else if (
      /^(?:near|outside|in|of|part)$/.test(word.plain) &&
      last === index - 1 &&
      (isCapital(next) || next?.plain === "the") &&
      !MONTHS_AND_DAYS.test(next?.plain ?? "")
    ) {
      if (next?.plain === "the") {
        if (!isCapital(list[index + 2])) break;
        index += 1;
      }
    } else break;
  }
  if (last < first) return [];
  const span = { first: near ? from : first, last };
  if (named) return isCapital(list[last]) || LIVABLE.has(list[last]?.plain ?? "") ? [span] : [];
  if (described) return last - first < 4 ? [span] : [];
  const bare = list.slice(first, last + 1);
  const next = list[last + 1];
  const plainEnd =
    next === undefined ||
    next.pos === "PUNCT" ||
    /^(?:and|but|with|for|since|so|because|i|im|any|now|at)$/.test(next.plain);
  const fits =
    first === from &&
    bare.length <= 2 &&
    bare.every((word) => !NO_PLACES.has(word.plain) && !EMPTY.has(word.plain) && isNoun(word));
  return fits && plainEnd && !/s$/.test(bare.at(-1)?.plain ?? "s") ? [{ first, last }] : [];
};
