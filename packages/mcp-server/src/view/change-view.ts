import type { Change, Content, PersonaSchema, Refusal, Revision } from "@lifelong/core";
import { BASIS } from "./basis-text.ts";
import { count } from "./count.ts";
import type { Layout } from "./layout.ts";
import { wrap } from "./text-width.ts";
import { fieldLabel, viewContent, viewQuote } from "./value-view.ts";

/** Contents by value id, so that a removal can be told by what it removed. */
export type KnownContents = ReadonlyMap<string, Content>;

/** What the values of those revisions held. */
export function contentsOf(revisions: readonly Pick<Revision, "changes">[]): KnownContents {
  const changes = revisions.flatMap((revision) => revision.changes);
  return new Map(changes.flatMap((change) => ("value" in change ? [[change.value.id, change.value.content]] : [])));
}

/** Changes and refusals, a sign and a line each, with the quote or the reason below. Empty when there are none. */
export function viewChanges(
  { changes, refusals }: { changes: readonly Change[]; refusals: readonly Refusal[] },
  schema: PersonaSchema,
  layout: Layout,
  known: KnownContents = new Map(),
): string[] {
  return [
    ...quotedOnce(changes).flatMap((change) => viewChange(change, schema, layout, known)),
    ...refusals.flatMap((refusal) => viewRefusal(refusal, schema, layout)),
  ];
}

/** Neighbours that one quote supports show it once, below the last of them. */
function quotedOnce(changes: readonly Change[]): readonly Change[] {
  return changes.map((change, index) => {
    const quote = quoteOf(change);
    const isRepeated = quote !== undefined && quote === quoteOf(changes[index + 1]);
    return isRepeated && "evidence" in change ? { ...change, evidence: [] } : change;
  });
}

function quoteOf(change: Change | undefined): string | undefined {
  return change !== undefined && "evidence" in change ? change.evidence.at(-1)?.quote : undefined;
}

function viewChange(change: Change, schema: PersonaSchema, { width, style }: Layout, known: KnownContents): string[] {
  const line = (sign: string, text: string, remark = "") => {
    const [first = "", ...more] = wrap(text, width - 4);
    return [`  ${sign} ${first}${remark}`, ...more.map((part) => `    ${part}`)];
  };
  switch (change.kind) {
    case "set":
    case "add": {
      const { content, basis } = change.value;
      const quote = change.evidence.at(-1)?.quote;
      return [
        ...line(
          style.good("+"),
          `${fieldLabel(schema, change.field)}: ${viewContent(content)}`,
          style.faint(`  ${BASIS[basis]}`),
        ),
        ...(quote === undefined ? [] : [`    ${style.faint(viewQuote(quote, width - 4))}`]),
      ];
    }
    case "remove": {
      const content = known.get(change.valueId);
      const what = content === undefined ? "a value" : viewContent(content);
      const quote = change.evidence.at(-1)?.quote;
      return [
        ...line(style.bad("−"), `${fieldLabel(schema, change.field)}: ${what} no longer`),
        ...(quote === undefined ? [] : [`    ${style.faint(viewQuote(quote, width - 4))}`]),
      ];
    }
    case "restore":
      return line(
        style.good("+"),
        `${fieldLabel(schema, change.field)}: ${viewContent(change.value.content)}`,
        style.faint("  given back"),
      );
    case "lock":
    case "unlock":
      return line("·", `${fieldLabel(schema, change.field)} ${change.kind}ed`);
    case "pause":
      return line("·", "learning paused");
    case "resume":
      return line("·", "learning resumed");
    case "consent":
      return line("·", `consent for ${change.category} ${change.given ? "given" : "withdrawn"}`);
    case "forget":
      return line(style.bad("−"), `forgot ${count(change.fields.length, "field")}`);
  }
}

function viewRefusal(refusal: Refusal, schema: PersonaSchema, { width, style }: Layout): string[] {
  const content = refusal.content === undefined ? "" : `: ${viewContent(refusal.content)}`;
  const times = refusal.count > 1 ? ` (${refusal.count} times)` : "";
  const [first = "", ...more] = wrap(`${fieldLabel(schema, refusal.field)}${content} refused${times}`, width - 4);
  return [
    `  ${style.bad("×")} ${first}`,
    ...more.map((part) => `    ${part}`),
    ...wrap(refusal.sentence, width - 4).map((part) => `    ${style.faint(part)}`),
  ];
}
