/** What denies a thing, ends it, or makes it a matter of fancy, of doubt or of the past. Wide: what is at stake is only whether a thing counts as said outright. */
const ENGLISH =
  /\b(?:no|not|never|none|nobody|nothing|neither|nor|without|hardly|barely|cannot|except|unless|if|would|could|might|may|maybe|perhaps|probably|wish|wished|almost|nearly|far from|used to|was|were|former|formerly|previously|ex|once|quit|stop|stopped|avoid|avoids|avoided|avoiding|instead|rather|than|suppose|supposed|pretend|imagine|hate|hates|dislike|dislikes|ruled|negative|false|untrue|doubt|tolerate|tolerates)\b|n['’]t\b|['’]d\b/gi;
const CHINESE =
  /[不没沒无無未勿戒曾](?!错)|(?<!特|分|个|各|性|类|级)[别別](?!人|的|墅)|非(?!常|洲)|以前|从前|從前|过去|過去|原来|原本|本来|如果|要是|假如|假设|万一|差点|好像|可能|也许|或许|讨厌|避免|之外|以外/g;
const JAPANESE = /ない|なく|なかっ|ませ[んぬ]|もし|たら|れば/g;
/** Denials of languages that share words with English, so that a sentence of theirs may look like one. */
const NEIGHBOURS =
  /\b(?:nicht|kein\w*|nie|niemals|ohne|pas|jamais|sans|non|não|nunca|jamás|sem|senza|geen|niet|nooit|zonder|ikke|inte|aldrig?|bez|nigdy)\b/gi;

/** How often a text takes something back of what it says: "not", "used to", "if"; in English, Chinese and some Japanese. */
export function reservesIn(text: string): number {
  return [ENGLISH, CHINESE, JAPANESE, NEIGHBOURS].reduce((sum, words) => sum + (text.match(words)?.length ?? 0), 0);
}
