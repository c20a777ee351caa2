/** Scripts that are written without spaces, and whose words a dictionary cuts now this way, now that. */
const PAIRED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]+/gu;
/** Scripts that are written without spaces, whose words only a dictionary tells. */
const UNSPACED = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

/**
 * The terms by which a text is found: words, in lower case and without accents; of Chinese and Japanese every two letters
 * that stand together, and the last one, so that any stretch of two or more is found wherever it stands, and a single one
 * as the beginning of two.
 */
export function termsOf(text: string): readonly string[] {
  return split(text, (run) => [...pairsOf(run), run.at(-1) ?? ""]);
}

/** The terms to look for: of Chinese and Japanese the pairs alone, or the letter where there is but one. */
export function queryTermsOf(text: string): readonly string[] {
  return split(text, (run) => (run.length === 1 ? run : pairsOf(run)));
}

function split(text: string, ofRun: (run: readonly string[]) => readonly string[]): readonly string[] {
  const folded = withoutAccents(text).toLowerCase();
  return [
    ...(folded.replace(PAIRED, " ").match(WORD) ?? []).flatMap((word) =>
      UNSPACED.test(word) ? Array.from(segmenter.segment(word), ({ segment }) => segment) : [word],
    ),
    ...(folded.match(PAIRED) ?? []).flatMap((run) => ofRun([...run])),
  ];
}

/** In Unicode's compatibility form. What joins letters of other scripts than ours is no accent. */
function withoutAccents(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC");
}

function pairsOf(run: readonly string[]): readonly string[] {
  return run.slice(1).map((letter, index) => `${run[index]}${letter}`);
}
