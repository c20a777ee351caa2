import { type Phrase, phrase } from "./off-the-record-phrase.ts";

// English, piece by piece. START is where an imperative can stand: not behind a subject of its own.
const FILLER =
  "(?:(?:and|but|so|also|just|ok|okay|hey|hi|oh|no|btw|by the way|actually|now|then|wait|sorry|again|please|pls|plz|kindly|for now|one thing|note),? ){0,6}";
const START = `(?:^|[,;(\\[–—-] ?|\\b(?:please|pls|plz|kindly) )${FILLER}`;
/** Of remembering one speaks without a subject too: "I saw it but don't remember it", "Sorry, don't remember that". */
const STRICT_START =
  "(?:^(?:(?:and|but|so|also|just|ok|okay|hey|hi|please|pls|plz|kindly|one thing|note),? ){0,4}|(?<!\\b(?:sorry|no|nope|honestly|h?mm+|well|yeah|ah|oh|uh|um|actually|unfortunately|really))[,;(\\[–—-] ?(?:(?:ok|okay|hey|please|pls|plz),? ){0,3}|\\b(?:please|pls|plz|kindly) )";
const WISH =
  "(?:(?:you|u) (?:should|must|can|may) ?(?:not|n't)|(?:you|u) (?:don't|dont|do not) (?:need|have) to|(?:can|could|would|will) (?:you|u) (?:(?:please|pls|plz) )?(?:not|avoid|never)|(?:i )?(?:don't|do not) want you to|i(?:'d| would) (?:rather|prefer|like) (?:that |it if |for )?you (?:not|didn't|did not|don't|do not|to not|not to)|(?:appreciate|prefer|like|great|nice|better|ok|okay|fine) (?:it )?if you (?:don't|didn't|did not|do not|could not|would not)|make sure (?:that )?(?:you )?(?:don't|dont|do not|not to|to not|never)|try not to|no need to)";
const NOT = `(?:${WISH}|don't|dont|do not|never) (?:ever |please |even |try to |bother to )?`;
const STORE =
  "(?:save|store|record|log|memori[sz]e|retain|archive|note|note down|write down|keep|keep (?:a |any )?(?:record|note|track|copy|memory)s? (?:of|on|about)|(?:take|make) (?:a |any )?(?:record|note|memory|memories)s? (?:of|about|from|on)|learn (?:anything )?from)";
const NOUN =
  "(?:message|prompt|question|info|information|detail|details|part|bit|one|stuff|fact|facts|thing|things|piece of information|last part|last bit)";
const CHAT =
  "(?:(?:this|our|the current|the whole|the entire) (?:whole |entire |current )?(?:conversation|chat|session|discussion|thread|exchange|dialogue)|the (?:conversation|chat))";
const HERE = `(?:this|any of this|all of this|all this|these|what i(?:'m| am) (?:saying|telling you|writing))(?: ${NOUN})?`;
const NEXT = `(?:(?:the following|the next)(?: ${NOUN})?|what follows|what (?:i(?:'m| am) (?:about|going) to|i(?:'ll| will)) (?:say|tell you|write)(?: next| now)?|what i (?:say|tell you|write) next)`;
const SAID =
  "(?:what|anything|everything|all|whatever|the (?:last )?things?) (?:that )?(?:i|we)(?:'ve| have)? (?:just |ever )?(?:said|told you|wrote|written|mentioned|shared|typed|asked)(?: you)?(?: (?:just now|before|earlier|above))?";
const LAST =
  "(?:my|the|that) (?:last|previous) (?:message|question|answer|reply|sentence|thing|part|bit|prompt)s?(?: i (?:said|sent|wrote))?";
const THAT = `(?:(?:that|those|any of that|all of that|all that)(?: ${NOUN})?|${SAID}|${LAST})`;
const THAT_I = "that (?:i|i'm|i've|i'll|my|we|we're|our)\\b";
const END =
  "(?= ?(?:$|[.,!?;:)\\]–—-]| (?:please|pls|plz|ok|okay|thanks|thank you|though|either|anywhere|at all|about me|(?:in|to|into|on) (?:(?:your|the|my) )?(?:long-term )?(?:memory|memories|profile|persona|records?|notes|history|logs?|data|system|file)|by you|for (?:me|later|future|the future|next time)|down|because|since|cause|but|and|or|from now|next time|again)\\b))";
/** Nothing more in the clause than courtesy: "between us" is no "between us and them". */
const CLOSED = "(?! ?(?!(?:ok|okay|please|pls|plz|thanks|thx|alright|right|though|for now)\\b)\\w)";
const KEPT = "(?:remembered|saved|stored|recorded|kept|logged|memori[sz]ed|retained|noted)";
const RECALL = "(?:remember|memori[sz]e|recall)";
const FORGET = `${START}(?:(?:ignore|disregard) and )?(?:can you |could you |would you |will you |you can |you should |i want you to |i(?:'d| would) like you to |let's )?(?:please )?forget (?:about )?`;
const REMOVE = "(?:delete|erase|remove|wipe|clear|scrub|strike|drop)";
const MEMORIES = "(?:your|my|the) (?:long-term )?(?:memory|memories|profile|persona|records?|notes|history)";

const ENGLISH: readonly Phrase[] = [
  phrase("conversation", `${START}${NOT}(?:${STORE}|${RECALL}|use) (?:anything (?:from|in|about|of) )?${CHAT}${END}`, {
    alsoOfFiles: true,
  }),
  phrase(
    "conversation",
    `${START}${NOT}(?:${STORE}|${RECALL}) (?:anything|what|everything|any of what) (?:i|we) (?:say|tell you|write|talk about|discuss)\\b`,
  ),
  phrase("conversation", `${START}${NOT}(?:${STORE}|${RECALL}) anything (?:from|in) ${CHAT}`),
  phrase("conversation", `${FORGET}(?:that )?(?:we (?:ever )?had )?${CHAT}(?: (?:ever )?happened)?${END}`),
  phrase("conversation", `${START}${REMOVE} ${CHAT}(?: from ${MEMORIES})?${END}`),
  phrase(
    "conversation",
    `${START}(?:keep|make|treat|consider|let's keep) ${CHAT} (?:as )?(?:private|off the record|confidential|secret|temporary|between us)\\b`,
  ),
  phrase(
    "conversation",
    `(?:^|[,;] ?)${FILLER}${CHAT} (?:is|stays|should be|should stay|must be|must stay|has to be|has to stay|needs to be) (?:strictly |completely |totally )?(?:private|off the record|confidential|between us)\\b`,
  ),
  phrase(
    "conversation",
    `(?:^|[,;] ?)${FILLER}${CHAT} (?:should|must|may|can|is)(?:n't| not)(?: to)?(?: be)? ${KEPT}\\b`,
  ),
  phrase("conversation", `(?:don't|do not) want ${CHAT} (?:to be )?${KEPT}\\b`),
  phrase(
    "conversation",
    `${START}(?:let's|can we|could we|may we|i want to|i'd like to) (?:go|speak|talk|chat|be|keep (?:this|it)) off the record\\b`,
  ),
  phrase(
    "conversation",
    `${START}stop (?:remembering|saving|storing|recording|memori[sz]ing) (?:this|things|everything|anything|what i (?:say|tell you)|my messages|${CHAT})${END}`,
  ),
  phrase(
    "conversation",
    `${START}(?:nothing|none of what) (?:that )?(?:i|we) (?:say|tell you|write|talk about|discuss)(?: here| today| now)? (?:should|must|may|can|shall|is)(?: to)? (?:be )?${KEPT}${END}`,
  ),

  phrase("previous", `${START}${NOT}${STORE} ${THAT}${END}`, { alsoOfFiles: true }),
  phrase("previous", `${STRICT_START}${NOT}${RECALL} ${THAT}${END}`),
  phrase(
    "previous",
    `${FORGET}(?:that )?i (?:ever |even |just )?(?:(?:said|asked|wrote)(?: you)? (?:that|this|it|anything|any of (?:that|this))|mentioned|told you|brought up|shared)\\b`,
  ),
  phrase("previous", `${FORGET}(?:${SAID}|${LAST})${END}`),
  phrase(
    "previous",
    `\\b(?:please|can you|could you|you can) forget (?:that|this|it|all that|all this)(?: ${NOUN})?(?= ?(?:$|[.,!?;)–—-]| (?:please|thanks|again|now|for good)\\b))`,
  ),
  phrase("previous", `${START}(?:${REMOVE}|scratch) (?:this|that|it|${SAID}|${LAST}) from (?:memory|${MEMORIES})\\b`),
  phrase("previous", `${START}(?:can you |could you |would you )?${REMOVE} (?:${SAID})${END}`),
  phrase(
    "previous",
    `${START}pretend (?:that )?i (?:never|didn't|did not) (?:say|said|mention|mentioned|tell you|told you|write|wrote)(?: (?:that|this|it|anything))?${END}`,
  ),
  phrase(
    "previous",
    `i(?:'d| would) (?:rather|prefer|like) (?:it if |that )?(?:you|u) (?:forgot|forget|deleted) (?:this|that|it|${SAID})${END}`,
  ),
  phrase("previous", `(?:don't|do not) want (?:that|${SAID}) (?:to be )?${KEPT}\\b`, { alsoOfFiles: true }),

  phrase("message", `${START}${NOT}${STORE} (?:${HERE}${END}|${THAT_I})`, { alsoOfFiles: true, alone: "previous" }),
  phrase("message", `${STRICT_START}${NOT}${RECALL} (?:${HERE}${END}|${THAT_I})`, { alone: "previous" }),
  phrase("message", `${START}${NOT}${STORE} ${NEXT}${END}`, { alsoOfFiles: true, alone: "conversation" }),
  phrase("message", `${STRICT_START}${NOT}${RECALL} ${NEXT}${END}`, { alone: "conversation" }),
  phrase("message", `${START}${NOT}(?:save|store|memori[sz]e|retain|record) it${END}`, {
    alsoOfFiles: true,
    alone: "previous",
  }),
  phrase("message", `(?:^${FILLER}|\\b(?:please|pls|plz) )${NOT}${RECALL} it${END}`, { alone: "previous" }),
  phrase("message", `${START}${NOT}(?:write|note|take|jot) (?:this|that|it|any of (?:this|that)) down\\b`, {
    alsoOfFiles: true,
    alone: "previous",
  }),
  phrase(
    "message",
    `${START}${NOT}(?:commit|add|put|save|store|write|keep|leave) (?:this|that|it|any of this|any of that) (?:to|in|into|on) (?:memory|file|record|${MEMORIES})\\b`,
    { alone: "previous" },
  ),
  phrase(
    "message",
    `${START}(?:would|do) you mind not (?:remembering|saving|storing|recording|keeping|memori[sz]ing) (?:this|that|it)\\b`,
    { alone: "previous" },
  ),
  phrase("message", `(?:don't|do not) want (?:this|it|any of this) (?:to be )?${KEPT}\\b`, {
    alsoOfFiles: true,
    alone: "previous",
  }),
  phrase(
    "message",
    `(?:^|[,;] ?)${FILLER}(?:none of this (?:should|must|may|is|shall)|(?:this|it) (?:(?:should|must|may|is|shall)(?:n't| not)|(?:doesn't|does not) (?:need|have)|needn't))(?: to)? be ${KEPT}${END}`,
    { alsoOfFiles: true, alone: "previous" },
  ),
  phrase(
    "message",
    `${START}(?:let's |can we |could you |can you )?(?:please )?(?:keep|leave) (?:this|that|it|what i(?:'m| am) telling you) (?:just |strictly )?(?:between (?:us|you and me|the two of us)|to yourself|private|confidential|secret|off the record|out of ${MEMORIES})${CLOSED}`,
    { alone: "previous" },
  ),
  phrase(
    "message",
    `(?:^|[,;] ?)${FILLER}(?:this|it|that|what i(?:'m| am) (?:about to )?(?:say|tell|saying|telling)(?: you)?|what i (?:just )?(?:said|told you)|the following|everything i say)(?:'s| is| was| stays| should be| should stay| must be| must stay| has to stay| has to be| remains)(?: to be| to stay)? (?:just |strictly |completely |totally |all )?(?:between (?:us|you and me|the two of us)|off the record)${CLOSED}`,
    { alone: "previous" },
  ),
  phrase(
    "message",
    `(?:^|[,;] ?)${FILLER}(?:this|that|it|what follows)(?:'s| is)(?:n't| not) for the record${CLOSED}|^${FILLER}not (?:for the record|to be ${KEPT})(?= ?[,:–—-])`,
    { alone: "previous" },
  ),
  phrase(
    "message",
    `${START}${NOT}use (?:this|that|it|any of (?:this|that)) (?:for|in|as) (?:memory|a memory|${MEMORIES})\\b`,
    { alone: "previous" },
  ),
  phrase(
    "message",
    `(?:don't|do not) want (?:you|u) (?:remembering|saving|storing|recording|keeping|memori[sz]ing|logging) (?:this|that|it|any of (?:this|that))${END}`,
    { alone: "previous" },
  ),
  phrase(
    "message",
    `\\b(?:prefer|rather|like) (?:that )?(?:this|that|it|any of this) (?:is |was |were )?not (?:to )?be ${KEPT}${END}`,
    {
      alone: "previous",
    },
  ),
  phrase(
    "message",
    `^${FILLER}(?:strictly |completely |totally )?off the record(?= ?(?:$|[,.:!–—-])| (?:i|i'm|my|we|but|though|please)\\b)`,
  ),
  phrase(
    "message",
    `\\b(?:i|i'm|i've|my|me|we)\\b.{0,200}[,(–—-] ?(?:this is |but |strictly )?off the record ?[).!]*$`,
  ),
];

/** Requests in languages of the Latin script. Which of them a message is in is not asked. */
export const LATIN: readonly Phrase[] = [
  ...ENGLISH,

  phrase(
    "conversation",
    "(?:^|[,;] ?|bitte )(?:speicher|speichere|merk|merke) (?:dir )?(?:bitte )?(?:diesen chat|dieses gespräch|diese unterhaltung)(?: bitte)? nicht\\b",
  ),
  phrase("previous", "(?:^|[,;] ?|bitte )vergiss(?: bitte)?,? was ich (?:gerade |eben |vorhin )?gesagt habe"),
  phrase("message", "(?:^|[,;] ?|bitte |aber )(?:merk|merke) dir (?:das|dies)(?: hier)?(?: bitte)? nicht(?! ?\\p{L})", {
    alone: "previous",
  }),
  phrase(
    "message",
    "(?:^|[,;] ?|bitte |aber )(?:speicher|speichere) (?:das|dies)(?: hier)?(?: bitte)? nicht(?! ?\\p{L})",
    { alsoOfFiles: true, alone: "previous" },
  ),
  phrase("message", "(?:^|[,;] ?)(?:das|dies|es) (?:bleibt|ist) (?:bitte )?unter uns(?! ?\\p{L})", {
    alone: "previous",
  }),

  phrase(
    "conversation",
    "(?:^|[,;] ?|mais |et )n(?:e |')(?:retiens|retenez|garde|gardez|mémorise|mémorisez|enregistre|enregistrez|sauvegarde|sauvegardez|stocke|stockez) pas (?:cette (?:conversation|discussion)|ce chat)",
  ),
  phrase(
    "previous",
    "(?:^|[,;] ?|mais |et )(?:oublie|oubliez) ce que (?:je viens de (?:dire|te dire|vous dire|écrire)|j'ai dit)",
  ),
  phrase(
    "message",
    "(?:^|[,;] ?|mais |et )n(?:e |')(?:retiens|retenez|garde|gardez|mémorise|mémorisez|enregistre|enregistrez|note|notez|stocke|stockez) pas (?:ça|cela|ceci|ce message|cette information)(?! ?\\p{L})",
    { alsoOfFiles: true, alone: "previous" },
  ),
  phrase("message", "(?:^|[,;] ?|que )(?:ça|cela|ceci) reste entre nous(?! ?\\p{L})", { alone: "previous" }),

  phrase(
    "conversation",
    "(?:^|[,;¡] ?|por favor,? |pero |y )no (?:guardes|guarde|recuerdes|recuerde|memorices|registres|almacenes) (?:esta conversación|esta charla|este chat)",
  ),
  phrase(
    "previous",
    "(?:^|[,;¡] ?|por favor,? |pero |y )(?:olvida|olvide|olvídate de) lo que (?:acabo de (?:decir|decirte|escribir)|(?:te )?dije|he dicho)",
  ),
  phrase(
    "previous",
    "(?:^|[,;¡] ?|por favor,? |pero |y )no (?:guardes|guarde|recuerdes|recuerde|memorices|registres|almacenes) eso(?! ?\\p{L})",
    { alsoOfFiles: true },
  ),
  phrase(
    "message",
    "(?:^|[,;¡] ?|por favor,? |pero |y )no (?:guardes|guarde|recuerdes|recuerde|memorices|registres|almacenes) (?:esto|este mensaje|esta información)(?! ?\\p{L})",
    { alsoOfFiles: true, alone: "previous" },
  ),
  phrase("message", "(?:^|[,;¡] ?)(?:esto queda|que (?:esto )?quede) entre nosotros(?! ?\\p{L})", {
    alone: "previous",
  }),
];
