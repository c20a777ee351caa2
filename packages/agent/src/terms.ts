import { foldText } from "@lifelong/core";

/** Scripts that are written without spaces, and whose words a dictionary cuts now this way, now that. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu;

const words = new Intl.Segmenter(undefined, { granularity: "word" });

/**
 * The terms by which a text is found: words, folded; of Chinese and Japanese every two letters that stand together, and
 * the last one, so that any stretch of two or more is found wherever it stands, and a single one as the beginning of two.
 */
export function termsOf(text: string): readonly string[] {
  return split(text, (run) => [...pairsOf(run), run.at(-1) ?? ""]);
}

/** The terms to look for: of Chinese and Japanese the pairs alone, or the letter where there is but one. */
export function queryTermsOf(text: string): readonly string[] {
  return split(text, (run) => (run.length === 1 ? run : pairsOf(run)));
}

function split(text: string, ofRun: (run: readonly string[]) => readonly string[]): readonly string[] {
  const folded = foldText(text);
  const spaced = folded.replace(UNSPACED, " ");
  return [
    ...Array.from(words.segment(spaced)).flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : [])),
    ...(folded.match(UNSPACED) ?? []).flatMap((run) => ofRun([...run])),
  ];
}

function pairsOf(run: readonly string[]): readonly string[] {
  return run.slice(1).map((letter, index) => `${run[index]}${letter}`);
}
