import type { PersonaSchema, Receipt, Recorded, UpdateReport } from "@lifelong/core";
import { type KnownContents, viewChanges } from "./change-view.ts";
import { count } from "./count.ts";
import type { Layout } from "./layout.ts";
import { wrap } from "./text-width.ts";

/** What recording a conversation did. */
export function viewRecorded(recorded: Recorded, { width }: Layout): string {
  const { sessionId, duplicate, kept, notKept } = recorded;
  const sentence = duplicate
    ? `Nothing new: conversation ${sessionId} was recorded already.`
    : kept === 0
      ? "Nothing of it was kept."
      : `Recorded ${count(kept, "message")} as conversation ${sessionId}.`;
  return [sentence, ...notKept.map((entry) => entry.sentence)].flatMap((line) => wrap(line, width)).join("\n");
}

/** What learning or editing did. */
export function viewReport(report: UpdateReport, schema: PersonaSchema, layout: Layout, known?: KnownContents): string {
  const lines = viewChanges(report, schema, layout, known);
  return [...wrap(summarize(report), layout.width), ...lines].join("\n");
}

function summarize({ outcome, pass, sessions, changes, refusals, pending, revision }: UpdateReport): string {
  const read = pass === undefined ? "" : ` from ${count(sessions, "conversation")}`;
  switch (outcome) {
    case "committed": {
      const refused = refusals.reduce((total, refusal) => total + refusal.count, 0);
      const parts = [count(changes.length, "change"), ...(refused > 0 ? [`${refused} refused`] : [])].join(", ");
      return `Revision ${revision}: ${parts}${read}.`;
    }
    case "nothing":
      return `Nothing changed${read}.`;
    case "paused":
      return "Learning is paused. Run `lifelong resume` to go on.";
    case "parked":
      return `What was proposed${read} could not be read. ${count(pending, "conversation")} wait; run \`lifelong optimize --retry\`.`;
  }
}

/** What forgetting took away. */
export function viewReceipt(receipt: Receipt, { width }: Layout): string {
  const { values, quotes, messages, sessions, revisions, closedFields } = receipt;
  if (values + quotes + messages + sessions + revisions === 0) return "There was nothing to forget.";
  const taken = [
    count(values, "value"),
    count(quotes, "quote"),
    count(messages, "message"),
    count(sessions, "conversation"),
  ].join(", ");
  const sentences = [`Forgotten for good: ${taken}; ${count(revisions, "revision")} of the history rewritten.`];
  if (closedFields.length > 0) {
    sentences.push(`Earlier conversations will not teach ${closedFields.join(", ")} again.`);
  }
  return sentences.flatMap((sentence) => wrap(sentence, width)).join("\n");
}
