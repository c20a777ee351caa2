import type { Cut } from "../cut/span.ts";
import { type Rule, rules } from "../rule.ts";
import type { Word } from "../sentence.ts";
import { COUNTRIES, LANGUAGES, PEOPLES } from "./peoples.ts";

const peopleOf: Cut = (words, from) => {
  const article = /^(?:a|an)$/.test(words[from]?.plain ?? "") ? from + 1 : from;
  let first = article;
  while (
    /^(?:native|proud|naturalized|half|second|first|third|generation|-|ethnic|young|old)$/.test(
      words[first]?.plain ?? "",
    ) &&
    first < article + 4
  )
    first += 1;
  const people = words[first];
  if (people === undefined || !PEOPLES.has(people.plain)) return [];
  let last = first;
  // "half Italian" is not Italian.
  if (/^(?:half|second|third)$/.test(words[article]?.plain ?? "")) first = article;
  if (words[last + 1]?.plain === "-" && PEOPLES.has(words[last + 2]?.plain ?? "")) last += 2;
  else if (PEOPLES.has(words[last + 1]?.plain ?? "")) last += 1;
  const next = words[last + 1];
  if (next === undefined || /^[.,!;:()]$/.test(next.plain)) return [{ first, last }];
  if (OF_A_PEOPLE.test(next.plain) && !LANGUAGES.has(people.plain)) return [{ first, last }];
  if (
    /^(?:citizen|national|expat|immigrant|girl|guy|man|woman|by|and|but|so|living|who|with|born|myself)$/.test(
      next.plain,
    )
  )
    return [{ first, last }];
  return [];
};

/** "an Indian student" is Indian; "a French student" may study French. */
const OF_A_PEOPLE =
  /^(?:student|engineer|developer|nurse|doctor|teacher|mother|mom|father|dad|writer|author|artist|boy|lady|male|female|resident|woman|expatriate|teenager|teen|living)$/;

/** A country after "I'm from", kept with its preposition, since it tells an origin and not a passport. */
const fromCountry: Cut = (words, from) => {
  const first = words[from]?.plain === "the" ? from + 1 : from;
  let found: number | undefined;
  for (let last = first; last < first + 8 && mayNameOrigin(words[last]); last += 1) {
    for (const start of [last, last - 1, last - 2]) {
      if (start < first) continue;
      const name = words.slice(start, last + 1).map((word) => word.plain);
      if (COUNTRIES.has(name.join(" "))) found = last;
    }
  }
  if (found === undefined) return [];
  const next = words[found + 1];
  if (next !== undefined && /^(?:NOUN|PROPN)$/.test(next.pos)) return [];
  return [{ first: from - 1 >= 0 && words[from - 1]?.plain === "from" ? from - 1 : first, last: found }];
};

const mayNameOrigin = (word: Word | undefined): boolean =>
  word !== undefined &&
  (/^(?:PROPN|NOUN|ADJ)$/.test(word.pos) || /^(?:,|north|south|east|west|the|in|us|u\.s\.)$/.test(word.plain));

const languages: Cut = (words, from) => {
  const found: { first: number; last: number }[] = [];
  for (let index = from; index < words.length && index < from + 20; index += 1) {
    const plain = words[index]?.plain ?? "";
    if (LANGUAGES.has(plain)) {
      const next = words[index + 1];
      if (
        next !== undefined &&
        /^(?:NOUN|PROPN)$/.test(next.pos) &&
        !LANGUAGES.has(next.plain) &&
        !/^(?:speaker|learner|classes|lessons)$/.test(next.plain)
      )
        break;
      found.push({ first: index, last: index });
    } else if (
      !/^(?:,|and|&|or|both|a|little|some|fluent|fluently|basic|also|native|brazilian|mandarin|in|as|well|conversational|perfect|good|decent|broken|bit|of)$/.test(
        plain,
      )
    )
      break;
  }
  return found;
};

const TONGUE = `(?:${[...LANGUAGES].join("|")})`;
const END_OF_STUDY =
  "(?= (?:[.,!;():]+|and|but|for|since|with|on|at|so|because|in|to|right|these|this|every|by|as|from|online|again) | $)";

export const ORIGIN: readonly Rule[] = [
  ...rules("demographics.nationality", ["i am", "(?<=^ )as (?=an? )"], { take: peopleOf }),
  ...rules(
    "demographics.nationality",
    ["i am (?:from|originally from)", "i come from", "i am a (?:native|citizen) of"],
    { take: fromCountry },
  ),
  ...rules("demographics.nationality", [
    "i am an? (?<value>(?:us|u\\.s\\.|american|uk|british|eu|canadian|australian|irish) (?:citizen|national))(?= (?:[.,!;()]+|and|but|so|living|by|with|who|in) | $)",
  ]),
  ...rules(
    "demographics.nationality",
    ["i am an? (?:(?!(?:but|and|not|of|with|for|to|in|on|at|about|\\w+ing) )[\\w-]+ ){1,7}?from"],
    { take: fromCountry },
  ),
  ...rules(
    "demographics.nationality",
    ["(?:my nationality is|i (?:have|hold) (?:an? |the )?(?=\\w+ (?:citizenship|nationality|passport)))"],
    {
      take: (words, from) => {
        const first = /^(?:a|an|the)$/.test(words[from]?.plain ?? "") ? from + 1 : from;
        return PEOPLES.has(words[first]?.plain ?? "") ? [{ first, last: first }] : [];
      },
    },
  ),
  ...rules(
    "demographics.language",
    [
      "i (?:can |can only |only )?speak",
      "i am fluent in",
      "i am (?:a )?bilingual in",
      "my (?:native|first|second|mother) (?:language|tongue) is",
      "my mother tongue is",
      "i am a native (?=\\w+ speaker)",
      "i am an? (?=\\w+ speaker)",
      "i understand (?=(?:\\w+ and )?\\w+ (?:but|and) )",
      "i grew up speaking",
      "i know(?= (?:some |a little |a bit of |basic )?\\w+ (?:[.,!;]+|and|but|well|too|very|a little|a bit) )",
      "i have (?:learned|learnt)",
      "at home (?:we|i) speak",
    ],
    { take: languages },
  ),
  ...rules(
    "demographics.language",
    [
      `my (?:spoken |written )?(?<value>${TONGUE}) (?:is (?:not )?(?:so |that |a bit |a little |pretty |kinda )?(?:bad|poor|good|weak|basic|rusty|broken|terrible|limited|great|perfect|ok|okay|fluent|intermediate|beginner|at|around|level|about)|level|skills|vocabulary|pronunciation|grammar|speaking)`,
      `i (?:need|want|would like|am trying|have|am working|like) (?:to|on) (?:practice|practise|improve|practicing|practising|improving|brush up on|work on) (?:my )?(?:spoken |written |business )?(?<value>${TONGUE})(?= (?:[.,!;()]+|and|but|so|because|every|skills|level|with|more|for|speaking|in|better) | $)`,
    ],
    { take: languages },
  ),
  // Who learns a language does not say that they speak it.
  ...rules("personality.interests", [
    `i (?:am|have been|started) (?<value>learning (?:some )?${TONGUE}(?: and ${TONGUE})?)${END_OF_STUDY}`,
    `i am (?<value>taking ${TONGUE} (?:classes|lessons))(?= )`,
    `i (?<value>take ${TONGUE} (?:classes|lessons))(?= )`,
    `i am an? (?<value>${TONGUE} learner)(?= )`,
  ]),
  ...rules("demographics.language", ["(?<value>\\w+) is my (?:native|first|second|mother|third) (?:language|tongue)"], {
    take: languages,
  }),
];
