/** Letters of scripts that put no space between words, and of Korean, which writes particles into the word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’_-]*/gu;

/** How much a text says: its words, where two letters of a script without spaces count as one word. */
export function countWords(text: string): number {
  const unspaced = text.match(UNSPACED)?.length ?? 0;
  return unspaced / 2 + (text.replace(UNSPACED, " ").match(WORD)?.length ?? 0);
}
