import { properName } from "../cut/proper-name.ts";
import type { Cut } from "../cut/span.ts";
import { thing } from "../cut/thing.ts";
import { type Rule, rules } from "../rule.ts";

const SUBJECT_NOT =
  /^(?:exam|exams|test|tests|quiz|final|finals|midterm|hard|homework|it|this|that|case|cases|effect|effects|chapter|night|day|days|hours|abroad|lot|home|way|ways|online|course|courses|subject|subjects|topic)$/;

/** A field of study: a noun phrase that is no exam, with "at" and a name when they follow. */
const subject: Cut = (words, from) =>
  thing(words, from)
    .filter(({ last }) => !SUBJECT_NOT.test(words[last]?.plain ?? ""))
    .map((span) => {
      if (!/^(?:at|from)$/.test(words[span.last + 1]?.plain ?? "")) return span;
      const from = words[span.last + 2]?.plain === "the" ? span.last + 3 : span.last + 2;
      const last = endOfSchool(words, from);
      return last >= from ? { first: span.first, last } : span;
    });

function endOfSchool(words: Parameters<Cut>[0], from: number): number {
  let last = from - 1;
  for (let index = from; index < from + 7; index += 1) {
    const word = words[index];
    if (word === undefined || /^i(?:'|$)/.test(word.plain)) break;
    if (/^\p{Lu}/u.test(word.text)) last = index;
    else if (!/^(?:of|for|the|and|&|-|'s)$/.test(word.plain)) break;
  }
  return last;
}

/** A school or university by its name. */
const school: Cut = (words, from) => {
  const first = words[from]?.plain === "the" ? from + 1 : from;
  const last = endOfSchool(words, first);
  return last >= first
    ? [{ first, last }]
    : properName(words, first).filter(({ first: start }) => /^\p{Lu}/u.test(words[start]?.text ?? ""));
};

const DEGREE =
  "(?:(?:an?|my|the|two|both) )?(?:\\w+ )?(?:bachelor|bachelors|master|masters|phd|ph\\.d\\.?|doctorate|degree|mba|bsc|msc|ba|ma|bs|ms|associate|diploma|llm|llb|jd|md|undergraduate degree|doctoral degree)(?: (?:'s|degree|degrees|diploma))*";

/** A degree as it was told, to the end of "in …". */
const degree: Cut = (words, from) => {
  let first = from;
  while (/^(?:a|an|my|the)$/.test(words[first]?.plain ?? "")) first += 1;
  for (let index = first; index < first + 6; index += 1) {
    if (!/^(?:in|of)$/.test(words[index]?.plain ?? "")) continue;
    if (
      words[index]?.plain === "of" &&
      !/^(?:arts|science|architecture|laws?|engineering|business|education|philosophy|fine|applied|commerce|music|nursing|medicine|social|public)$/.test(
        words[index + 1]?.plain ?? "",
      )
    )
      return [];
    const [span] = subject(words, index + 1);
    return span === undefined ? [] : [{ first, last: span.last }];
  }
  return [];
};

export const STUDY: readonly Rule[] = [
  ...rules(
    "education",
    [
      "i (?:study|am studying|am majoring in|major in|majored in|have been studying|have studied|studied|graduated in|minor in|am a student of|did my (?:bachelor|master|phd)(?: 's)? in)",
      "my (?:major|field of study|degree|phd|master 's|bachelor 's) (?:is|was)(?: in)?",
      "my (?:degree|phd|master 's|bachelor 's) is in",
      "i am (?:\\w+ )?(?:year|semester) (?:studying|of)",
      "i am a \\w+ major in",
    ],
    { take: subject },
  ),
  ...rules(
    "education",
    [
      `i (?:have|hold|holds|got|earned|am doing|am pursuing|am working on|am getting|completed|finished|am studying for|received|am finishing) (?=${DEGREE} (?:in|of) )`,
    ],
    { take: degree },
  ),
  ...rules(
    "education",
    [
      "i (?:graduated from|go to|attend|attended|studied at|studied in|study at|am studying at|am enrolled (?:at|in)|went to|am a (?:student|freshman|sophomore|junior|senior) at) (?=(?:the )?(?:\\S+ ){0,5}?(?:university|college|school|institute|academy|polytechnic|uni|mit|ucla|stanford|harvard|oxford|cambridge|eth|caltech)\\b)",
    ],
    { take: school },
  ),
  ...rules("education", [
    "i am an? (?<value>(?:(?:p\\d|first|second|third|fourth|final|1st|2nd|3rd|4th|last|senior|\\w+) (?:- )?(?:year )?)?(?:\\w+ ){0,3}student)(?= (?:[.,!;()]+|and|at|in|from|who|so|but|with|of|studying|majoring|here|living|doing|on|trying|preparing|working|that|right) | $)",
    "(?<=^ )as an? (?<value>(?:(?!i )\\w+ )?student) (?:myself )?(?:, )?(?=(?:i|my) (?!(?:want|should|can|need|must|would|will|could) ))",
    "as an? (?<value>(?:p\\d |(?:first|second|third|fourth|final|\\d\\w\\w) (?:- )?year )?(?:\\w+ )?(?:pharmacy|medical|law|engineering|nursing|phd|doctoral|graduate|grad|college|university|high school|physics|biology|chemistry|math|mathematics|economics|business|computer science|art|music|history|psychology|philosophy|architecture|dental|veterinary|linguistics|literature|cs|undergraduate|international|exchange) student)",
  ]),
  ...rules("education", [
    `i am an? (?<value>(?:(?:college|university|high school|phd|graduate|grad|rising|current) )?(?:freshman|sophomore|undergrad|undergraduate|postgraduate|postgrad|phd candidate|doctoral candidate|high schooler|medical resident))(?= (?:[.,!;()]+|and|at|in|who|so|but|with|studying|majoring) | $)`,
    "i (?:go to|attend|am attending) (?:an? )?(?<value>(?:\\w+ ){0,2}(?:language school|high school|middle school|college|university|uni|law school|medical school|med school|art school|film school|music school|night school|trade school|community college|grad school|business school|nursing school|culinary school|boarding school))(?= (?:[.,!;()]+|and|every|in|but|so|for|on|during|at) | $)",
    "i (?:graduated|have graduated) with (?:an? )?(?<value>(?:\\w+ ){0,2}(?:degree|bachelor 's|master 's|diploma) in \\w+(?: (?:science|engineering|studies|administration|management|design|arts|sciences|education|history|economics))?)(?= (?:[.,!;()]+|and|from|in|but|so|last) | $)",
  ]),
  ...rules("education", [
    "i am in (?<value>(?:my )?(?:first|second|third|fourth|fifth|final|last|senior|junior|sophomore|freshman|\\d\\w\\w) year (?:of|at) (?:university|college|high school|medical school|law school|med school|uni|school|my phd|phd))",
    "i am in (?<value>(?:\\d\\d?\\w\\w|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth) grade|high school|middle school|college|medical school|law school|grad school)(?= (?:[.,!;()]+|and|so|but|right) | $)",
  ]),
];
