import { toSimplified } from "./simplified-chinese.ts";

/** What goes with an end, a loss, a change or a denial. Wide, since what is at stake is only the mere mention. */
const ENGLISH_ENDS =
  /n['’]t\b|\b(?:not|no|never|none|neither|nor|without|cannot|dont|doesnt|cant|isnt|wasnt|stop\w*|quit\w*|g[ai]ve\w* (?:it |that |them )?up|giving up|given up|drop\w*|le(?:ave|aves|aving|ft)|s[eo]ld|sell\w*|lost|los(?:e|es|ing)|die[sd]?|dead|passed|broke\w*|br(?:eak|oken) up|divorc\w*|separat\w*|cancel\w*|end(?:s|ed|ing)?|done|finish\w*|complet\w*|achiev\w*|reached|used to|former\w*|previous\w*|ex|until|anymore|any more|no more|longer|instead|switch\w*|chang\w*|mov(?:e[sd]?|ing)|replac\w*|swap\w*|rather|hat(?:e[sd]?|ing)|dislik\w*|tired|sick|bored|outgr\w*|cured|recover\w*|healed|wrong\w*|mistake\w*|incorrect|false|actually|forget|remove|delete|scratch|retir\w*|fired|laid off|resign\w*|graduat\w*|gone|away|avoid\w*|cut(?:ting)? (?:out|down|back)|allerg\w*|fail\w*|abandon\w*|enough|ago|t[ao]ke?n? (?:it |that |this )?back|turns out|got (?:it|in|there)|made it)\b|(?:\b(?:is|are|am|was|were|be|been|it|get|got|getting|so|now|im)|['’](?:s|re|m)) over\b/i;
const CHINESE_ENDS =
  /[不没无非别戒停换搬离辞卖丢死腻错曾前改完够退已唔冇]|取消|放弃|讨厌|去世|分手|毕业|原来|后来|结束|失去|过世|分了|成了|到手|搞定|送人|送给|关了|关门|收回|反悔|翻篇|作罢/;
const HAN = /\p{Script=Han}/u;
/** Words that most English sentences about oneself have, and sentences of other languages have not. */
const ENGLISH = /\b(?:I|[Tt]he|[Aa]nd|[Ww]ith|[Tt]his|[Tt]hat|[Mm]y|[Ww]e)\b/;

/** What sounds like it and keeps: "can't live without", "not only", "I never said I don't like". */
const ENGLISH_KEEPING = new RegExp(
  [
    /\bnot (?:only|just|merely|to mention|bad)\b/,
    /\bnot that i\b.{0,20}?(?:n['’]t|\b(?:dislike|hate))\b/,
    /(?:\b(?:can|could|would)(?:n?['’]?t| ?not)) (?:\w+ ){0,2}(?:without|enough|wait|stop|resist|help|beat|trade|say no)\b/,
    /(?:\b(?:dont|never|not)|n['’]t) (?:ever |you )?(?:forget|mind|hate|dislike|miss out)\b/,
    /(?:\b(?:never|not)|n['’]t) (?:\w+ )?(?:get(?:s|ting)? |going to |gonna )?(?:over (?:my|the|it|that)|tired|sick|bored|old|enough|stop\w*|quit\w*|giv\w+ up|leav\w+|drop\w*|los\w+|chang\w+)\b/,
    /(?:\b(?:never|not)|n['’]t) (?:\w+ )?(?:sa(?:id|y|ying)|claim\w*|mean\w*|meant|think|thought|true)\b.{0,30}?(?:n['’]t|\b(?:not|no|dont|hat\w+|dislik\w+))\b/,
    /(?:\bnever|n['’]t) \w+ (?:any(?:thing|one) but|more|better)\b/,
    /\bno (?:doubt|wonder|question|problem|regrets?)\b/,
    /\bnothing (?:beats|like|better|but)\b/,
    /\b(?:start\w*|beg[au]n|took up|discover\w*|fell)\b.{0,40}?\bago\b/,
    /\bactually (?:(?:really|do|quite) )?(?:like|love|enjoy|prefer|want|need)\b/,
    /\b(?:have|got|some|is) (?:\w+ ){1,3}left\b/,
    /\bwhy not\b|, (?:isn|don|aren)['’]?t (?:it|i|we|you|they)\b/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gi",
);
const CHINESE_KEEPING =
  /不(?:但|仅|光|只是|管|论|错|得不|要太|知不觉|可或缺|可缺少|能没有|能少|是不|变|由得)|无论|没少|少不了|离不开|离不得|忘不了|忘不掉|忍不住|戒不(?:掉|了)|停不下来|[喝吃玩看听用](?:不够|不腻|不厌)|别提|没得说|没话说|没(?:有)?说过?[^，。]{0,4}不|没有?比|差不多|特别|非常|别人|要不要|是不是|好不好|能不能|会不会|有没有/g;

/**
 * Whether a sentence that names a value can be meant to take it back: something in it ends, changes or is denied. What
 * merely mentions it takes nothing back, nor does what holds on to it. Of a language that is neither English nor Chinese
 * every sentence may.
 */
export function mayTakeBack(sentence: string): boolean {
  if (HAN.test(sentence)) return CHINESE_ENDS.test(toSimplified(sentence).replace(CHINESE_KEEPING, " "));
  return ENGLISH_ENDS.test(sentence.replace(ENGLISH_KEEPING, " ")) || !ENGLISH.test(sentence);
}

const ENGLISH_DENIAL = /n['’]t\b|\b(?:not|no|never|none|neither|nor|without|cannot|dont|doesnt|cant|isnt|wasnt)\b/gi;
const CHINESE_DENIAL = /[不没沒無无非别別]/g;

/** The same, and that not by a mere denial, which may be of something else: "I'm a nurse and I never sleep". */
export function mayEnd(sentence: string): boolean {
  const kept = toSimplified(sentence).replace(ENGLISH_KEEPING, " ").replace(CHINESE_KEEPING, " ");
  return mayTakeBack(kept.replace(HAN.test(sentence) ? CHINESE_DENIAL : ENGLISH_DENIAL, " "));
}

/** Words by which somebody speaks of what is still to come, or under way. */
const ENGLISH_WISH =
  /\b(?:want\w*|wanna|wish\w*|hop(?:e|es|ing)|plan\w*|going to|gonna|will|won['’]t|['’]ll|would|could|can|should|need\w*|try\w*|tries|aim\w*|goal\w*|dream\w*|might|may|maybe|someday|soon|train(?:ing|ed)?|practi[cs]\w*|learning|studying|working (?:on|towards?)|prepar\w*|sav(?:e|ing) (?:up )?for|looking (?:for|to)|by next|next|in time for|coming|ahead|still|so far|every (?:day|morning|evening|night|week)|progress\w*|start\w*|beg[au]n|begin\w*|signed up|regist\w*|enrol\w*|book(?:ed|ing)|(?:is|are|['’]s) (?:on|this|in (?:\w+ )?(?:days?|weeks?|months?)))\b/i;
const CHINESE_WISH = /[想要盼将愿]|打算|希望|计[划画]|准备|目标|争取|努力|正在|还在|在学|每天|天天|开始|坚持|继续|报名/;
/** By which somebody tells that something has come about. */
const ENGLISH_DONE =
  /\b(?:yesterday|since|already|finally|at last|now|this morning|(?:last|on) (?:night|week|month|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?|bought|won|ran|built|wrote|became|opened|launched|published|landed)\b/i;
const CHINESE_DONE = /[了已昨终刚]|上[周个]/;

/** Whether an English or Chinese sentence tells a goal that it names as reached, and not as still to come. Of other languages none does. */
export function tellsAsReached(sentence: string): boolean {
  if (HAN.test(sentence)) {
    const read = toSimplified(sentence);
    return CHINESE_DONE.test(read) && !CHINESE_WISH.test(read);
  }
  return ENGLISH_DONE.test(sentence) && !ENGLISH_WISH.test(sentence);
}
