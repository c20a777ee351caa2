import { pastedText } from "./pasted-text.ts";
import { quotations } from "./quotations.ts";
import { toSimplified } from "./simplified-chinese.ts";
import { blankSpans } from "./span.ts";

/**
 * The text at equal length (UTF-16 units), with spaces where the words are plainly not the user's own: fenced code,
 * block quotes, quotations of three words or six Chinese characters or more, mails, transcripts, elements of markup,
 * text between triple quotes, lines of logs and programs. Line breaks stay.
 *
 * Errs on the side of the user's words: what is not marked as another's stays. Never throws; time is linear.
 */
export function ownWords(text: string): string {
  return blankSpans(text, [...quotations(text), ...pastedText(toSimplified(text))]);
}
