import { html } from "hono/html";
import { armSwatch } from "./arm-mark.ts";
import type { Markup } from "./markup.ts";
import type { Cell, Column, Row, Table } from "./table.ts";

/** A table that scrolls in its own frame where the page is too narrow for it. */
export function htmlTable({ caption, columns, rows }: Table): Markup {
  return html`<div class="scroll" role="group" tabindex="0" aria-label="${caption}"><table>
<caption><span>${caption}</span></caption>
<thead><tr>${columns.map(({ name, detail, holds }) => html`<th scope="col" class="${holds}">${name}${detail && html` <small>${detail}</small>`}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => rowMarkup(row, columns))}</tbody>
</table></div>
`;
}

function rowMarkup({ head, cells, arm }: Row, columns: readonly Column[]): Markup {
  return html`<tr><th scope="row">${arm !== undefined && armSwatch(arm)}${head.text}${head.detail && html` <small>${head.detail}</small>`}</th>${cells.map(
    (cell, place) => cellMarkup(cell, columns[place + 1]?.holds ?? "words"),
  )}</tr>
`;
}

function cellMarkup({ text, detail, tone, bar }: Cell, holds: Column["holds"]): Markup {
  return html`<td class="${tone ? `${holds} ${tone}` : holds}">${text}${tone === "better" && html`<span class="verdict"> better</span>`}${tone === "worse" && html`<span class="verdict"> worse</span>`}${detail && html` <small>${detail}</small>`}${bar && barMarkup(bar)}</td>`;
}

function barMarkup({ low, mean, high }: NonNullable<Cell["bar"]>): Markup {
  const [from, to, at] = [low, high, mean].map((share) => Math.round(share * 100));
  return html`<svg class="bar" viewBox="-4 0 108 8" width="108" height="8" aria-hidden="true"><path class="track" d="M0,4H100"/><path class="whisker" d="M${from},4H${to}"/><circle cx="${at}" cy="4" r="3"/></svg>`;
}
