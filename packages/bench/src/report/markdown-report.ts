import { markdownTable } from "markdown-table";
import type { RunResult } from "../results/result.ts";
import { explanationsOf } from "./explanations.ts";
import { fieldTable } from "./field-table.ts";
import { baselineOf, differencesTable, measureGroups, SCOPES, scoresTable } from "./measure-tables.ts";
import { PAPER } from "./paper.ts";
import { modelsTable, settingsTable } from "./paper-tables.ts";
import type { ReportOptions } from "./report-options.ts";
import { armsTable, factsOf, SCRIPTED_LABEL } from "./run-facts.ts";
import type { Cell, Table } from "./table.ts";

/**
 * The report as tables and a few sentences, for a terminal and for documents; timelines are in the page only. The same
 * bytes for the same result. Throws where no arm is called like the baseline.
 */
export function reportMarkdown(result: RunResult, { baseline: name }: Pick<ReportOptions, "baseline"> = {}): string {
  const { title, lead, scripted, facts, notes, notRun } = factsOf(result);
  const baseline = baselineOf(result, name);
  const groups = measureGroups(result);
  const blocks = [
    `# ${title}`,
    ...(scripted ? [`**${SCRIPTED_LABEL}**`] : []),
    lead,
    facts.map((fact) => `- ${fact.name}: ${escaped(fact.text)}`).join("\n"),
    ...(notRun.length > 0 ? [`Not run: ${notRun.join(", ")}.`] : []),
    tableText(armsTable(result.arms)),
    ...(notes.length > 0
      ? [notes.map(({ text, arms }) => `- ${escaped(arms.join("; "))}: ${escaped(text)}`).join("\n")]
      : []),
    "## Beside the paper",
    `Figures of the paper: ${PAPER.title} (${PAPER.location}), tables 1 and 2.`,
    tableText(settingsTable(result)),
    tableText(modelsTable(result)),
    "## Measures",
    ...SCOPES.flatMap(({ scope, name: heading }) => [
      `### ${heading}`,
      ...groups.flatMap((group) => {
        const differences = baseline && differencesTable(result.arms, group, { scope, baseline });
        return [scoresTable(result.arms, group, scope), ...(differences ? [differences] : [])].map(tableText);
      }),
      ...[fieldTable(result, scope) ?? []].flat().map(tableText),
    ]),
    "## What the numbers mean",
    ...explanationsOf(result).map(({ explanations }) =>
      explanations.map((one) => `- **${one.name}**: ${one.meaning}`).join("\n"),
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function tableText({ caption, columns, rows }: Table): string {
  const lines = [
    columns.map(({ name, detail }) => escaped(detail ? `${name} (${detail})` : name)),
    ...rows.map(({ head, cells }) => [head, ...cells].map(cellText)),
  ];
  const align = columns.map(({ holds }) => (holds === "numbers" ? "r" : "l"));
  return `${escaped(caption)}:\n\n${markdownTable(lines, { align })}`;
}

function cellText({ text, detail, tone }: Cell): string {
  const verdict = tone === "better" || tone === "worse" ? `, ${tone}` : "";
  return escaped(detail ? `${text} (${detail}${verdict})` : `${text}${verdict}`);
}

/** Text that may be anybody's, so that it neither ends a cell nor marks anything up. */
function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]|#]/g, (character) => `\\${character}`)
    .replaceAll("<", "&lt;")
    .replace(/\s+/g, " ");
}
