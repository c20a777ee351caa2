/**
 * A text in a fence that it cannot close by itself, so that a model can tell it from what is said to it.
 *
 * @param tag - lower case letters and hyphens
 * @param note - what the text is, in a few words
 */
export function fence(tag: string, note: string, text: string): string {
  const inside = text.replace(new RegExp(`<(?=/?${tag})`, "gi"), "‹");
  return `<${tag} note="${note}">\n${inside}\n</${tag}>`;
}
