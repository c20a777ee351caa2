import { place } from "../cut/place.ts";
import type { Cut } from "../cut/span.ts";
import { type Rule, rules } from "../rule.ts";
import { COUNTRIES } from "./peoples.ts";

/** For "we live in": only a name, since "we" live in all sorts of societies and times. */
const namedPlace: Cut = (words, from) =>
  place(words, from).filter(({ first, last }) =>
    words.slice(first, last + 1).some((word) => /^\p{Lu}/u.test(word.text)),
  );

/** "my house in Austin", but not one that is built in a game or meant for a month. */
const homePlace: Cut = (words, from) =>
  namedPlace(words, from).filter(
    ({ first, last }) => !words.slice(first, last + 1).some((word) => NO_HOMES.test(word.plain)),
  );
const NO_HOMES =
  /^(?:minecraft|sims|skyrim|animal|fortnite|roblox|valheim|terraria|fallout|january|february|march|april|may|june|july|august|september|october|november|december|i|excel|python|english|spring|summer|autumn|winter)$/;

/** "here in India": a country or a state by its name, to the end of the clause. */
const country: Cut = (words, from) => {
  const first = words[from]?.plain === "the" ? from + 1 : from;
  for (const length of [3, 2, 1]) {
    const taken = words.slice(first, first + length);
    if (taken.length < length || !COUNTRIES.has(taken.map((word) => word.plain).join(" "))) continue;
    if (taken[0]?.plain === "us" && taken[0].text !== "US") return [];
    const next = words[first + length];
    const ends = next === undefined || /^(?:[.,!;():]+|and|but|so|we|i|it|where|because|since|with)$/.test(next.plain);
    return ends ? [{ first, last: first + length - 1 }] : [];
  }
  return [];
};

/** Without a subject, at the beginning: "Living in Leeds, two kids" and not "Living in Leeds is fun". */
const placeThatEnds: Cut = (words, from) =>
  namedPlace(words, from).filter(({ last }) => {
    const next = words[last + 1];
    return next === undefined || /^(?:[.,;]|and|with)$/.test(next.plain);
  });

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
      "i am an? (?:\\w+ )?(?:expat|immigrant|foreigner|expatriate|homeowner|local) (?:living |based )?in",
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
  ...rules("location", ["(?:my|our) (?:house|apartment|flat|home|backyard|garden|farm|condo) in"], { take: homePlace }),
  ...rules("location", ["(?:here|over here|back here|i am) in(?! \\w+ (?:for|this|on|at|until|right) )"], {
    take: country,
  }),
  ...rules("location", ["(?<=^ )(?:living|based) in", "(?<= i am [^.?]{1,60} , )(?:living|based) in"], {
    take: placeThatEnds,
  }),
  ...rules(
    "location",
    [
      "i (?:do not|no longer|am not|am no longer) (?:live|living|reside|based) (?:here )?in",
      "i (?:have )?(?:left|moved (?:away|out) (?:from|of))",
    ],
    { take: namedPlace, effect: "drop" },
  ),
];
