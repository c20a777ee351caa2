import type { Persona, PersonaSchema, Value } from "@lifelong/core";
import { ago } from "./ago.ts";
import { BASIS } from "./basis-text.ts";
import { count } from "./count.ts";
import { groupOf, orderedFields } from "./field-group.ts";
import type { Layout } from "./layout.ts";
import { textWidth } from "./text-width.ts";
import { fieldLabel, viewContent, viewQuote, viewRow } from "./value-view.ts";

const INDENT = 2;
const WIDEST_NAME = 22;

/** The persona for the person it is about: everything believed, by group, with basis, support and a quote for each value. */
export function viewPersona(persona: Persona, schema: PersonaSchema, layout: Layout, now: Date): string {
  const fields = orderedFields(persona, schema);
  const held = fields.flatMap((field) => (persona.fields[field]?.values ?? []).map((value) => ({ field, value })));
  const title = layout.style.title(`Persona of ${persona.userId}`);
  if (held.length === 0) {
    return `${title}\n\nNothing is known yet. Record a conversation, or say something yourself:\nlifelong edit --set name=…\n`;
  }
  const nameWidth = Math.min(WIDEST_NAME, Math.max(...held.map(({ field }) => textWidth(fieldLabel(schema, field)))));
  const lines = [
    title,
    layout.style.faint(
      [
        `revision ${persona.revision}`,
        `changed ${ago(persona.updatedAt, now)}`,
        persona.paused ? "learning is paused" : "",
      ]
        .filter((part) => part !== "")
        .join(" · "),
    ),
  ];
  const groups: readonly (readonly [string, typeof held])[] = [
    ...Map.groupBy(
      held.filter(({ value }) => !value.tentative),
      ({ field }) => groupOf(field),
    ),
    ["Not sure yet, until a second conversation says so too", held.filter(({ value }) => value.tentative)],
  ];
  for (const [group, entries] of groups) {
    if (entries.length === 0) continue;
    lines.push("", layout.style.title(group));
    let previous = "";
    for (const { field, value } of entries) {
      const name = field === previous ? "" : fieldLabel(schema, field);
      previous = field;
      const locked = persona.fields[field]?.locked === true;
      const columns = { indent: INDENT, nameWidth };
      lines.push(
        ...viewRow({ name, text: viewContent(value.content), remark: remarkOn(value, locked) }, columns, layout),
        ...viewNewestQuote(value, INDENT + nameWidth + 2, layout),
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

function viewNewestQuote(value: Value, start: number, { width, style }: Layout): string[] {
  const quote = value.quotes.at(-1)?.quote;
  return quote === undefined ? [] : [`${" ".repeat(start)}${style.faint(viewQuote(quote, width - start))}`];
}

function remarkOn(value: Value, locked: boolean): string {
  const support = value.supportedBy.length === 0 ? "" : count(value.supportedBy.length, "conversation");
  return [BASIS[value.basis], support, locked ? "locked" : ""].filter((part) => part !== "").join(" · ");
}
