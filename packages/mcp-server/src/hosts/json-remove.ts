import type { Node } from "jsonc-parser";
import { commaAfter, type Splice, splice } from "./json-insert.ts";

/** Takes a member out of an object or a list, with its comma; comments around it stay. */
export function removeMember(text: string, container: Node, member: Node): string {
  const siblings = container.children ?? [];
  const place = siblings.indexOf(member);
  const end = member.offset + member.length;
  const comma = commaAfter(text, end);
  const before = siblings[place - 1];
  if (siblings.length === 1 && isBlankAround(text, container, member, comma)) {
    return splice(text, [{ from: container.offset + 1, to: container.offset + container.length - 1, by: "" }]);
  }
  const start = text.slice(0, member.offset).trimEnd().length;
  // A comment that ends with its line must keep the end of the line.
  const from =
    isBehindLineComment(text, start) && !text.slice(end).match(/^,?[ \t]*(?:\r?\n|\/\/)/) ? member.offset : start;
  const own: Splice = { from, to: comma === undefined ? end : comma + 1, by: "" };
  const earlier = comma === undefined && before ? commaAfter(text, before.offset + before.length) : undefined;
  if (earlier === undefined) return splice(text, [own]);
  return splice(text, [
    { from: earlier, to: earlier + 1, by: "" },
    { ...own, from: Math.max(own.from, earlier + 1) },
  ]);
}

function isBlankAround(text: string, container: Node, member: Node, comma: number | undefined): boolean {
  const before = text.slice(container.offset + 1, member.offset);
  const behind = text.slice(
    comma === undefined ? member.offset + member.length : comma + 1,
    container.offset + container.length - 1,
  );
  return (before + behind).trim() === "";
}

function isBehindLineComment(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset);
  return line.includes("//");
}
