/** The text, well-formed, and no longer than that many characters before a note that says how much is missing. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text.toWellFormed();
  const end = isHighSurrogate(text.charCodeAt(most - 1)) ? most - 1 : most;
  return `${text.slice(0, end).toWellFormed()}\n[cut: ${end} of ${text.length} characters]`;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
