import type { Cut, Span } from "../cut/span.ts";
import { type Rule, rules } from "../rule.ts";
import type { Word } from "../sentence.ts";

/** Kin whose mention alone tells that they are there. Everybody has parents and friends: those need a name. */
const CLOSE =
  "wife|husband|hubby|spouse|gf|bf|kid|child|girlfriend|boyfriend|fiance|fiancé|fiancee|fiancée|partner|son|daughter|sons|daughters|kids|children|toddler|twins|brother|sister|brothers|sisters|grandson|granddaughter|grandchildren|stepson|stepdaughter|roommate|flatmate";
const OTHER =
  "mother|father|mom|mum|dad|mama|papa|grandmother|grandfather|grandma|grandpa|uncle|aunt|cousin|nephew|niece|friend|boss|colleague|coworker|neighbor|neighbour|teacher|manager|therapist|best friend|godson|goddaughter";
const PET =
  "dog|dogs|cat|cats|puppy|puppies|kitten|kittens|parrot|hamster|rabbit|bunny|horse|pony|goldfish|tortoise|turtle|guinea pig|guinea pigs|ferret|gecko|snake|budgie|cockatiel|chinchilla|bearded dragon|golden retriever|labrador|poodle|dachshund|beagle|corgi|husky|pug|bulldog|german shepherd|border collie|chihuahua|terrier|greyhound|spaniel|retriever";

const isName = (word: Word | undefined): boolean =>
  word !== undefined &&
  /^\p{Lu}\p{Ll}/u.test(word.text) &&
  /^(?:PROPN|NOUN|ADJ|X|VERB)$/.test(word.pos) &&
  !/^i(?:'|$)/.test(word.plain);

function endOfName(words: readonly Word[], from: number): number {
  let last = from - 1;
  while (isName(words[last + 1]) && last - from < 3) last += 1;
  return last;
}

/** "my 4-year-old son Tom": from behind "my" to the kin word, and on through the name. */
const relative = (kin: string, needsName: boolean): Cut => {
  const KIN = new RegExp(`^(?:${kin})$`);
  return (words, from) => {
    let at = from;
    while (
      at < from + 8 &&
      words[at] !== undefined &&
      !KIN.test(words[at]?.plain ?? "") &&
      !KIN.test(`${words[at]?.plain} ${words[at + 1]?.plain}`)
    )
      at += 1;
    if (at >= from + 8 || words[at] === undefined) return [];
    const head =
      KIN.test(words[at]?.plain ?? "") && !KIN.test(`${words[at]?.plain} ${words[at + 1]?.plain}`) ? at : at + 1;
    const before = words.slice(from, at);
    if (
      !before.every(
        (word) =>
          /^(?:ADJ|NUM|NOUN|PROPN|PUNCT)$/.test(word.pos) &&
          !/^(?:ex|late|former|future|deceased|dead|own|imaginary|fictional|[,.;:!?"()])$/.test(word.plain),
      )
    )
      return [];
    const next = words[head + 1];
    if (/^(?:to|in)$/.test(next?.plain ?? "") && /^(?:be|law|-)$/.test(words[head + 2]?.plain ?? "")) return [];
    if (next?.plain === "'s" || next?.plain === "-") {
      return next.plain === "'s" &&
        words[head + 2]?.plain === "name" &&
        /^(?:is|'s)$/.test(words[head + 3]?.plain ?? "")
        ? grown(words, from, head + 4)
        : next.plain === "'s" &&
            !needsName &&
            !/^(?:kids|children|twins|sons|daughters)$/.test(words[head]?.plain ?? "")
          ? [{ first: from, last: head }]
          : [];
    }
    if (/^(?:is|was)$/.test(next?.plain ?? "") && /^(?:called|named)$/.test(words[head + 2]?.plain ?? ""))
      return grown(words, from, head + 3);
    if (/^(?:called|named)$/.test(next?.plain ?? "")) return grown(words, from, head + 2);
    if (next?.plain === "," && isName(words[head + 2]) && words[head + 3]?.plain === ",")
      return [{ first: from, last: head + 2 }];
    const name = endOfName(words, head + 1);
    if (name > head) return [{ first: from, last: name }];
    if (next !== undefined && /^(?:NOUN|PROPN)$/.test(next.pos)) return [];
    if (/^(?:died|dies|passed|left|dumped|who)$/.test(next?.plain ?? "")) return [];
    return needsName ? [] : [{ first: from, last: head }];
  };
};

function grown(words: readonly Word[], first: number, nameAt: number): readonly Span[] {
  const last = endOfName(words, nameAt);
  return last >= nameAt ? [{ first, last }] : [];
}

/** Before "my": it is asked for, denied or played rather than there. */
const NOT_MINE =
  "(?:not|than|like|be|being|as|is|are|was|were|(?:is|are|was) (?:it|that|this|she|he)|if|play|call|called|become|became|becoming|imagine|pretend|no longer|without|miss|find|finding|meet|against)";
const COUNT = "(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twin|some|\\d)";
const SHORT = "(?:(?:\\d+|\\w+) (?:- )?(?:years?|months?|yr) ?(?:- )?old )?(?:\\w+ ){0,2}";

/** What one has: count, description, kind, and the name that follows. */
const owned: Cut = (words, from) => {
  const first = /^(?:a|an|some)$/.test(words[from]?.plain ?? "") ? from + 1 : from;
  return [{ first, last: from }];
};

const had = (kinds: string): Cut => {
  const KIND = new RegExp(`^(?:${kinds})$`);
  return (words, from) =>
    owned(words, from).flatMap(({ first }) => {
      for (let at = first; at < first + 8; at += 1) {
        const word = words[at];
        if (word === undefined || /^[,.;:!?()]$/.test(word.plain)) return [];
        const two = KIND.test(`${word.plain} ${words[at + 1]?.plain ?? ""}`);
        if (!two && !KIND.test(word.plain)) continue;
        const head = two ? at + 1 : at;
        const next = words[head + 1];
        if (next !== undefined && /^(?:NOUN|-)$/.test(next.pos === "NOUN" ? "NOUN" : next.plain)) {
          if (KIND.test(next.plain)) continue;
          return [];
        }
        if (/^(?:called|named)$/.test(next?.plain ?? "")) {
          let last = endOfName(words, head + 2);
          while (last > head + 1 && /^(?:and|&|,)$/.test(words[last + 1]?.plain ?? "") && isName(words[last + 2]))
            last = endOfName(words, last + 2);
          if (last >= head + 2) return [{ first, last }];
        }
        const name = endOfName(words, head + 1);
        return [{ first, last: Math.max(name, head) }];
      }
      return [];
    });
};

const KIDS =
  "kids|children|child|kid|sons|son|daughters|daughter|brothers|brother|sisters|sister|siblings|sibling|grandchildren|grandkids|twins|wife|husband|girlfriend|boyfriend|partner|fiance|fiancé|fiancee|fiancée|stepson|stepdaughter|roommate|roommates";

export const PEOPLE: readonly Rule[] = [
  ...rules("relationships", [`(?<!${NOT_MINE} )(?:my|our) (?=(?:[\\w-]+ ){0,5}?(?:${CLOSE}) )`], {
    take: relative(CLOSE, false),
    presupposed: true,
  }),
  ...rules("relationships", [`(?<!${NOT_MINE} )my (?=(?:[\\w-]+ ){0,3}?(?:${OTHER}) )`], {
    take: relative(OTHER, true),
    presupposed: true,
  }),
  ...rules(
    "relationships",
    [
      `i (?:have|have got|got) (?=${COUNT} ${SHORT}(?:${KIDS}) )`,
      `(?:we|my (?:wife|husband|partner) and i) (?:have|have got) (?=${COUNT} ${SHORT}(?:kids|children|child|sons|son|daughters|daughter|twins) )`,
    ],
    { take: had(KIDS) },
  ),
  ...rules("relationships", [
    "(?:i|we) have (?:an? )(?<value>(?:\\d+ (?:- )?(?:years?|months?) ?(?:- )?old|newborn|new baby))(?= (?:[.,!;()]+|and|who|at|but|so|now) | $)",
    "(?:i am|we are|i have been|we have been) (?<value>(?:happily |newly )?(?:married(?! to (?:the|this|that|my|an?) )(?: to (?!him|her|it|you|a|my|the)\\w+)?|engaged|divorced|widowed))(?= (?:[.,!;()]+|and|for|since|now|but|so|to) | $)",
    "(?:i|we) got (?<value>married|engaged|divorced)(?= (?:[.,!;()]+|and|last|in|on|this|to|two|three|a) | $)",
    "i am (?<value>single)(?= (?:[.,!;()]+|and|now|again|but|so) | $)",
  ]),
  ...rules("relationships", [
    "i am an? (?<value>(?:single |proud |new |stay ?-? at ?-? home )?(?:mother|father|mom|mum|dad|parent|grandmother|grandfather) of (?:an?|one|two|three|four|five|six|\\d)(?: \\w+)?)(?= (?:[.,!;()]+|and|but|so|who|with|from|living|in) | $)",
    "i am an? (?:\\d+ - years? - old )?(?<value>widow|widower)(?= (?:[.,!;()]+|and|but|so|who|with|from|living|in) | $)",
    `i am an? (?<value>(?:new |working |busy |foster |first - time |step - ?)?(?:mother|father|mom|mum|dad|parent|grandmother|grandfather|grandma|grandpa|stepmom|stepdad))(?= (?:[.,!;()]+|and|but|so|with|now) | $)`,
    `(?<=^ )as an? (?<value>(?:single |new |working |busy |stay ?-? at ?-? home )?(?:mother|father|mom|mum|dad|parent)(?: of (?:an?|one|two|three|four|five|\\d)(?: \\w+)?)?) (?:myself )?(?:, )?(?=(?:i|my) )`,
    "(?:i am|we are) (?<value>(?:getting married|expecting (?:an? (?:baby|child|boy|girl)|twins|our (?:first|second|third)(?: (?:child|baby))?)))(?= (?:[.,!;()]+|and|in|next|this|but|so|on|soon) | $)",
    "(?:we are|i have|i am part of) an? (?<value>family of (?:three|four|five|six|seven|\\d))",
    "i have (?<value>no (?:kids|children|siblings|brothers or sisters))(?= (?:[.,!;()]+|and|but|so|yet|of) | $)",
    "i am an? (?<value>only child)",
    "i (?:still )?(?<value>live with my (?:parents|mom|mum|dad|mother|father|family|grandparents))(?= (?:[.,!;()]+|and|but|so|in|at|since|because) | $)",
    "i am an? (?<value>single (?:mother|father|mom|mum|dad|parent))(?= (?:[.,!;()]+|and|but|so|who|with|from|living|in) | $)",
  ]),
  ...rules(
    "relationships",
    [
      "i (?:have )?broke(?:n)? up with my",
      "i (?:have )?divorced my",
      "i (?:have )?(?:separated|split up) (?:from|with) my",
      "i no longer have an?",
    ],
    { take: (_, from) => [{ first: from, last: from }], effect: "drop" },
  ),
  ...rules("relationships", [`(?:is|are) not my (?<value>${CLOSE}|${OTHER})`], { effect: "drop" }),
  ...rules("pets", [`(?<!${NOT_MINE} )(?:my|our) (?=(?:[\\w-]+ ){0,5}?(?:${PET}) )`], {
    take: relative(PET, false),
    presupposed: true,
  }),
  ...rules(
    "pets",
    [`(?:i|we) (?:have|have got|got|own|adopted|rescued|have adopted) (?=${COUNT} ${SHORT}(?:${PET}) )`],
    { take: had(PET) },
  ),
  ...rules("pets", [
    "i am an? (?<value>(?:dog|cat|horse|bird|rabbit|hamster) (?:owner|mom|mum|dad|parent))(?= (?:[.,!;()]+|and|but|so|who|with|of) | $)",
  ]),
  ...rules(
    "pets",
    [
      `my (?<value>${PET}) (?:(?:just )?died|passed away)`,
      `(?:is|are) not my (?<value>${PET})`,
      `i (?:do not have|no longer have|gave away|rehomed) (?:an?|my|the) (?<value>${PET})`,
    ],
    { effect: "drop" },
  ),
];
