import type { Node } from "jsonc-parser";
import type { FileText } from "./file-text.ts";
import type { JsonValue } from "./host.ts";

/** A stretch of a text that is replaced. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly by: string;
}

/** @param splices - none of which overlap; of two at one offset the first comes first */
export function splice(text: string, splices: readonly Splice[]): string {
  return splices
    .toReversed()
    .toSorted((one, other) => other.from - one.from)
    .reduce((rest, { from, to, by }) => rest.slice(0, from) + by + rest.slice(to), text);
}

/** Puts a member behind the last one of an object or a list, and leaves every other byte as it is. */
export function insertLast(style: FileText, container: Node, member: { key?: string; value: JsonValue }): string {
  const { text } = style;
  const last = container.children?.at(-1);
  if (last === undefined) return insertFirst(style, container, member);
  const first = container.children?.[0] ?? last;
  const end = last.offset + last.length;
  const comma = commaAfter(text, end);
  const isOnLines = text.slice(container.offset, first.offset).includes("\n");
  if (!isOnLines) {
    const gap = /[,:]\S/.test(withoutStrings(text.slice(container.offset, end))) ? "" : " ";
    const body = `${gap}${write(member, gap === "" ? "" : " ")}`;
    return splice(text, [comma === undefined ? { from: end, to: end, by: `,${body}` } : at(comma + 1, `${body},`)]);
  }
  const indent = indentOf(text, first.offset);
  const body = `${style.newline}${indent}${writeLines(style, member, indent)}`;
  const place = endOfLine(text, comma === undefined ? end : comma + 1);
  return splice(text, comma === undefined ? [at(end, ","), at(place, body)] : [at(place, `${body},`)]);
}

/** Puts another value in the place of a node. */
export function replaceNode(style: FileText, node: Node, value: JsonValue): string {
  const by = writeLines(style, { value }, indentOf(style.text, node.offset));
  return splice(style.text, [{ from: node.offset, to: node.offset + node.length, by }]);
}

function insertFirst(style: FileText, container: Node, member: { key?: string; value: JsonValue }): string {
  const { text, newline } = style;
  const from = container.offset + 1;
  const to = container.offset + container.length - 1;
  const inside = text.slice(from, to);
  const isMinified = !text.includes("\n") && text.trim() !== "{}";
  if (isMinified && inside.trim() === "") return splice(text, [{ from, to, by: write(member, "") }]);
  const indent = indentOf(text, container.offset);
  const body = `${newline}${indent}${style.indent}${writeLines(style, member, indent + style.indent)}`;
  if (inside.trim() === "") return splice(text, [{ from, to, by: `${body}${newline}${indent}` }]);
  const place = from + inside.trimEnd().length;
  const isClosedOnNextLine = text.slice(place, to).includes("\n");
  return splice(text, [at(place, isClosedOnNextLine ? body : `${body}${newline}${indent}`)]);
}

function at(offset: number, by: string): Splice {
  return { from: offset, to: offset, by };
}

/** The offset of the comma behind a member; undefined where there is none. */
export function commaAfter(text: string, offset: number): number | undefined {
  const end = endOf(/(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*/y, text, offset);
  return text[end] === "," ? end : undefined;
}

/** Behind the comments that stand on the rest of the line. */
function endOfLine(text: string, offset: number): number {
  return endOf(/(?:[ \t]*(?:\/\/.*|\/\*.*?\*\/))*/y, text, offset);
}

/** @param pattern - sticky, and matching nothing at least */
function endOf(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  pattern.exec(text);
  return pattern.lastIndex;
}

/** The white space that the line of an offset begins with. */
function indentOf(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

function write({ key, value }: { key?: string; value: JsonValue }, gap: string): string {
  // In JSON a line ends between tokens alone.
  const words = gap === "" ? JSON.stringify(value) : JSON.stringify(value, undefined, 1).replace(/\n\s*/g, gap);
  return `${key === undefined ? "" : `${JSON.stringify(key)}:${gap}`}${words}`;
}

function writeLines(style: FileText, { key, value }: { key?: string; value: JsonValue }, indent: string): string {
  const lines = JSON.stringify(value, undefined, style.indent).replaceAll("\n", `${style.newline}${indent}`);
  return key === undefined ? lines : `${JSON.stringify(key)}: ${lines}`;
}

function withoutStrings(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, '"');
}
