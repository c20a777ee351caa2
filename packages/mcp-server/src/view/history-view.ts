import type { Explanation, PersonaSchema, Revision } from "@lifelong/core";
import { ago, day } from "./ago.ts";
import { viewAuthor } from "./author-view.ts";
import { BASIS } from "./basis-text.ts";
import { contentsOf, type KnownContents, viewChanges } from "./change-view.ts";
import { count } from "./count.ts";
import type { Layout } from "./layout.ts";
import { wrap } from "./text-width.ts";
import { viewContent, viewQuote, viewRow } from "./value-view.ts";

/** Revisions, newest first, each with who made it and what it changed. */
export function viewHistory(
  revisions: readonly Revision[],
  schema: PersonaSchema,
  layout: Layout,
  now: Date,
  known: KnownContents = contentsOf(revisions),
): string {
  if (revisions.length === 0) return "Nothing has changed yet: the history is empty.\n";
  const blocks = revisions.map((revision) => {
    const lines = viewChanges(revision, schema, layout, known);
    const head = `${layout.style.title(`Revision ${revision.revision}`)}  ${layout.style.faint(`${viewAuthor(revision.cause)} · ${ago(revision.at, now)}`)}`;
    return [head, ...(lines.length === 0 ? [layout.style.faint(`  ${withoutChanges(revision)}`)] : lines)].join("\n");
  });
  return `${blocks.join("\n\n")}\n`;
}

/** Why a field holds what it holds: each value with all its kept quotes, then what happened to the field. */
export function viewExplanation(
  { field, label, state, history }: Explanation,
  schema: PersonaSchema,
  layout: Layout,
  now: Date,
): string {
  const { style, width } = layout;
  const remarks = [...(label === field ? [] : [field]), ...(state.locked ? ["locked"] : [])];
  const lines = [style.title(label), ...(remarks.length > 0 ? [style.faint(remarks.join(" · "))] : []), ""];
  if (state.values.length === 0) {
    lines.push(
      ...wrap("Nothing is held here. Tell it to an assistant, or set it yourself:", width - 2).map(
        (line) => `  ${line}`,
      ),
    );
    lines.push(`  lifelong edit --set ${field}=…`);
  }
  for (const value of state.values) {
    const support = value.supportedBy.length > 0 ? ` · ${count(value.supportedBy.length, "conversation")}` : "";
    const remark = `${BASIS[value.basis]}${support}${value.tentative ? " · not sure yet" : ""}`;
    lines.push(...viewRow({ name: "", text: viewContent(value.content), remark }, { indent: 0, nameWidth: 0 }, layout));
    for (const { quote, sessionId, messageIndex, startedAt } of value.quotes) {
      lines.push(`    ${viewQuote(quote, width - 4)}`);
      lines.push(`    ${style.faint(`${day(startedAt)}, conversation ${sessionId}, message ${messageIndex + 1}`)}`);
    }
  }
  if (state.closed)
    lines.push("", `  ${style.faint(`Takes nothing from conversations before ${day(state.closed.at)}.`)}`);
  const known = contentsOf(history);
  for (const entry of history) {
    lines.push("", `${style.faint(`Revision ${entry.revision} · ${entry.by} · ${ago(entry.at, now)}`)}`);
    lines.push(...viewChanges(entry, schema, layout, known));
  }
  return `${lines.join("\n")}\n`;
}

function withoutChanges({ cause }: Revision): string {
  if (cause.kind !== "prune") return "no values changed";
  const texts = `the text of ${count(cause.sessions, "conversation")}`;
  return `${texts} and ${count(cause.revisions, "earlier revision")}; no values changed`;
}
