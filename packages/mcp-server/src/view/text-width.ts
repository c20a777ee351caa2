const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\uFE0F/u;
const INVISIBLE = /^[\p{Mark}\p{Control}\p{Format}]*$/u;
/** Control characters, and those that turn the direction of what follows. */
const UNSAFE = /[\p{Cc}\u200E\u200F\u2028-\u202E\u2066-\u2069]+/gu;

/** Columns that a terminal gives the text. */
export function textWidth(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += INVISIBLE.test(segment) ? 0 : WIDE.test(segment) ? 2 : 1;
  return width;
}

/** Text of somebody else in one line, with nothing in it that a terminal would obey. */
export function oneLine(text: string): string {
  return text.replace(UNSAFE, " ").trim();
}

/** Fills up with spaces to that many columns; longer text stays as it is. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

/** Breaks at spaces, and within a word or a run of CJK only where it must. Every line fits; at least one line. */
export function wrap(text: string, width: number): string[] {
  const room = Math.max(2, width);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<=\s)(?=\S)/)) {
    if (line !== "" && textWidth(line + word.trimEnd()) > room) {
      lines.push(line.trimEnd());
      line = "";
    }
    for (const { segment } of graphemes.segment(word)) {
      if (textWidth(line + segment) > room && segment.trim() !== "") {
        lines.push(line.trimEnd());
        line = "";
      }
      line += segment;
    }
  }
  return [...lines, line.trimEnd()];
}
