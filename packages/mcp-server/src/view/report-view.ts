import type { PersonaSchema, Receipt, Recorded, UpdateReport } from "@lifelong/core";
import { type KnownContents, viewChanges } from "./change-view.ts";
import { count } from "./count.ts";
import type { Layout } from "./layout.ts";
import { wrap } from "./text-width.ts";
import { fieldLabel } from "./value-view.ts";

/**
 * What recording a conversation did.
 *
 * @param isEmpty - whether nothing of the conversation is held, though its id is
 */
export function viewRecorded(recorded: Recorded, { width }: Layout, isEmpty = false): string {
  const sentences = [summarizeRecord(recorded, isEmpty), ...recorded.notKept.map((entry) => entry.sentence)];
  return sentences.flatMap((sentence) => wrap(sentence, width)).join("\n");
}

function summarizeRecord({ sessionId, duplicate, kept }: Recorded, isEmpty: boolean): string {
  if (kept > 0) return `Recorded ${count(kept, "message")} as conversation ${sessionId}.`;
  if (!duplicate) return "Nothing of it was kept.";
  return isEmpty
    ? `Nothing new: conversation ${sessionId} is known, but nothing of it was kept, as when it was recorded while learning was paused. Record it under another --id to have it kept.`
    : `Nothing new: conversation ${sessionId} was recorded already.`;
}

/** What learning or editing did. */
export function viewReport(report: UpdateReport, schema: PersonaSchema, layout: Layout, known?: KnownContents): string {
  const lines = viewChanges(report, schema, layout, known);
  return [...wrap(summarize(report), layout.width), ...lines].join("\n");
}

function summarize({ outcome, reason, pass, sessions, changes, refusals, pending, revision }: UpdateReport): string {
  const read = pass === undefined ? "" : ` from ${count(sessions, "conversation")}`;
  switch (outcome) {
    case "committed": {
      const refused = refusals.reduce((total, refusal) => total + refusal.count, 0);
      const parts = [count(changes.length, "change"), ...(refused > 0 ? [`${refused} refused`] : [])].join(", ");
      return [`Revision ${revision}: ${parts}${read}.`, ...(reason === undefined ? [] : [reason])].join(" ");
    }
    case "nothing":
      return `Nothing changed${read}.`;
    case "limited":
      return reason ?? "The daily ceiling is reached.";
    case "paused":
      return "Learning is paused. Run `lifelong resume` to go on.";
    case "parked":
      return `${reason ?? `What was proposed${read} could not be read.`} What was said${read} is set aside and tried again later, or by \`lifelong optimize --retry\`; ${count(pending, "conversation")} pending.`;
  }
}

/** What forgetting took away. */
export function viewReceipt(receipt: Receipt, schema: PersonaSchema, { width }: Layout): string {
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
    const names = closedFields.map((field) => `“${fieldLabel(schema, field)}”`).join(", ");
    sentences.push(`Earlier conversations will not teach ${names} again.`);
  }
  return sentences.flatMap((sentence) => wrap(sentence, width)).join("\n");
}
