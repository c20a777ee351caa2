import { foldText } from "./fold-text.ts";
import type { Content } from "./persona.ts";
import { isSameWord } from "./word-forms.ts";

/** Between the things that one content lists. */
const BETWEEN_ITEMS = /[,;，；、]/;
const UNSPACED =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}";
/** Words; letters of scripts without spaces one by one; and every sign that is no mere punctuation: "C++", "tea (green)". */
const TOKEN = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}'.-])+|[^\\s"'.!?。！？…]`, "gu");
const EDGES = /^['.-]+|(?:'s)?['.-]*$/g;

/** "I really like", "I'm", "loves": before what is liked or been; the field itself says as much. */
const OPENING =
  /^(?:i(?:'m| am) (?:(?:really|also|very) )*|(?:(?:i|(?:the )?user) (?:(?:really|also|very) )*(?:likes?|loves?|enjoys?)|likes|loves|enjoys) (?:to )?)/;
const OPENING_CHINESE = /^(?:用户|我)?(?:也|还|很|非常|特别|最)*(?:喜欢|喜爱|热爱)?/;
const ARTICLE = /^(?:a|an|the|my|our)$/;

/** Where one of these stands, a list may say the opposite of what its items say: "nuts, but not almonds". */
const RESERVE =
  /\b(?:no|not|non|never|none|neither|nor|without|except|excluding|but|only|just|unless|if|when|until|than|rather|instead|less|least|rarely|seldom|hardly|barely|sometimes|maybe|perhaps|used|former|formerly|ex|once|quit|stop|stopped|avoid|avoids|hate|hates|dislike|dislikes|afraid|fear|allergic)\b|n't\b|[不没无非别除只仅但曾戒少免勿]|以前|讨厌|过敏|如果|有时|偶尔/u;

/**
 * Whether one content says at least everything that another one says, as far as code can tell: it lists the same
 * things, or these and more. Articles, number and "-ing" of English words make no difference, any other word does: oat
 * milk is not milk, and whoever dislikes crowds in museums may like other crowds.
 */
export function saysAll(fuller: Content, other: Content): boolean {
  if (typeof fuller !== "string" || typeof other !== "string") return false;
  const more = itemsOf(fuller);
  const less = itemsOf(other);
  if (less.length === 0) return false;
  if (more.length === less.length) return less.every((item, index) => isSameItem(item, more[index] ?? []));
  return (
    !RESERVE.test(foldText(`${fuller} ${other}`)) && less.every((item) => more.some((each) => isSameItem(item, each)))
  );
}

function itemsOf(content: string): readonly (readonly string[])[] {
  return foldText(content)
    .split(BETWEEN_ITEMS)
    .map((item) => tokensOf(item.trim()))
    .filter((tokens) => tokens.length > 0);
}

function tokensOf(item: string): readonly string[] {
  const tokens = read(item.replace(OPENING, "").replace(OPENING_CHINESE, ""));
  const told = tokens.filter((token, index) => !(ARTICLE.test(token) && index < tokens.length - 1));
  return told.length > 0 ? told : read(item);
}

function read(text: string): readonly string[] {
  return (text.match(TOKEN) ?? []).map((token) => token.replace(EDGES, "")).filter((token) => token !== "");
}

function isSameItem(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word, index) => isSameWord(word, other[index] ?? ""));
}
