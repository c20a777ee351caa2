import { joinSpans, type Span } from "./span.ts";

/** Our tags, also escaped by a host or cut off behind their name. The first group tells a closing one. */
const TAG =
  /(?:<|&lt;)(\/?)lifelong-persona(?![\w-])(?:\s{0,4}(?:>|&gt;)|\s{1,4}note=[^<>\r\n]{0,100}?(?:>|&gt;|(?=[<\r\n])|$))?/g;

/** What a host may put before each line: indentation, the mark of a quotation, a comment or a table. */
const PREFIX = /^[ \t>|#*]*$/;
const REST = /^[ \t|]*$/;

/** A line as we render it, and the last line of a text as far as it came. */
const OUR_LINE = /^[ \t>|#*]*- [^:\r\n]{1,80}: /;
const BROKEN_LINE = /^[ \t>|#*]*(?:-(?: [^:\r\n]{0,80}:?)?|(?:<|&lt;)\/?[a-z-]{0,15})$/;
const CODE_FENCE = /^[ \t>|#*]*(?:`{3,}|~{3,})[\w-]*[ \t]*$/;

/**
 * The text without our rendered blocks, so that nothing is learned from our own words: whole or flattened into one line,
 * indented, quoted, escaped, in a code fence, with other line endings. Where one of the two tags was cut off, the lines
 * beside the other go as far as they look like ours. Text without our tags comes back as it is. Time is linear.
 */
export function cutOwnBlock(text: string): string {
  const tags = Array.from(text.matchAll(TAG), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    closing: match[1] === "/",
  }));
  if (tags.length === 0) return text;
  const lines = linesOf(text);
  const cuts: Span[] = [];
  let free = 0; // where the last block ended
  for (const [index, tag] of tags.entries()) {
    if (tag.start < free) continue;
    const next = tags[index + 1];
    let block: Span;
    if (tag.closing) block = { start: firstOfOurs(lines, tag.start, free), end: tag.end };
    else if (next?.closing) block = { start: tag.start, end: next.end };
    else block = { start: tag.start, end: lastOfOurs(lines, tag.end, next?.start ?? text.length) };
    cuts.push(withItsLines(text, lines, block, free));
    free = block.end;
  }
  return without(text, joinSpans(cuts));
}

interface Line extends Span {
  /** Without its line break; `end` is behind it. */
  readonly text: string;
}

function linesOf(text: string): readonly Line[] {
  return Array.from(text.matchAll(/([^\r\n]*)(?:\r\n|\r|\n)|[^\r\n]+$/g), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[1] ?? match[0],
  }));
}

/** Index of the line in which an offset lies; the end of the text lies in the last. */
function rowOf(lines: readonly Line[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where the lines of ours begin that end before a closing tag. */
function firstOfOurs(lines: readonly Line[], closingTag: number, limit: number): number {
  let row = rowOf(lines, closingTag);
  let start = closingTag;
  for (;;) {
    row -= 1;
    const line = lines[row];
    if (line === undefined || line.start < limit || !OUR_LINE.test(line.text)) return start;
    start = line.start;
  }
}

/** Where the lines of ours end that begin behind an opening tag. */
function lastOfOurs(lines: readonly Line[], openingTag: number, limit: number): number {
  let row = rowOf(lines, openingTag);
  const rest = lines[row]?.text.slice(openingTag - (lines[row]?.start ?? 0)) ?? "";
  let end = openingTag;
  if (rest !== "") {
    if (!OUR_LINE.test(rest)) return end;
    end = Math.min(end + rest.length, limit);
  }
  for (;;) {
    row += 1;
    const line = lines[row];
    if (line === undefined || line.end > limit) return end;
    const ours = OUR_LINE.test(line.text) || (row === lines.length - 1 && BROKEN_LINE.test(line.text));
    if (!ours) return end;
    end = line.start + line.text.length;
  }
}

/** The block with the rest of its lines where nothing else stands in them, and with a code fence around it. */
function withItsLines(text: string, lines: readonly Line[], block: Span, free: number): Span {
  const firstRow = rowOf(lines, block.start);
  const lastRow = rowOf(lines, block.end);
  const first = lines[firstRow];
  const last = lines[lastRow];
  if (first === undefined || last === undefined) return block;
  if (!PREFIX.test(text.slice(Math.max(first.start, free), block.start))) return block;
  if (!REST.test(text.slice(block.end, last.start + last.text.length))) return block;
  const before = lines[firstRow - 1];
  const after = lines[lastRow + 1];
  const fenced = before !== undefined && CODE_FENCE.test(before.text);
  const ends = after === undefined || CODE_FENCE.test(after.text);
  if (fenced && ends) return { start: before.start, end: after?.end ?? last.end };
  return { start: Math.max(first.start, free), end: last.end };
}

function without(text: string, cuts: readonly Span[]): string {
  const pieces = [text.slice(0, cuts[0]?.start)];
  for (const [index, cut] of cuts.entries()) {
    const piece = text.slice(cut.end, cuts[index + 1]?.start);
    // What stood apart stays apart.
    const joins = isText(text[cut.start - 1]) && isText(piece[0]);
    pieces.push(joins ? ` ${piece}` : piece);
  }
  const kept = pieces.join("");
  return kept.trim() === "" ? "" : kept;
}

function isText(character: string | undefined): boolean {
  return character !== undefined && /\S/.test(character);
}
