import { place } from "../cut/place.ts";
import type { Cut } from "../cut/span.ts";
import { type Rule, rules } from "../rule.ts";

/** For "we live in": only a name, since "we" live in all sorts of societies and times. */
const namedPlace: Cut = (words, from) =>
  place(words, from).filter(({ first, last }) =>
    words.slice(first, last + 1).some((word) => /^\p{Lu}/u.test(word.text)),
  );

/** Behind "moved to" and "based in" stands a name too: one moves to many things that are no places. */
const WITH = "(?:alone |here |back |over |together |out |down |overseas |abroad |full - time )?";

export const PLACE: readonly Rule[] = [
  ...rules(
    "location",
    [
      `i (?:live|reside) ${WITH}in`,
      `i am (?:living|residing) ${WITH}in`,
      `i (?:have|'ve) (?:been )?(?:lived|living|resided|residing) ${WITH}in`,
      "i (?:live|am living) (?=near |outside |around )",
      "i am an? \\w+(?: \\w+)? (?:who )?(?:living|lives?|based|residing) in",
      "my wife and i live in",
      "i am a resident of",
    ],
    { take: place },
  ),
  ...rules(
    "location",
    [
      `(?:we|my (?:family|husband|wife|partner|girlfriend|boyfriend|kids|parents) and i|my (?:wife|husband|partner|girlfriend|boyfriend) and me) (?:live|are living|are based) ${WITH}in`,
      "i am (?:based|located|settled) (?:in|out of)",
      `(?:i|we) (?:have |'ve )?(?:moved|relocated|emigrated|immigrated) ${WITH}to`,
      `(?:i|we) (?:have )?(?:moved|relocated) ${WITH}from (?:\\S+ ){1,5}?to`,
      "(?:i|we) (?:have )?settled (?:down )?in",
      "i call (?=\\w+(?: \\w+)? home )",
      "(?:my home is|my (?:current )?location is|my city is|my (?:home )?address is) (?:in )?",
      "(?<=i am (?:[^.,;?]{0,60} )?(?:, )?)living in",
      "i live with (?:my|an?|two|three|some) (?:\\w+ ){1,4}?in",
      "(?<= i [^.?]{0,60} (?:and|but) )live in",
    ],
    { take: namedPlace },
  ),
  ...rules(
    "location",
    [
      "i (?:do not|no longer|am not|am no longer) (?:live|living|reside|based) (?:here )?in",
      "i (?:have )?(?:left|moved (?:away|out) (?:from|of))",
    ],
    { take: namedPlace, effect: "drop" },
  ),
];
