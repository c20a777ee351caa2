/** The text from one place to another, without the halves of characters that lie across them. */
export function sliceWhole(text: string, start: number, end: number = text.length): string {
  return text.slice(isHalved(text, start) ? start + 1 : start, isHalved(text, end) ? end - 1 : end).toWellFormed();
}

/** The text, well-formed, and no longer than that many characters before a note that says how much is missing. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text.toWellFormed();
  const begun = sliceWhole(text, 0, most);
  return `${begun}\n[cut: ${begun.length} of ${text.length} characters]`;
}

function isHalved(text: string, place: number): boolean {
  return (text.codePointAt(place - 1) ?? 0) > 0xffff;
}
