import type { Span } from "./span.ts";

/** Scripts that put spaces between words: in these a phrase must begin and end where a word does. */
const SPACED = /[\p{L}\p{N}]/u;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Korean writes its particles into the word. */
const HANGUL = /\p{Script=Hangul}/u;

/** Where a folded phrase stands in a folded text as whole words, from left to right; in scripts without spaces anywhere. */
export function* findPhrase(text: string, phrase: string, from = 0): Generator<Span> {
  if (phrase === "") return;
  for (let at = text.indexOf(phrase, from); at >= 0; at = text.indexOf(phrase, at + 1)) {
    const end = at + phrase.length;
    if (!splitsWord(text, at) && !splitsWord(text, end)) yield { start: at, end };
  }
}

export function holdsPhrase(text: string, phrase: string): boolean {
  return findPhrase(text, phrase).next().done === false;
}

/** Whether the units on both sides of a place belong to one word. */
function splitsWord(text: string, at: number): boolean {
  const before = characterBefore(text, at);
  const after = String.fromCodePoint(text.codePointAt(at) ?? 0x20);
  if (!SPACED.test(before) || !SPACED.test(after)) return false;
  if (UNSPACED.test(before) || UNSPACED.test(after)) return false;
  return !HANGUL.test(before);
}

function characterBefore(text: string, at: number): string {
  if (at === 0) return " ";
  const unit = text.charAt(at - 1);
  return /[\uDC00-\uDFFF]/.test(unit) && at > 1 ? text.slice(at - 2, at) : unit;
}
