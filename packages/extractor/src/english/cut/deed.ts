import type { Cut } from "./span.ts";
import { closes, POINTING } from "./word-kind.ts";

/** Ends of a clause, where a wish or a goal is told to its end. */
const CLAUSE_ENDS =
  /^(?:but|because|cause|so|since|which|that|while|if|when|as|although|though|however|then|and|or|what|how|where|any|can|could|please|i|im|i'm|we|do|is|are|who|whose|unless|instead)$/;
const SPANS_OF_TIME = /^(?:year|month|week|summer|winter|spring|autumn|fall|season|semester)$/;
const WORDS_OF_A_DEED = 9;

/** A deed told with a verb: "become a pilot", "lose ten kilos by June". Nothing when the clause is longer than that. */
export const deed: Cut = (list, from) => {
  const verb = list[from];
  if (verb === undefined || !/^(?:VERB|NOUN|AUX|ADJ)$/.test(verb.pos) || POINTING.has(verb.plain)) return [];
  let last = from;
  for (let index = from + 1; index < list.length; index += 1) {
    const word = list[index];
    if (word === undefined) break;
    if (closes(word) || CLAUSE_ENDS.test(word.plain)) {
      if (/^(?:and|or)$/.test(word.plain) && list[index - 1]?.pos === "ADJ") return [];
      break;
    }
    if (word.plain === "this" && SPANS_OF_TIME.test(list[index + 1]?.plain ?? "")) {
      last = index + 1;
      break;
    }
    if (/^(?:it|this|that|these|those|them|their|you|your|him|her|his)$/.test(word.plain)) return [];
    last = index;
    if (last - from >= WORDS_OF_A_DEED) return [];
  }
  while (
    last > from &&
    /^(?:ADP|PART|DET|ADV|SYM)$/.test(list[last]?.pos ?? "") &&
    !/^(?:up|out|better|abroad|again)$/.test(list[last]?.plain ?? "")
  )
    last -= 1;
  return last > from ? [{ first: from, last }] : [];
};
