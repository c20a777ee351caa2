/** How far a request not to be remembered reaches: its own message, the one before it as well, or everything. */
export type Scope = "message" | "previous" | "conversation";

export interface Phrase {
  readonly scope: Scope;
  readonly pattern: RegExp;
  /** True: the same words are said of files as well, so a sentence that names one does not count. */
  readonly alsoOfFiles?: true;
  /** True: when nothing else stands in the message, what is meant can only be the message before. */
  readonly alonePointsBack?: true;
}

// English, piece by piece. START is where an imperative can stand: not behind a subject of its own.
const FILLER =
  "(?:(?:and|but|so|also|just|ok|okay|hey|hi|oh|no|btw|by the way|actually|now|then|wait|sorry|again|please|pls|plz|kindly|for now|one thing|note),? ){0,6}";
const START = `(?:^|[,;(\\[–—-] ?|\\b(?:please|pls|plz|kindly) )${FILLER}`;
/** Of remembering one speaks without a subject too: "I saw it but don't remember it", "Sorry, don't remember that". */
const STRICT_START =
  "(?:^(?:(?:and|but|so|also|just|ok|okay|hey|hi|please|pls|plz|kindly|one thing|note),? ){0,4}|(?<!\\b(?:sorry|no|nope|honestly|h?mm+|well|yeah|ah|oh|uh|um|actually|unfortunately|really))[,;(\\[–—-] ?(?:(?:ok|okay|hey|please|pls|plz),? ){0,3}|\\b(?:please|pls|plz|kindly) )";
const WISH =
  "(?:you (?:should|must|can|may) ?(?:not|n't)|you (?:don't|dont|do not) (?:need|have) to|(?:can|could|would|will) you (?:please )?(?:not|avoid|never)|(?:i )?(?:don't|do not) want you to|i(?:'d| would) (?:rather|prefer|like) (?:that |it if |for )?you (?:not|didn't|did not|don't|do not|to not|not to)|(?:appreciate|prefer|like|great|nice|better|ok|okay|fine) (?:it )?if you (?:don't|didn't|did not|do not|could not|would not)|make sure (?:that )?(?:you )?(?:don't|dont|do not|not to|to not|never)|try not to|no need to)";
const NOT = `(?:${WISH}|don't|dont|do not|never) (?:ever |please |even |try to |bother to )?`;
const STORE =
  "(?:save|store|record|log|memori[sz]e|retain|archive|note|note down|write down|keep|keep (?:a |any )?(?:record|note|track|copy|memory)s? of|(?:take|make) (?:a |any )?(?:record|note|memory|memories)s? (?:of|about|from)|learn (?:anything )?from)";
const NOUN =
  "(?:message|prompt|question|info|information|detail|details|part|bit|one|stuff|fact|facts|thing|things|piece of information|last part|last bit)";
const CHAT =
  "(?:(?:this|our|the current|the whole|the entire) (?:whole |entire |current )?(?:conversation|chat|session|discussion|thread|exchange|dialogue)|the (?:conversation|chat))";
const HERE = `(?:this|any of this|all of this|all this|these|the following|what follows|what i(?:'m| am) (?:about to (?:say|tell you|write)|saying|telling you|writing))(?: ${NOUN})?`;
const SAID =
  "(?:what|anything|everything|all|whatever|the (?:last )?things?) (?:that )?(?:i|we)(?:'ve| have)? (?:just |ever )?(?:said|told you|wrote|written|mentioned|shared|typed|asked)(?: you)?(?: (?:just now|before|earlier|above))?";
const LAST =
  "(?:my|the|that) (?:last|previous) (?:message|question|answer|reply|sentence|thing|part|bit|prompt)s?(?: i (?:said|sent|wrote))?";
const THAT = `(?:(?:that|those|any of that|all of that|all that)(?: ${NOUN})?|${SAID}|${LAST})`;
const THAT_I = "that (?:i|i'm|i've|i'll|my|we|we're|our)\\b";
const END =
  "(?= ?(?:$|[.,!?;:)\\]–—-]| (?:please|pls|plz|ok|okay|thanks|thank you|though|either|anywhere|at all|about me|in (?:your|the|my)|to (?:your|my|memory)|on (?:file|record)|for (?:me|later|future|the future|next time)|down|because|since|cause|but|and|or|from now|next time|again)\\b))";
const KEPT = "(?:remembered|saved|stored|recorded|kept|logged|memori[sz]ed|retained|noted)";
const RECALL = "(?:remember|memori[sz]e|recall)";
const FORGET = `${START}(?:can you |could you |would you |will you |you can |you should |i want you to |i(?:'d| would) like you to |let's )?(?:please )?forget (?:about )?`;
const REMOVE = "(?:delete|erase|remove|wipe|clear|scrub|strike|drop)";
const MEMORIES = "(?:your|my|the) (?:long-term )?(?:memory|memories|profile|persona|records?|notes|history)";

function phrase(scope: Scope, pattern: string, marks?: Pick<Phrase, "alsoOfFiles" | "alonePointsBack">): Phrase {
  return { scope, pattern: new RegExp(pattern, "u"), ...marks };
}

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

  phrase("previous", `${START}${NOT}${STORE} ${THAT}${END}`, { alsoOfFiles: true }),
  phrase("previous", `${STRICT_START}${NOT}${RECALL} ${THAT}${END}`),
  phrase(
    "previous",
    `${FORGET}(?:that )?i (?:ever |even |just )?(?:said|mentioned|told you|asked|wrote|brought up|shared)(?: you)? (?:that|this|it|anything|any of (?:that|this))\\b`,
  ),
  phrase("previous", `${FORGET}(?:${SAID}|${LAST})${END}`),
  phrase(
    "previous",
    `\\b(?:please|can you|could you|you can) forget (?:that|this|it|all that|all this)(?: ${NOUN})?(?= ?(?:$|[.,!?;)–—-]| (?:please|thanks|again)\\b))`,
  ),
  phrase("previous", `${START}${REMOVE} (?:this|that|it|${SAID}|${LAST}) from ${MEMORIES}\\b`),
  phrase("previous", `${START}(?:can you |could you |would you )?${REMOVE} (?:${SAID})${END}`),
  phrase(
    "previous",
    `${START}pretend (?:that )?i (?:never|didn't|did not) (?:say|said|mention|mentioned|tell you|told you|write|wrote)(?: (?:that|this|it|anything))?${END}`,
  ),
  phrase("previous", `(?:don't|do not) want (?:that|${SAID}) (?:to be )?${KEPT}\\b`, { alsoOfFiles: true }),

  phrase("message", `${START}${NOT}${STORE} (?:${HERE}${END}|${THAT_I})`, { alsoOfFiles: true, alonePointsBack: true }),
  phrase("message", `${STRICT_START}${NOT}${RECALL} (?:${HERE}${END}|${THAT_I})`, { alonePointsBack: true }),
  phrase("message", `${START}${NOT}(?:save|store|memori[sz]e|retain|record) it${END}`, {
    alsoOfFiles: true,
    alonePointsBack: true,
  }),
  phrase("message", `(?:^${FILLER}|\\b(?:please|pls|plz) )${NOT}${RECALL} it${END}`, { alonePointsBack: true }),
  phrase("message", `${START}${NOT}(?:write|note|take|jot) (?:this|that|it) down\\b`, {
    alsoOfFiles: true,
    alonePointsBack: true,
  }),
  phrase(
    "message",
    `${START}${NOT}(?:commit|add|put|save|store|write|keep|leave) (?:this|that|it|any of this|any of that) (?:to|in|into|on) (?:memory|file|record|${MEMORIES})\\b`,
    { alonePointsBack: true },
  ),
  phrase(
    "message",
    `${START}(?:would|do) you mind not (?:remembering|saving|storing|recording|keeping|memori[sz]ing) (?:this|that|it)\\b`,
    { alonePointsBack: true },
  ),
  phrase("message", `(?:don't|do not) want (?:this|it|any of this) (?:to be )?${KEPT}\\b`, {
    alsoOfFiles: true,
    alonePointsBack: true,
  }),
  phrase(
    "message",
    `(?:^|[,;] ?)${FILLER}(?:none of this (?:should|must|may|is|shall)|(?:this|it) (?:(?:should|must|may|is|shall)(?:n't| not)|(?:doesn't|does not) (?:need|have)|needn't))(?: to)? be ${KEPT}\\b`,
    { alsoOfFiles: true, alonePointsBack: true },
  ),
  phrase(
    "message",
    `${START}(?:let's |can we |could you |can you )?(?:please )?(?:keep|leave) (?:this|that|it|what i(?:'m| am) telling you) (?:just |strictly )?(?:between (?:us|you and me|the two of us)|to yourself|private|confidential|secret|off the record|out of ${MEMORIES})(?! ?\\w)`,
    { alonePointsBack: true },
  ),
  phrase(
    "message",
    `(?:^|[,;] ?)${FILLER}(?:this|it|that|what i(?:'m| am) (?:about to )?(?:say|tell|saying|telling)(?: you)?|the following|everything i say)(?:'s| is| stays| should be| should stay| must be| must stay| has to stay| has to be| remains)(?: to be| to stay)? (?:just |strictly |completely |totally |all )?(?:between (?:us|you and me|the two of us)|off the record)(?! ?\\w)`,
    { alonePointsBack: true },
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

// Chinese has no spaces; an imperative stands at the start of a clause or behind one of a few words.
const ZH_START = "(?:^|[\\s，,：:、（(—-]|请|你|麻烦|但是?|所以|也|就|都|先|千万|可以|能不能|能否|可不可以|希望|记得)";
const ZH_NOT = "(?:不要|不用|不必|无需|请勿|不许|不想让你|不希望你|别)(?:再|去|帮我|给我|把它)?";
const ZH_STORE = "(?:记住|记下来|记下|记录下来|记录|记|保存下来|保存|储存|存储|存下来|留存|保留|存)";
const ZH_CHAT =
  "(?:(?:这次|本次|这个|这段|这场|此次|当前|我们的?|咱们的?)(?:的)?(?:对话|聊天|会话|谈话|交谈|聊天记录|对话记录))(?:的?内容|记录)?";
const ZH_HERE =
  "(?:这(?:个|些|件事|事|一点|点|条|句|段|条消息|条信息|句话|段话|些话|些信息|些内容|个信息|个事)?(?:情)?|它|以下内容|下面的(?:话|内容))";
const ZH_THAT =
  "(?:那(?:个|些|件事|条|句|条消息|句话|段话|些话)?|(?:我)?(?:刚才|刚刚|之前|上面|前面|上一条|上条|上一句)(?:我)?(?:说|讲|写|提到|告诉你|发)?(?:过)?的?(?:那)?(?:话|内容|东西|事|消息|信息|那些|这些|这件事|那件事|一切|那条消息|条消息|句话|那句话)?)";
/** `忘了` without `请` says that the user forgot. */
const ZH_FORGET = "(?:(?:^|请|你可以|麻烦(?:你)?)(?:忘记|忘掉)|(?:请|你可以|麻烦(?:你)?)忘了|^忘了(?=.*吧))";
const ZH_END = "(?=$|[\\s，,：:。.！!？?；;、）)吧了哦啊哈呀好行可以谢])";

const CHINESE: readonly Phrase[] = [
  phrase("conversation", `${ZH_START}${ZH_NOT}${ZH_STORE}${ZH_CHAT}${ZH_END}`),
  phrase("conversation", `${ZH_CHAT}(?:你|请|都|也|就){0,4}${ZH_NOT}${ZH_STORE}${ZH_END}`),
  phrase(
    "conversation",
    `${ZH_START}(?:把)?(?:忘了|忘记|忘掉)${ZH_CHAT}${ZH_END}|(?<![我他她们])把${ZH_CHAT}(?:都|全)?(?:忘了|忘记|忘掉|删了|删掉|删除)${ZH_END}`,
  ),
  phrase("conversation", `${ZH_CHAT}(?:请|要|需要|必须){0,4}(?:你)?保密${ZH_END}`),
  phrase("conversation", `${ZH_START}${ZH_NOT}${ZH_STORE}我(?:说|讲)的(?:任何|每句|所有)?(?:话|内容|东西)?${ZH_END}`),

  phrase("previous", `${ZH_START}${ZH_NOT}${ZH_STORE}${ZH_THAT}${ZH_END}`, { alsoOfFiles: true }),
  phrase("previous", `(?:^|[\\s，,])(?:请)?(?:把)?${ZH_THAT}(?:你|请|都|也|就){0,4}${ZH_NOT}${ZH_STORE}${ZH_END}`, {
    alsoOfFiles: true,
  }),
  phrase("previous", `${ZH_FORGET}(?:我)?${ZH_THAT}${ZH_END}`),
  phrase("previous", `${ZH_FORGET}我说(?:过)?的(?:话|这些|那些|一切)?${ZH_END}`),
  phrase("previous", `(?<![我他她们])把${ZH_THAT}(?:都|全)?(?:给)?(?:忘了|忘记|忘掉|删了|删掉|删除)${ZH_END}`, {
    alsoOfFiles: true,
  }),
  phrase("previous", `当(?:作)?我(?:刚才|刚刚|之前)?(?:没|没有|从没)(?:说|讲)(?:过)?${ZH_END}`),

  phrase("message", `${ZH_START}${ZH_NOT}${ZH_STORE}${ZH_HERE}${ZH_END}`, { alsoOfFiles: true, alonePointsBack: true }),
  phrase(
    "message",
    `(?:^|[\\s，,])(?:但|但是|不过)?(?:请)?(?:把)?${ZH_HERE}(?:你|请|都|也|就|千万){0,4}${ZH_NOT}${ZH_STORE}${ZH_END}`,
    { alsoOfFiles: true, alonePointsBack: true },
  ),
  phrase(
    "message",
    `(?:^|[\\s，,])(?:这(?:件)?事|这个|以下内容)?(?:请|你|要|一定|务必|帮我|替我|给我){0,4}(?:请|帮我|替我|给我|务必|一定要)(?:你)?保密${ZH_END}`,
    { alonePointsBack: true },
  ),
  phrase("message", `(?:^|[\\s，,])(?:我)?私下(?:里)?(?:跟|和|对)你(?:说|讲)`),
];

const OTHERS: readonly Phrase[] = [
  phrase(
    "conversation",
    "(?:^|[,;] ?|bitte )(?:speicher|speichere|merk|merke) (?:dir )?(?:bitte )?(?:diesen chat|dieses gespräch|diese unterhaltung)(?: bitte)? nicht\\b",
  ),
  phrase("previous", "(?:^|[,;] ?|bitte )vergiss(?: bitte)?,? was ich (?:gerade |eben |vorhin )?gesagt habe"),
  phrase("message", "(?:^|[,;] ?|bitte |aber )(?:merk|merke) dir (?:das|dies)(?: hier)?(?: bitte)? nicht(?! ?\\p{L})", {
    alonePointsBack: true,
  }),
  phrase(
    "message",
    "(?:^|[,;] ?|bitte |aber )(?:speicher|speichere) (?:das|dies)(?: hier)?(?: bitte)? nicht(?! ?\\p{L})",
    { alsoOfFiles: true, alonePointsBack: true },
  ),
  phrase("message", "(?:^|[,;] ?)(?:das|dies|es) (?:bleibt|ist) (?:bitte )?unter uns(?! ?\\p{L})", {
    alonePointsBack: true,
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
    { alsoOfFiles: true, alonePointsBack: true },
  ),
  phrase("message", "(?:^|[,;] ?|que )(?:ça|cela|ceci) reste entre nous(?! ?\\p{L})", { alonePointsBack: true }),

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
    { alsoOfFiles: true, alonePointsBack: true },
  ),
  phrase("message", "(?:^|[,;¡] ?)(?:esto queda|que (?:esto )?quede) entre nosotros(?! ?\\p{L})", {
    alonePointsBack: true,
  }),
];

/** Every phrase, of every language: which language a message is in is not asked. */
export const PHRASES: readonly Phrase[] = [...ENGLISH, ...CHINESE, ...OTHERS];
