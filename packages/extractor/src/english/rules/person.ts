import type { Cut } from "../cut/span.ts";
import { type Rule, rules } from "../rule.ts";

const age: Cut = (words, from) => {
  const number = words[from];
  if (number === undefined || !/^\d{1,3}$/.test(number.plain)) return [];
  const years = Number(number.plain);
  if (years < 5 || years > 110) return [];
  const rest = words
    .slice(from + 1, from + 5)
    .map((word) => word.plain)
    .join(" ");
  const told = /^(?:-? ?(?:years?|yrs?) ?-? ?(?:old|of age)|y \/ o|y\/o|yo\b|years young)/.test(rest);
  const bare = rest === "" || /^(?:[.,!;)]+|and\b|now\b|this year|but\b|today|so\b|with\b|, )/.test(rest);
  return told || bare ? [{ first: from, last: from }] : [];
};

const turned: Cut = (words, from) => {
  const number = words[from];
  const next = words[from + 1];
  if (number === undefined || !/^\d{2,3}$/.test(number.plain) || Number(number.plain) > 110) return [];
  return next === undefined ||
    /^(?:[.,!;)]+|today|yesterday|last|this|and|on|in|so|but|recently|years)$/.test(next.plain)
    ? [{ first: from, last: from }]
    : [];
};

const PERSON =
  "(?<value>(?:trans |cis )?(?:man|woman|guy|male|female|girl|boy|lady|gentleman)|non - binary|nonbinary|enby)";
const ADJECTIVES =
  "(?:(?:\\d+ (?:- )?years? (?:- )?old|\\d+ y(?:o|/o)|single|married|young|old|middle - aged|black|white|asian|gay|straight|busy|tall|short|proud|\\w+an|\\w+ish|,) ){0,3}";
const BEFORE_END = "(?= (?:[.,!;()]+|and|in|from|who|with|living|but|so|working|looking|trying|at|aged|on|,) | $)";

export const PERSON_RULES: readonly Rule[] = [
  ...rules(
    "demographics.age",
    [
      "i am",
      "i am a(?:n)?",
      "(?<=^ )as an?",
      "my age is",
      "i am aged",
      "(?:i am|my name is|my name 's|name 's) (?!a |an |the |about |only |under |over )\\S+(?: \\S+)? ,",
    ],
    { take: age },
  ),
  ...rules("demographics.age", ["i (?:have )?(?:just )?turned"], { take: turned }),
  ...rules("demographics.gender", [
    `(?:i am|(?<=^ )as) an? ${ADJECTIVES}${PERSON}${BEFORE_END}`,
    `my gender is ${PERSON}`,
    "i am (?<value>non - binary|nonbinary|genderfluid|agender|female|male|trans|transgender)(?= (?:[.,!;()]+|and|,) | $)",
    "i identify as (?:a |an )?(?<value>man|woman|male|female|non - binary|nonbinary|genderfluid|agender)",
  ]),
];
