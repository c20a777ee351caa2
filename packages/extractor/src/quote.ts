import type { Stretch } from "./stretch.ts";

/** Evidence keeps at most this much of a quote. */
const LONGEST_QUOTE = 300; // characters

/**
 * The words around a finding: its sentence as far as it is the user's own, cut to what evidence keeps.
 *
 * @param own - the message with other people's words blanked, at equal length
 */
export function quoteAround(message: string, own: string, sentence: Stretch, core: Stretch): string {
  let start = core.start;
  let end = core.end;
  while (start > sentence.start && message[start - 1] === own[start - 1]) start -= 1;
  while (end < sentence.end && message[end] === own[end]) end += 1;
  if (end - start > LONGEST_QUOTE) {
    start = Math.max(start, Math.min(core.start, end - LONGEST_QUOTE));
    end = Math.min(end, start + LONGEST_QUOTE);
    if (end < sentence.end) end = Math.max(core.end, message.lastIndexOf(" ", end));
  }
  return message.slice(start, end).trim();
}
