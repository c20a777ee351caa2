import { toSimplified } from "./simplified-chinese.ts";

/** What goes with an end, a loss, a change or a denial. Wide, since what is at stake is only the mere mention. */
const ENGLISH_ENDS =
  /n['’]t\b|\b(?:not|no|never|none|neither|nor|without|cannot|dont|doesnt|cant|isnt|wasnt|stop\w*|quit\w*|g[ai]ve\w* (?:it |that |them )?up|giving up|given up|drop\w*|le(?:ave|aves|aving|ft)|s[eo]ld|sell\w*|lost|los(?:e|es|ing)|die[sd]?|dead|passed|broke\w*|br(?:eak|oken) up|divorc\w*|separat\w*|cancel\w*|end(?:s|ed|ing)?|done|finish\w*|complet\w*|achiev\w*|reached|used to|former\w*|previous\w*|ex|until|anymore|any more|no more|longer|instead|switch\w*|chang\w*|mov(?:e[sd]?|ing)|replac\w*|swap\w*|rather|hat(?:e[sd]?|ing)|dislik\w*|tired|sick|bored|outgr\w*|cured|recover\w*|healed|wrong\w*|mistake\w*|incorrect|false|actually|forget|remove|delete|scratch|retir\w*|fired|laid off|resign\w*|graduat\w*|gone|away|avoid\w*|cut(?:ting)? (?:out|down|back)|allerg\w*|fail\w*|abandon\w*|enough|ago|over|t[ao]ke?n? (?:it |that |this )?back|turns out|passed|got (?:it|in|there)|made it)\b/i;
const CHINESE_ENDS =
  /[不没无非别戒停换搬离辞卖丢死腻错曾前改完够退已唔冇]|取消|放弃|讨厌|去世|分手|毕业|原来|后来|结束|失去|过世|分了|成了|到手|搞定|送人|送给|翻篇|作罢/;
/** Words that most English sentences about oneself have, and sentences of other languages have not. */
const ENGLISH = /\b(?:I|[Tt]he|[Aa]nd|[Ww]ith|[Tt]his|[Tt]hat|[Mm]y|[Ww]e)\b/;

/**
 * Whether a sentence that names a value can be meant to take it back: something in it ends, changes or is denied. What
 * merely mentions it takes nothing back. Of a language that is neither English nor Chinese every sentence may.
 */
export function mayTakeBack(sentence: string): boolean {
  if (/\p{Script=Han}/u.test(sentence)) return CHINESE_ENDS.test(toSimplified(sentence));
  return ENGLISH_ENDS.test(sentence) || !ENGLISH.test(sentence);
}

/** Words by which somebody speaks of what is still to come. */
const ENGLISH_WISH =
  /\b(?:want\w*|wanna|wish\w*|hop(?:e|es|ing)|plan\w*|going to|gonna|will|won['’]t|['’]ll|would|could|can|should|need\w*|try\w*|tries|aim\w*|goal\w*|dream\w*|might|may|maybe|someday|soon|train\w* (?:for|to)|working (?:on|towards?)|prepar\w*|sav(?:e|ing) (?:up )?for|looking (?:for|to)|by next|in time for)\b/i;
const CHINESE_WISH = /[想要盼将愿]|打算|希望|计[划画]|准备|目标|争取|努力|正在/;

/** Whether an English or Chinese sentence speaks of what is still to come, so that a goal named in it is not reached. Of other languages every one may. */
export function isWish(sentence: string): boolean {
  if (/\p{Script=Han}/u.test(sentence)) return CHINESE_WISH.test(toSimplified(sentence));
  return ENGLISH_WISH.test(sentence) || !ENGLISH.test(sentence);
}
