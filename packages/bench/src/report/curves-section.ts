import { html } from "hono/html";
import type { ArmResult, RunResult } from "../results/result.ts";
import { type CurveSet, curvesOf } from "./curve.ts";
import { htmlTable } from "./html-table.ts";
import { lineChart } from "./line-chart.ts";
import type { Markup } from "./markup.ts";
import { costMeasures, type Measure, paperMeasures, personaMeasures, winMeasure } from "./measure.ts";
import { SCOPES } from "./measure-tables.ts";
import { numberText } from "./number-text.ts";
import { NONE } from "./table.ts";

const AS_IN_PAPER = ["utterances", "judged-similarity", "similarity", "wins"];
const BEYOND = ["found", "right", "stale", "believed", "injected"];

/** Every measure over the conversations, in the order of the paper's figures, with its figures in a table for who reads them. */
export function curvesSection(result: RunResult): Markup {
  const measures = [...paperMeasures, winMeasure(result), ...personaMeasures, ...costMeasures];
  const figures = (ids: readonly string[]) =>
    ids.flatMap((id) => measures.filter((measure) => measure.id === id)).map((measure) => figure(measure, result.arms));
  return html`<section aria-labelledby="curves"><h2 id="curves">Over the conversations</h2>
<p>Each point is the mean over the characters after, or in, their conversation of that number. An arm keeps its dashes, symbol and colour in every chart.</p>
<h3>As in figures 3 to 5 of the paper</h3>
${figures(AS_IN_PAPER)}
<h3>What is held, and what is injected</h3>
${figures(BEYOND)}
</section>`;
}

function figure(measure: Measure, arms: readonly ArmResult[]): Markup {
  const all = curvesOf(arms, measure);
  const caption = html`<figcaption><strong>${measure.name}</strong>${measure.meaning}</figcaption>`;
  if (!all) return html`<figure>${caption}<p class="absent">not run</p></figure>`;
  const languages = SCOPES.slice(1).flatMap(({ scope, name }) => {
    const curves = curvesOf(arms, measure, scope);
    return curves ? [{ name, curves }] : [];
  });
  return html`<figure>${caption}
${chart(all)}
<details><summary>By language, and in figures</summary>
${languages.map(({ name, curves }) => html`<h4>${name}</h4>${chart(curves)}`)}
${curvesTable(all)}</details></figure>`;
}

function chart(curves: CurveSet): Markup {
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${curves.measure.axis}">${lineChart(curves, `chart-${curves.measure.id}-${curves.scope}`)}</div>`;
}

function curvesTable({ measure, curves }: CurveSet): Markup {
  const numbers = [...new Set(curves.flatMap(({ points }) => points.map(({ conversation }) => conversation)))].toSorted(
    (one, other) => one - other,
  );
  return htmlTable({
    caption: `${measure.axis}, by conversation`,
    columns: [
      { name: "Arm", holds: "words" },
      ...numbers.map((number) => ({ name: String(number), holds: "numbers" as const })),
    ],
    rows: curves.map(({ name, arm, points }) => ({
      head: { text: name },
      arm,
      cells: numbers.map((number) => {
        const point = points.find(({ conversation }) => conversation === number);
        return point ? { text: numberText(point.value, measure.scale) } : NONE;
      }),
    })),
  });
}
