import { html, raw } from "hono/html";
import type { ArmResult, RunResult } from "../results/result.ts";
import { characterSection } from "./character-section.ts";
import { curvesSection } from "./curves-section.ts";
import { explanationsOf } from "./explanations.ts";
import { fieldTable } from "./field-table.ts";
import { htmlTable } from "./html-table.ts";
import type { Markup } from "./markup.ts";
import {
  baselineOf,
  differencesTable,
  type MeasureGroup,
  measureGroups,
  SCOPES,
  scoresTable,
} from "./measure-tables.ts";
import { PAPER } from "./paper.ts";
import { modelsTable, settingsTable } from "./paper-tables.ts";
import type { ReportOptions } from "./report-options.ts";
import { armsTable, factsOf, SCRIPTED_LABEL } from "./run-facts.ts";
import type { Scope } from "./scores.ts";
import { STYLE_SHEET } from "./style-sheet.ts";

/**
 * A page that needs nothing but itself: no request, no script. Import this file when a report is made and not before: it
 * loads what draws the charts. The same bytes for the same result. Throws where no arm is
 * called like the baseline.
 */
export async function reportHtml(result: RunResult, options: ReportOptions): Promise<string> {
  const { title } = factsOf(result);
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}: ${result.kind} run of ${result.data.digest}</title>
<style>${raw(STYLE_SHEET)}</style>
</head>
<body>
${head(result)}
<main>
${paperSection(result)}
${measuresSection(result, options)}
${curvesSection(result)}
${charactersSection(result, options)}
${meaningsSection(result)}
</main>
<footer>${title} of Lifelong. Data ${result.data.digest}, seed ${result.seed}.</footer>
</body>
</html>
`;
  return page.toString();
}

function head(result: RunResult): Markup {
  const { title, lead, scripted, facts, notes, notRun } = factsOf(result);
  return html`<header class="top">
<h1>${title}</h1>
${scripted && html`<p class="scripted" role="note">${SCRIPTED_LABEL}</p>`}
<p class="lead">${lead}</p>
<dl class="facts">${facts.map(({ name, text }) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>
${htmlTable(armsTable(result.arms))}
${notes.length > 0 && html`<ul class="notes">${notes.map(({ text, arms }) => html`<li><strong>${arms.join("; ")}:</strong> ${text}</li>`)}</ul>`}
${notRun.length > 0 && html`<p><strong>Not run:</strong> ${notRun.join(", ")}.</p>`}
<nav aria-label="Sections"><ul><li><a href="#paper">Beside the paper</a></li><li><a href="#measures">Measures</a></li><li><a href="#curves">Over the conversations</a></li><li><a href="#characters">Characters</a></li><li><a href="#meanings">What the numbers mean</a></li></ul></nav>
</header>`;
}

function paperSection(result: RunResult): Markup {
  return html`<section aria-labelledby="paper"><h2 id="paper">Beside the paper</h2>
${result.scripted && html`<p>In this run scripts stood in for models, so it has nothing to put beside the paper.</p>`}
<p>The figures of the paper are from ${PAPER.title} (${PAPER.location}), tables 1 and 2. It had other characters, other models and another judge: a row here is no repetition of a row there.</p>
${htmlTable(settingsTable(result))}
${htmlTable(modelsTable(result))}
</section>`;
}

function measuresSection(result: RunResult, { baseline: name }: ReportOptions): Markup {
  const { arms } = result;
  const baseline = baselineOf(result, name);
  const groups = measureGroups(result);
  return html`<section aria-labelledby="measures"><h2 id="measures">Measures</h2>
${SCOPES.map(
  ({ scope, name: heading }) => html`<h3>${heading}</h3>
${groups.map((group) => htmlTable(scoresTable(arms, group, scope)))}
${fieldsMarkup(result, scope)}
${baseline && differencesMarkup(arms, groups, { scope, baseline })}`,
)}
</section>`;
}

function fieldsMarkup(result: RunResult, scope: Scope): Markup {
  const table = fieldTable(result, scope);
  return html`${table && html`<details><summary>Field by field</summary>${htmlTable(table)}</details>`}`;
}

function differencesMarkup(
  arms: readonly ArmResult[],
  groups: readonly MeasureGroup[],
  { scope, baseline }: { scope: Scope; baseline: ArmResult },
): Markup {
  const tables = groups.flatMap((group) => differencesTable(arms, group, { scope, baseline }) ?? []);
  return html`${tables.length > 0 && html`<details${scope === "all" && raw(" open")}><summary>Differences from ${baseline.name}</summary>${tables.map(htmlTable)}</details>`}`;
}

function charactersSection(result: RunResult, { characters }: ReportOptions): Markup {
  const known = result.data.characters.flatMap((id) => characters.find((character) => character.id === id) ?? []);
  const unknown = result.data.characters.filter((id) => !known.some((character) => character.id === id));
  return html`<section aria-labelledby="characters"><h2 id="characters">Characters</h2>
<p>Invented people. Open one to see what was told, what each arm held after each conversation, and where it went wrong.</p>
${known.map((character) => characterSection(character, result))}
${unknown.length > 0 && html`<p>No file was at hand of ${unknown.join(", ")}.</p>`}
</section>`;
}

function meaningsSection(result: RunResult): Markup {
  return html`<section aria-labelledby="meanings"><h2 id="meanings">What the numbers mean</h2>
${explanationsOf(result).map(
  ({ name, explanations }) => html`<h3>${name}</h3>
<dl class="meanings">${explanations.map((one) => html`<dt>${one.name}</dt><dd>${one.meaning}</dd>`)}</dl>`,
)}
</section>`;
}
