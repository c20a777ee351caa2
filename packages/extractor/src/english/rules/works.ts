import { place } from "../cut/place.ts";
import type { Cut } from "../cut/span.ts";
import { thing } from "../cut/thing.ts";
import { type Rule, rules } from "../rule.ts";
import type { Word } from "../sentence.ts";
import { LANGUAGES } from "./peoples.ts";

/** What takes months; most of what one works on is done the same day. */
const WORKS =
  /^(?:novel|novella|manga|memoir|thesis|dissertation|album|screenplay|phd|book|cookbook|comic|webcomic|webtoon|game|videogame|app|trilogy|startup|musical|autobiography|biography|documentary|podcast|masters|capstone)$/;

/** What turns a work into an order: "a game where you are …". */
const ORDERED = /^(?:where|in which|that|which|you|based|with|using|like)$/;

/** "writing a book about fashion": from the verb to the work, and on to its subject. */
const work: Cut = (words, from) => {
  const behindVerb = words[from + 1]?.plain === "on" ? from + 2 : from + 1;
  const named = words[behindVerb]?.plain === "my" ? behindVerb + 1 : behindVerb;
  return thing(words, named)
    .filter(({ last }) => WORKS.test(words[last]?.plain ?? ""))
    .filter(({ last }) => !isOrdered(words, last))
    .map(({ last }) => ({ first: from, last: endOfSubject(words, last) }));
};

function isOrdered(words: readonly Word[], last: number): boolean {
  const next = words[last + 1]?.plain ?? "";
  return next === "of" || (ORDERED.test(next) && words[last + 2]?.plain === "you");
}

function endOfSubject(words: readonly Word[], last: number): number {
  if (!/^(?:about|on|in|for)$/.test(words[last + 1]?.plain ?? "")) return last;
  return thing(words, last + 2)[0]?.last ?? last;
}

/** A journey or a feast that one plans, to where it goes. */
const plan: Cut = (words, from) => {
  const noun = words.slice(from, from + 5).findIndex((word) => PLANS.test(word.plain));
  if (noun < 0) return [];
  const last = from + noun;
  const first = from - 1;
  if (words[last + 1]?.plain !== "to") return [{ first, last }];
  const [where] = place(words, last + 2);
  return where === undefined ? [{ first, last }] : [{ first, last: where.last }];
};
const PLANS = /^(?:trip|vacation|holiday|honeymoon|wedding|move|pilgrimage|road-trip|retirement)$/;

/** "moving to Oslo": one moves to many things that are no places, so only to a name. */
const removal: Cut = (words, from) =>
  place(words, from + 2)
    .filter(({ first, last }) => words.slice(first, last + 1).some((word) => /^\p{Lu}/u.test(word.text)))
    .filter(({ first }) => !LANGUAGES.has(words[first]?.plain ?? "") && !STAGES.test(words[first]?.plain ?? ""))
    .map(({ last }) => ({ first: from, last }));

const STAGES =
  /^(?:phase|chapter|part|step|section|round|question|level|stage|page|plan|python|linux|windows|aws|azure|react|notion|github|slack|teams|excel|java|rust|typescript|mac|android|iphone)$/;

export const WORKS_RULES: readonly Rule[] = [
  ...rules(
    "goals",
    [
      "i am (?=(?:working on|writing|finishing|building|developing|making|creating|illustrating|composing|coding|programming|self - publishing|publishing) )",
      "i have been (?=(?:working on|writing|building|developing|making|creating) )",
    ],
    { take: work },
  ),
  ...rules(
    "goals",
    [
      "(?:i am|we are|i have been) planning (?=(?:an?|our|my) (?:\\S+ ){0,3}?(?:trip|vacation|holiday|honeymoon|wedding|move|pilgrimage|retirement) )",
    ],
    {
      take: plan,
    },
  ),
  ...rules(
    "goals",
    [
      "(?:i am (?=(?:moving|relocating|emigrating) to )|(?:we|my (?:wife|husband|family|partner|girlfriend|boyfriend) and i) are (?=(?:relocating|emigrating) to ))",
    ],
    { take: removal },
  ),
];
