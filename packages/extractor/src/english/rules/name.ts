import { properName } from "../cut/proper-name.ts";
import type { Cut } from "../cut/span.ts";
import { type Rule, rules } from "../rule.ts";
import type { Word } from "../sentence.ts";
import { COUNTRIES, LANGUAGES, PEOPLES } from "./peoples.ts";

const only =
  (take: Cut, fits: (plain: readonly string[], words: readonly Word[], next: Word | undefined) => boolean): Cut =>
  (words, from) =>
    take(words, from).filter(({ first, last }) => {
      const taken = words.slice(first, last + 1);
      return fits(
        taken.map((word) => word.plain),
        taken,
        words[last + 1],
      );
    });

/** "I'm Sam": a capitalised word that is no people, faith, type or role, with nothing behind it that would make it one. */
const NO_NAMES =
  /^(?:god|jesus|batman|superman|santa|christian|muslim|jewish|catholic|hindu|buddhist|atheist|protestant|ok|okay|sorry|afraid|sure|happy|glad|ready|done|here|back|good|fine|well|new|looking|trying|working|going|using|interested|curious|thinking|writing|having|getting|feeling|planning|making|doing|learning|planning|currently|not|no|yes|the|a|an|in|on|at|from|my|your|so|very|also|[ei][ns][tf][jp])$/;

const selfNamed: Cut = only(
  properName,
  (plain, taken, next) =>
    taken.length <= 3 &&
    taken.every((word) => /^\p{Lu}/u.test(word.text) && /^(?:PROPN|NOUN|ADJ|X|PUNCT)$/.test(word.pos)) &&
    !/^\p{Lu}{3,}$/u.test(taken[0]?.text ?? "") &&
    !plain.some((word) => NO_NAMES.test(word) || PEOPLES.has(word) || COUNTRIES.has(word) || LANGUAGES.has(word)) &&
    (next === undefined || /^[.,!;()]$/.test(next.plain) || /^(?:and|from)$/.test(next.plain)),
);

const fullName: Cut = only(
  properName,
  (plain) =>
    !plain.some((word) =>
      /^(?:not|on|in|the|a|an|my|your|it|what|irrelevant|unknown|secret|private|spelled|pronounced|important|changed|also)$/.test(
        word,
      ),
    ),
);

const calledName: Cut = only(
  properName,
  (plain, taken, next) =>
    !plain.some((word) =>
      /^(?:back|later|now|when|if|crazy|old|a|an|the|out|up|by|on|at|it|that|this|today|tomorrow|tonight|stupid|dumb|names|weird|lazy|anything|whatever|maybe|for|your|my|ishmael|again|please|something)$/.test(
        word,
      ),
    ) &&
    taken.length <= 3 &&
    (next === undefined || !/^(?:a|an|the|to|at|when|if)$/.test(next.plain)),
);

export const NAME: readonly Rule[] = [
  ...rules("demographics.name", ["my (?:full |first |real |given )?name (?:is|'s)", "name 's(?! of)"], {
    take: fullName,
  }),
  ...rules(
    "demographics.name",
    [
      "(?<=^ (?:(?:hi|hello|hey|hiya|greetings|good morning|good evening|dear \\w+)(?: (?:there|all|everyone|chatgpt|claude|assistant|gpt))? [,.!-]? ?)?)i am",
      "(?<=^ (?:hi|hello|hey) (?:,|!|there ,|there !) )(?:my name is|this is)",
    ],
    { take: selfNamed },
  ),
  ...rules(
    "interaction.address",
    [
      "(?<!(?:not|never|people|they|who|to|will|would|or|them|he|she|did|friends) )(?:you can |you may |please |just |always )?call me",
      "i go by",
      "i (?:want|would like) you to call me",
      "(?:my friends|friends|everyone|everybody|people) (?:all )?calls? me",
      "(?:address|refer to) me as",
      "i (?:prefer|like|want|would like|would prefer) to be called",
      "i am called",
    ],
    { take: calledName, imperative: true },
  ),
  ...rules("interaction.address", ["(?:do not|never|stop) (?:call|calling|address|addressing) me(?: as)?"], {
    take: calledName,
    effect: "drop",
    imperative: true,
  }),
  ...rules("interaction.address", [
    "my pronouns are (?<value>(?:she|he|they) / (?:her|him|them)(?: / \\w+)?)",
    "i use (?<value>(?:she|he|they) / (?:her|him|them)(?: / \\w+)?)(?: pronouns)?",
  ]),
];
