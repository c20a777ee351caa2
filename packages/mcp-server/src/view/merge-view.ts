import type { PersonaSchema } from "@lifelong/core";
import type { MergeReport } from "../commands/importing/import-store.ts";
import { count } from "./count.ts";
import type { Layout } from "./layout.ts";
import { oneLine, wrap } from "./text-width.ts";
import { fieldLabel, viewRow } from "./value-view.ts";

const COLUMNS = { indent: 2, nameWidth: 10 };
const REST =
  "History, consents and what is learned from words that are gone there do not come over; `lifelong copy` moves a store as a whole into one that holds nothing of the profile.";

/** What taking another store in came to. */
export function viewMerge(
  reports: readonly MergeReport[],
  schema: PersonaSchema,
  layout: Layout,
  dryRun: boolean,
): string {
  const names = (fields: readonly string[]) => fields.map((field) => fieldLabel(schema, field)).join(", ");
  const lines = reports.flatMap((report) => {
    const row = (name: string, number: number, text: string) =>
      number === 0 ? [] : viewRow({ name, text }, COLUMNS, layout);
    const { recorded, duplicates, withoutWords, closedHere, forgotten, edits, forgottenFields, kept, learned } = report;
    return [
      layout.style.title(`Profile ${oneLine(report.userId)}${dryRun ? ", dry run" : ""}`),
      ...viewRow({ name: "recorded", text: count(recorded, "conversation") }, COLUMNS, layout),
      ...row("known", duplicates, `${count(duplicates, "conversation")}, not taken twice`),
      ...row("left out", withoutWords, `${count(withoutWords, "conversation")}: no words are held any more`),
      ...row("left out", closedHere, `${count(closedHere, "conversation")}: forgotten or private here`),
      ...row("forgotten", forgotten, `${count(forgotten, "conversation")} that had been forgotten or private there`),
      ...row("by hand", edits, `${count(edits, "change")} that you had made there`),
      ...row("forgotten", forgottenFields.length, `what was taken away there: ${names(forgottenFields)}`),
      ...row("kept", kept.length, `what you have set here: ${names(kept)}`),
      ...row("learned", learned, `${count(learned, "change")} by the rules`),
      "",
    ];
  });
  return [...lines, ...wrap(dryRun ? "Nothing was changed." : REST, layout.width), ""].join("\n");
}
