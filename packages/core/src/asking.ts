import { toSimplified } from "./simplified-chinese.ts";
import type { Span } from "./span.ts";

/** Where a sentence ends: after its mark and a space, after a Chinese mark, at a line break. */
const SENTENCE_END = /[.!?…]+["'”’)）]*(?=\s|$)|[。！？；\n]+/g;

const QUESTION_MARK = /[?？]["'”’)）]*\s*$/;
const QUESTION_WORD = /^(?:what|how|why|when|where|which|who|whose)\b/i;
/** Where a question has none of these, its language is unknown, and so is what it tells by the way. */
const ENGLISH =
  /\b(?:I|[Tt]he|[Aa]nd|[Ww]ith|[Ff]or|[Oo]f|[Tt]his|[Tt]hat|[Yy]ou|[Aa]ny|[Ww]hat|[Hh]ow|[Ww]hy|[Ww]hen|[Ww]here|[Ww]hich|[Ww]ho|[Ii]s|[Aa]re|[Dd]oes|[Dd]o|[Dd]id|[Cc]an|[Cc]ould|[Ww]ill|[Ww]ould|[Ss]hould)\b/;
const QUESTION_CHINESE =
  /[吗呢么咩][。.!！~～\s]*$|^(?:什么|甚么|啥|怎么|怎样|如何|为什么|为何|为啥|干[嘛吗]|哪|谁|多少|几|是否|能否|可否|是不是|有没有|能不能|可不可以|会不会|要不要|边[度个位]|点[样解]|系咪|几多)/;

/** Before a request: a greeting, a please, a question for form's sake. */
const LEAD_IN =
  /^(?:(?:hi|hey|hello|ok|okay|so|and|now|then|also|next|please|pls|just|kindly|(?:can|could|would|will) you)[\s,!]+)*/i;
const REQUEST =
  /^(?:write|translate|explain|summari[sz]e|compare|tell|give|show|list|find|recommend|suggest|describe|draft|rewrite|rephrase|paraphrase|proofread|correct|fix|edit|calculate|compute|solve|convert|define|imagine|pretend|suppose|create|generate|make|help|plan|book|look|search|name|rank|check|review|analy[sz]e|outline|design|play|act|teach|quiz|read|invent|continue|finish)\b/i;
const REQUEST_CHINESE =
  /^(?:请(?![假客])|麻烦|拜托|唔该|帮|给我|告诉|教教?我|(?:可以|能)(?:请你|帮|教|给我|告诉)|翻译|写|解释|说明|讲解|总结|概括|推荐|介绍|列出|列举|举例|举[一几]?个|示范|比较|分析|计算|查|搜|生成|产生|改写|润[色饰]|设计|讲讲|说说|想[象像]|假设|假如|扮演|续写)/;

/** What is only imagined tells nothing, whoever comes in. */
const UNREAL = /^(?:imagine|pretend|suppose|let['’]s say|what if)\b|^(?:假设|假如|假使|倘若|想[象像])/i;

/** The user comes in with something told by the way: "I'm vegan, what can I eat?"; not in "What can I eat?". */
const TELLS =
  /\b(?:I|we)['’](?:m|re|ve|d|ll)\b|(?<!\b(?:am|are|can|could|do|did|have|had|if|is|may|might|must|shall|should|was|were|will|would)\s)\b(?:I|we)\b(?=\s+\p{L})|\b(?:my|our|mine|ours)\b/iu;
const TELLS_CHINESE =
  /(?<!帮|给|告诉|让|教|请|为|替)我(?!们?(?:应该|可以|该|能|要怎|怎|要如何|如何|想知道|想问|想请[问教]|想了解))/;

/** The sentence around a stretch of a text. */
export function sentenceAround(text: string, { start, end }: Span): string {
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(SENTENCE_END)) {
    const after = index + mark.length;
    if (index >= end) return text.slice(from, after);
    if (after <= start) from = after;
  }
  return text.slice(from);
}

/** Whether an English or Chinese sentence asks, orders or imagines something, and tells nothing of the user by the way. */
export function onlyAsks(sentence: string): boolean {
  const bare = toSimplified(sentence.trim().replace(LEAD_IN, ""));
  if (UNREAL.test(bare)) return true;
  if (/\p{Script=Han}/u.test(bare)) {
    const asks = QUESTION_MARK.test(bare) || QUESTION_CHINESE.test(bare) || REQUEST_CHINESE.test(bare);
    return asks && !TELLS_CHINESE.test(bare);
  }
  const asks = (QUESTION_MARK.test(bare) && ENGLISH.test(bare)) || QUESTION_WORD.test(bare) || REQUEST.test(bare);
  return asks && !TELLS.test(bare);
}
