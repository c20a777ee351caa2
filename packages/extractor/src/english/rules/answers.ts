import type { Cut } from "../cut/span.ts";
import { type Rule, rules } from "../rule.ts";
import { LANGUAGES } from "./peoples.ts";

/** Marks of a wish that outlasts the present task. */
const LASTING =
  "(?:from now on|from here on|in (?:the )?future|in (?:all |your )?(?:future|next|later) (?:answers|replies|responses|messages|chats|conversations)|going forward|always|by default|every time|at all times|generally|as a rule|for all (?:your |my )?(?:answers|replies|responses|questions)|whenever)";
const WISH =
  "(?:i (?:prefer|like|want|need|would like|would prefer|appreciate|love)|please give me|give me|keep|make|i always want|i always prefer)";
const ANSWERS =
  "(?:answers|replies|responses|explanations|messages|your answers|your replies|your responses|your explanations)";

const VARIETIES = "british|american|australian|canadian|brazilian|mexican|simple|plain|simplified|traditional";
const VARIETY = new RegExp(`^(?:${VARIETIES})$`);

const language: Cut = (words, start) => {
  const from = VARIETY.test(words[start]?.plain ?? "") ? start + 1 : start;
  const word = words[from];
  if (word === undefined || !LANGUAGES.has(word.plain)) return [];
  const next = words[from + 1];
  return next === undefined ||
    !/^(?:NOUN|PROPN|VERB|NUM)$/.test(next.pos) ||
    /^(?:please|from|only|when|not|always)$/.test(next.plain)
    ? [{ first: start, last: from }]
    : [];
};
const LANGUAGE = `(?:(?:${VARIETIES}) )?(?:${[...LANGUAGES].join("|")})`;

const ADJECTIVE_OF_TONE =
  "(?:casual|formal|informal|friendly|direct|blunt|playful|professional|warm|humorous|funny|sarcastic|gentle|honest|brutally honest|encouraging|serious|polite|relaxed|straightforward|matter - of - fact|neutral|empathetic|supportive|witty|conversational|dry|enthusiastic|calm|kind|respectful|cheerful)";
const FORM =
  "(?:bullet points|bullets|bullet lists|bulleted lists|lists|numbered lists|tables|markdown|plain text|headings|headers|emojis|emoji|code blocks|short paragraphs|paragraphs|metric units|imperial units|examples|step - by - step|steps|numbered steps|latex|prose|em dashes|exclamation marks|disclaimers|analogies|summaries|sources|citations|links|british spelling|american spelling|british english|american english)";

const short = "(?:short|shorter|brief|concise|to the point|succinct|terse|short and simple|short and sweet)";
const long = "(?:detailed|more detailed|long|longer|in - depth|in depth|thorough|comprehensive)";

function length(content: "short" | "detailed", adjective: string): readonly Rule[] {
  return rules(
    "interaction.length",
    [
      `${WISH} (?:your |my |the |all )*${adjective}(?: ,? ?(?:and |but )?\\w+)? ${ANSWERS}`,
      `${WISH} (?:all )?(?:of )?${ANSWERS} (?:to be )?(?:\\w+ and )?${adjective}`,
      `${LASTING} ,? ?(?:please )?(?:keep (?:it|things|them|your answers|answers|replies|your replies)|be|answer|reply|respond|give me|make (?:it|them|your answers))(?: to be)? (?:me )?(?:in (?:a )?)?${adjective}`,
      `(?:please )?(?:keep (?:it|things|your answers|answers|replies|your replies|them)|be|answer|reply|respond) (?:\\w+ and )?${adjective}(?: answers)? ,? ?(?:please )?${LASTING}`,
      ...(content === "short"
        ? [
            "(?<!(?:that|because|like|love|if|when) )(?:all )?your (?:answers|replies|responses) are (?:way |so |a bit |a little |always )*(?:long|lengthy|wordy|verbose)",
          ]
        : []),
      `(?:stop|do not|quit) (?:giving me|give me|writing|write)(?: such| these| so)? ${content === "short" ? "(?:long|lengthy|wordy|verbose)" : "(?:short|brief|superficial)"} ${ANSWERS}`,
      `i (?:do not like|hate|dislike|can not stand) ${content === "short" ? "(?:long|lengthy|wordy|verbose|rambling)" : "(?:short|brief|superficial)"} ${ANSWERS}`,
    ],
    { content, imperative: true },
  );
}

export const ANSWERS_RULES: readonly Rule[] = [
  ...length("short", short),
  ...length("detailed", long),
  ...rules(
    "interaction.language",
    [
      `${LASTING} ,? ?(?:please )?(?:\\w+ to me|talk|speak|answer|reply|respond|write|use|communicate|chat|stick to|talk to me|write to me)(?: (?:me|with me|to me|only))? ?(?:in )?(?=${LANGUAGE} )`,
      "(?:i (?:prefer|want|would like|would prefer|like) (?:your |the |all |my )?(?:answers|replies|responses|to be answered|to chat|to talk|to communicate|you to (?:always )?(?:answer|reply|respond|speak|talk)(?: to me| with me)?) (?:in )?)",
      "i would (?:prefer|like|love|appreciate) (?:it )?if you (?:always )?(?:answered|replied|responded|spoke|wrote|talked)(?: to me)? in",
      "(?<=^ (?:please |can you |could you |let us )?(?:please )?)(?:speak|talk|chat)(?: to me| with me)?(?: only)?(?: in)?",
    ],
    { take: language, imperative: true },
  ),
  ...rules(
    "interaction.language",
    [
      `(?:please )?(?:talk|speak|answer|reply|respond|write|communicate)(?: to me| me)? in (?<value>${LANGUAGE}) ,? ?(?:please )?${LASTING}`,
      `(?<=^ (?:please |hi ,? ?|hello ,? ?)?)(?:answer|reply|respond)(?: to me| me)?(?: only)? in (?<value>${LANGUAGE})(?= (?:please )?[.!]? ?$)`,
    ],
    { imperative: true },
  ),
  ...rules(
    "interaction.tone",
    [
      `${LASTING} ,? ?(?:please )?(?:be|sound|stay|use an?|keep it|talk to me in an?|answer in an?)(?: more)? (?<value>${ADJECTIVE_OF_TONE}(?: (?:and|but|,) ${ADJECTIVE_OF_TONE})?)`,
      `(?:please )?(?:be|stay)(?: more| less)? (?<value>${ADJECTIVE_OF_TONE}) (?:with me|in your (?:answers|replies|responses)|when (?:you )?(?:answer|reply|talk)\\w*|${LASTING})`,
      `i (?:prefer|like|want|appreciate) (?:an? |your )?(?:more )?(?<value>${ADJECTIVE_OF_TONE}(?: (?:and|but|,) ${ADJECTIVE_OF_TONE})?(?: tone)?)(?= (?:answers|replies|responses|tone|feedback|style|manner|[.,!;]+|$))(?= (?:answers|replies|responses|tone|feedback|style|manner|[.!] $|$))(?! [.!]? ?$)`,
      `(?:please )?(?:keep|make) your tone (?<value>${ADJECTIVE_OF_TONE})`,
      "(?<value>(?:do not apologi[sz]e|stop apologi[sz]ing)(?: so much| all the time)?)",
      "(?<value>(?:do not|never) (?:sugarcoat|sugar coat|flatter me|patronize me|lecture me))",
      "(?<value>no (?:flattery|sugarcoating|small talk))(?= [.!,]? ?(?:please )?(?:from now on|ever|in your answers|$))",
    ],
    { imperative: true },
  ),
  ...rules(
    "interaction.format",
    [
      `${LASTING} ,? ?(?:please )?(?:answer|reply|respond)(?: to me| me)?(?: only)? (?<value>(?:in|with) (?:at most |no more than |max |maximum )?(?:one|two|three|a single|\\d+) (?:sentences?|words?|lines?|paragraphs?))`,
      "(?:keep|limit) (?:all )?(?:your |the )?(?:answers|replies|responses) (?<value>(?:under|below|within|to|shorter than) (?:\\d+|one|two|three|four|five) (?:words|sentences?|lines?|paragraphs?|characters))",
      `${LASTING} ,? ?(?:please )?(?:use|format (?:your |all )?(?:answers|replies|it|them|everything)? ?(?:as|in|with)|answer (?:in|with)|reply (?:in|with)|respond (?:in|with)|give me|include|add|structure (?:answers|replies|your answers) (?:as|in|with)) (?:\\w+ )?(?<value>${FORM}(?: and ${FORM})?)`,
      `(?:please )?(?<value>(?:do not use|never use|stop using|no more|avoid using|avoid) (?:any )?${FORM})(?= [.!,]? ?(?:please )?(?:$|from now on|ever|again|in (?:your|any|future)|with me|when you))`,
      `i (?:prefer|like|want|love) (?:your |my |the )?(?:answers|replies|responses|explanations|information|info) (?:as|in|with|formatted as|formatted in|to be in) (?:\\w+ )?(?<value>${FORM})`,
      `(?<!(?:not|never|no|stop|avoid|to) )(?:please )?(?<!(?:not|never|no|stop|avoid|to) )(?:use|answer in|answer with|reply in|give me) (?:\\w+ )?(?<value>${FORM}) (?:from now on|always|whenever|every time|by default|in all your|in your answers|for all)`,
      `i (?:prefer|love|like) (?<value>${FORM})(?: (?:over|to|rather than|instead of) |(?= [.!] $| $))`,
      `(?<=^ (?:and |also )?please ,? ?)(?<value>no ${FORM})(?= (?:please )?[.!]? ?$)`,
      `(?<value>no (?:${FORM}))(?= [.!,]? ?(?:please )?(?:from now on|ever|in your (?:answers|replies)))`,
      `i (?<value>(?:do not like|hate|dislike) (?:${FORM}))(?= (?:[.,!;]+|in|because|so) | $)`,
    ],
    { imperative: true },
  ),
  ...rules(
    "avoidTopics",
    [
      "i (?:do not|never|no longer) (?:want|like|wish) to (?:talk about|discuss|hear about|be reminded of|be asked about|speak about|get into|chat about)",
      "(?:please )?(?:do not|never|stop) (?:ever )?(?:talk(?:ing)? (?:to me )?about|bring(?:ing)? up|ask(?:ing)? me about|discuss(?:ing)?|remind(?:ing)? me of)",
      "(?:please )?(?:never|do not ever|stop) (?:mention(?:ing)?)",
      "i (?:would rather not|prefer not to) (?:talk about|discuss|hear about)",
    ],
    { take: (words, from) => topic(words, from), imperative: true },
  ),
];

const topic: Cut = (words, from) => {
  const first = /^(?:any|the|my|about|of)$/.test(words[from]?.plain ?? "") ? from + 1 : from;
  let last = first - 1;
  for (let index = first; index < first + 6; index += 1) {
    const word = words[index];
    if (word === undefined || !/^(?:NOUN|PROPN|ADJ|X)$/.test(word.pos)) break;
    last = index;
  }
  const tail = words[last];
  const next = words[last + 1];
  if (
    last < first ||
    tail === undefined ||
    /^(?:it|that|this|anything|things?|details?|topic|topics|stuff|more)$/.test(tail.plain)
  )
    return [];
  if (!/^(?:NOUN|PROPN|X)$/.test(tail.pos)) return [];
  return next === undefined ||
    /^[.,!;:)]$/.test(next.plain) ||
    /^(?:with|ever|again|any|anymore|please|at|because|here|or|and|to|from|when|since)$/.test(next.plain)
    ? [{ first, last }]
    : [];
};
