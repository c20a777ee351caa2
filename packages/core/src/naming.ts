import { foldText } from "./fold-text.ts";
import type { Content } from "./persona.ts";
import { isSameWord } from "./word-forms.ts";

/** Words that stand in sentences about anything, and dates: they tell nothing of which value is meant. */
const EMPTY_WORD =
  /^(?:an?|the|my|our|your|his|her|its|their|i|im|ive|id|you|we|they|he|she|it|me|us|them|and|or|but|of|to|in|on|at|by|for|with|from|into|about|as|is|are|was|were|be|been|am|do|does|did|have|has|had|will|would|can|could|should|not|no|that|this|these|those|there|here|each|every|any|some|all|other|another|very|really|so|then|than|too|also|just|only|more|most|much|many|one|own|up|out|off|over|before|after|until|while|when|where|who|which|what|how|get|got|go|going|make|thing|things|something|someone|user|like|likes|want|wants|end|day|days|week|weeks|month|months|year|years|today|tomorrow|time|january|february|march|april|may|june|july|august|september|october|november|december|christmas|easter|spring|summer|autumn|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/;
const EMPTY_CHARACTER =
  /^[我你您他她它们的了着过在是有和与及到把被就也都很还要想去来会能可以这那个些吧呢啊吗呀么什为对从给让前后里中多少一]$/;
/** A day, a month or a year: "29 November", "Nov 29", "三月底". */
const DATE =
  /\b(?:\d{1,2}(?:st|nd|rd|th)? (?:of )?)?(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?(?: \d{1,2}(?:st|nd|rd|th)?\b)?|[\d一二三四五六七八九十]+\s*[年月日号][底初]?/g;
/** So many words of a content in their order mean it, whatever they are: "every other week". */
const RUN = 3;
const TOKEN = /\p{Script=Han}|[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;

/**
 * Whether a sentence is about a content: it holds at least half of what tells something in it, in whatever form, Chinese
 * two characters side by side among it; or three of its words as they stand.
 *
 * @param isOnlyOne - nothing else can be meant, as where a field holds a single value: then any of it is enough
 */
export function isAbout(sentence: string, content: Content, isOnlyOne: boolean = false): boolean {
  const words = tokensOf(foldText(sentence));
  const folded = foldText(String(content));
  const wanted = tokensOf(folded.replace(DATE, " ")).filter(tells);
  const shared = wanted.filter((word) => words.some((other) => isSameWord(word, other) || isPastOf(other, word)));
  const isMuch = isOnlyOne ? shared.length > 0 : weightOf(shared) * 2 >= weightOf(wanted) && wanted.length > 0;
  return (isMuch && standsTogether(folded, words, shared)) || holdsRun(words, tokensOf(folded));
}

/** A word of a script with spaces tells as much as two Chinese characters. */
function weightOf(tokens: readonly string[]): number {
  return tokens.reduce((sum, token) => sum + (/^\p{Script=Han}$/u.test(token) ? 1 : 2), 0);
}

function tokensOf(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

function tells(token: string): boolean {
  return !EMPTY_WORD.test(token) && !EMPTY_CHARACTER.test(token);
}

/** "opened" of "open"; not where words of one meaning are looked for, but where one is named. */
function isPastOf(word: string, present: string): boolean {
  return present.length > 2 && (word === `${present}ed` || word === `${present}d`);
}

/** Single characters of Chinese are in many words: two of them side by side in both make a word. */
function standsTogether(content: string, words: readonly string[], shared: readonly string[]): boolean {
  if (shared.some((word) => !/^\p{Script=Han}$/u.test(word))) return true;
  const text = words.join("");
  return Array.from(content).some((_, at, letters) => {
    const pair = letters.slice(at, at + 2);
    return pair.length === 2 && pair.every((letter) => shared.includes(letter)) && text.includes(pair.join(""));
  });
}

function holdsRun(words: readonly string[], wanted: readonly string[]): boolean {
  if (wanted.some((word) => /\p{Script=Han}/u.test(word))) return false;
  const text = ` ${words.join(" ")} `;
  return wanted.some(
    (_, at) => at + RUN <= wanted.length && text.includes(` ${wanted.slice(at, at + RUN).join(" ")} `),
  );
}

/** Whether two texts have a word that tells something in common, in whatever form; in Chinese two characters side by side. */
export function sharesWord(one: string, other: string): boolean {
  const words = tokensOf(foldText(one));
  const folded = foldText(other);
  const shared = tokensOf(folded)
    .filter(tells)
    .filter((word) => words.some((each) => isSameWord(word, each)));
  return shared.length > 0 && standsTogether(folded, words, shared);
}
