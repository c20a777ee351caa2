/** A run of words that stands in two conversations. */
export interface SharedSequence {
  readonly text: string;
  /** Names of the conversations, in the order in which they were given. */
  readonly where: readonly string[];
}

/** What a conversation is called, and all its text. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/**
 * Every run of `length` words, or of characters in a script without spaces, that more than one text holds.
 * Case, punctuation and line breaks do not count.
 */
export function sharedSequences(
  texts: readonly NamedText[],
  { unit, length }: { unit: "word" | "character"; length: number },
): readonly SharedSequence[] {
  const holders = new Map<string, Set<string>>();
  for (const { name, text } of texts) {
    const units = unitsOf(text, unit);
    for (let start = 0; start + length <= units.length; start += 1) {
      const run = units.slice(start, start + length).join(unit === "word" ? " " : "");
      const names = holders.get(run) ?? new Set();
      holders.set(run, names.add(name));
    }
  }
  return [...holders].flatMap(([text, names]) => (names.size > 1 ? [{ text, where: [...names] }] : []));
}

function unitsOf(text: string, unit: "word" | "character"): readonly string[] {
  const lower = text.normalize("NFKC").toLowerCase();
  if (unit === "word") return lower.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
  return lower.match(/[\p{L}\p{N}]/gu) ?? [];
}
