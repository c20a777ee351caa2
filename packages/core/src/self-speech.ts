import { ownWords } from "./own-words.ts";
import { toSimplified } from "./simplified-chinese.ts";
import { countWords } from "./word-count.ts";

/** A longer sentence is cut: what users say of themselves is short. */
const LONGEST = 240; // characters
/** A word that begins before this is cut in two all the same: it is none, or a script without spaces. */
const LONGEST_WORD = 40; // characters

const CHINESE_SELF = /[我咱俺]|本人/;
const ENGLISH_SELF = /\b(?:I|my|mine|myself|we|our|ours)\b/i;
/** A question can tell something by the way. */
const TELLING =
  /\bI['’](?:m|ve)\b|(?<!\b(?:can|could|do|did|should|shall|may|might|would|will|must|if) )\bI (?:am|have|live|work|study|like|love|hate|need|want|use|own)\b|\b(?:my|our) \p{L}|我(?:是|系|有|没|冇|在|住|的|想|要|喜欢|钟意|爱|讨厌|不|唔)/iu;
/** Fewer words of an unknown language say little. */
const FEWEST_WORDS = 3;
/** Words that nearly every English message of some length has, and others have not. */
const ENGLISH = /\b(?:the|is|are|what|how|can|you|with|and|for|this|that|please|of|to|in|it|me|do|a)\b/i;

/** A sentence in which the user may speak of themself. */
export interface SelfSentence {
  readonly text: string;
  /** Whether it says outright what the user is, has, does, likes or wants. */
  readonly isPlain: boolean;
}

/**
 * The sentences of a message in which the user may speak of themself, in their order, each as it stands but for a cut
 * at the end of a very long one. Of a language that is neither English nor Chinese every statement may.
 *
 * Errs towards keeping: whether something is to be learned is for a model to say.
 */
export function selfSentences(text: string): readonly SelfSentence[] {
  const own = ownWords(text);
  return [...sentencesOf(text)].flatMap(({ segment, index }) => {
    const sentence = segment.trim();
    if (sentence === "" || own.slice(index, index + segment.length) !== segment || !maySpeakOfSelf(sentence)) return [];
    return [{ text: cutBetweenWords(sentence), isPlain: TELLING.test(toSimplified(sentence)) }];
  });
}

/** A quote that ends within a word is found in no message, so that the cut must not make one. */
function cutBetweenWords(sentence: string): string {
  if (sentence.length <= LONGEST) return sentence;
  const cut = sentence.slice(0, LONGEST + 1);
  const space = cut.search(/\s\S*$/);
  const end = space >= LONGEST - LONGEST_WORD ? space : LONGEST;
  return `${sentence
    .slice(0, end)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trimEnd()}…`;
}

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** Chinese sentences, and lines, end where the English rules see no end. */
function* sentencesOf(text: string): Generator<{ readonly segment: string; readonly index: number }> {
  for (const { segment, index } of segmenter.segment(text)) {
    let start = 0;
    for (const { 0: piece } of segment.matchAll(/[^。！？；\n]*[。！？；\n]*/g)) {
      if (piece !== "") yield { segment: piece, index: index + start };
      start += piece.length;
    }
  }
}

function maySpeakOfSelf(sentence: string): boolean {
  const isQuestion = /[?？]["'”’)）]*$/.test(sentence);
  if (isQuestion) return TELLING.test(toSimplified(sentence));
  if (/\p{Script=Han}/u.test(sentence)) return CHINESE_SELF.test(sentence);
  if (ENGLISH_SELF.test(sentence)) return true;
  return !ENGLISH.test(sentence) && countWords(sentence) >= FEWEST_WORDS;
}
