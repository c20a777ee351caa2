/** What goes with an end, a loss, a change or a denial. Wide, since what is at stake is only the mere mention. */
const ENGLISH_ENDS =
  /n['’]t\b|\b(?:not|no|never|none|neither|nor|without|cannot|dont|doesnt|cant|isnt|wasnt|stop\w*|quit\w*|g[ai]ve\w* (?:it |that |them )?up|giving up|given up|drop\w*|le(?:ave|aves|aving|ft)|s[eo]ld|sell\w*|lost|los(?:e|es|ing)|die[sd]?|dead|passed|broke\w*|br(?:eak|oken) up|divorc\w*|separat\w*|cancel\w*|end(?:s|ed|ing)?|done|finish\w*|complet\w*|achiev\w*|reached|used to|former\w*|previous\w*|ex|until|anymore|any more|no more|longer|instead|switch\w*|chang\w*|mov(?:e[sd]?|ing)|replac\w*|swap\w*|rather|hat(?:e[sd]?|ing)|dislik\w*|tired|sick|bored|outgr\w*|cured|recover\w*|healed|wrong\w*|mistake\w*|incorrect|false|actually|forget|remove|delete|scratch|retir\w*|fired|laid off|resign\w*|graduat\w*|gone|away|avoid\w*|cut(?:ting)? (?:out|down|back)|allerg\w*|fail\w*|abandon\w*|enough|ago)\b/i;
const CHINESE_ENDS =
  /[不没沒无非别戒停换換搬离離辞卖丢死腻膩错錯曾前改完够]|取消|放弃|讨厌|去世|分手|毕业|退休|原来|后来|已经|结束|失去|过世/;
/** Words that most English sentences about oneself have, and sentences of other languages have not. */
const ENGLISH = /\b(?:I|[Tt]he|[Aa]nd|[Ww]ith|[Tt]his|[Tt]hat|[Mm]y|[Ww]e)\b/;

/**
 * Whether a sentence that names a value can be meant to take it back: something in it ends, changes or is denied. What
 * merely mentions it takes nothing back. Of a language that is neither English nor Chinese every sentence may.
 */
export function mayTakeBack(sentence: string): boolean {
  if (/\p{Script=Han}/u.test(sentence)) return CHINESE_ENDS.test(sentence);
  return ENGLISH_ENDS.test(sentence) || !ENGLISH.test(sentence);
}
