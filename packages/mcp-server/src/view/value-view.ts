import { type Content, fieldOf, type PersonaSchema } from "@lifelong/core";
import type { Layout } from "./layout.ts";
import { oneLine, padEnd, textWidth, wrap } from "./text-width.ts";

/** What a person calls the field: the schema's label, or the path where it has none. */
export function fieldLabel(schema: PersonaSchema, field: string): string {
  return fieldOf(schema, field)?.label ?? field;
}

export function viewContent(content: Content): string {
  if (typeof content === "boolean") return content ? "yes" : "no";
  return oneLine(String(content));
}

/** A quote of the user, cut at about that many columns. */
export function viewQuote(quote: string, columns: number): string {
  const text = oneLine(quote).replace(/\s+/g, " ");
  if (textWidth(text) + 2 <= columns) return `“${text}”`;
  return `“${wrap(text, columns - 3)[0]}…”`;
}

/** A name, beside it a text that wraps, and a remark to the right of its last line or, where there is no room, below. */
export function viewRow(
  { name, text, remark = "" }: { name: string; text: string; remark?: string },
  { indent, nameWidth }: { indent: number; nameWidth: number },
  { width, style }: Layout,
): string[] {
  const start = indent + nameWidth + 2;
  const lines = wrap(text, width - start);
  const rows = lines.map((line, index) => {
    const head = index === 0 ? `${" ".repeat(indent)}${padEnd(name, nameWidth)}  ` : " ".repeat(start);
    return `${head}${style.strong(line)}`;
  });
  if (remark === "") return rows;
  const gap = width - start - textWidth(lines.at(-1) ?? "") - textWidth(remark);
  if (gap >= 2) rows.push(`${rows.pop() ?? ""}${" ".repeat(gap)}${style.faint(remark)}`);
  else rows.push(...wrap(remark, width - start).map((line) => `${" ".repeat(start)}${style.faint(line)}`));
  return rows;
}
