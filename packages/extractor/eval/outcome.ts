import type { Extraction } from "./chats.ts";
import type { Judged } from "./judgements.ts";
import type { SaidSentence, SentenceVerdict } from "./sample.ts";

/** What became of a judged sentence. */
export type Outcome =
  | "not judged"
  | "taken rightly"
  | "missed"
  | "arguable, taken"
  | "arguable, silent"
  | "taken wrongly"
  | "rightly silent";

/**
 * A sentence that is plainly lasting is taken rightly when an extraction under one of the fields that could take it is
 * judged right, and quotes the sentence or repeats a fact that the conversation told before in the same words.
 *
 * @param found - what the extractor proposes for the sentence's conversation
 */
export function outcomeOf(
  sentence: SaidSentence,
  verdict: SentenceVerdict | undefined,
  found: readonly Extraction[],
  judged: Judged,
): Outcome {
  if (verdict === undefined) return "not judged";
  const quoting = found.filter((extraction) => isQuoted(sentence, extraction));
  if (verdict.lasting === "arguable") return quoting.length > 0 ? "arguable, taken" : "arguable, silent";
  if (verdict.lasting === "no") return quoting.length > 0 ? "taken wrongly" : "rightly silent";
  const right = found.some(
    (extraction) =>
      verdict.fields?.includes(extraction.field) === true &&
      judged(extraction)?.verdict === "right" &&
      (quoting.includes(extraction) || isRepeated(sentence, extraction)),
  );
  return right ? "taken rightly" : "missed";
}

function isQuoted({ message, text }: SaidSentence, extraction: Extraction): boolean {
  if (message !== extraction.message) return false;
  const [sentence, quote] = [wordsOf(text).join(" "), wordsOf(extraction.quote).join(" ")];
  return sentence.includes(quote) || quote.includes(sentence);
}

function isRepeated({ text }: SaidSentence, { content }: Extraction): boolean {
  const said = new Set(wordsOf(text));
  return wordsOf(String(content)).every((word) => said.has(word));
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
