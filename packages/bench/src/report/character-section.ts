import { defaultSchema, fieldOf } from "@lifelong/core";
import { html } from "hono/html";
import type { Character } from "../dataset/character.ts";
import type { ArmResult, RunResult } from "../results/result.ts";
import { armSwatch } from "./arm-mark.ts";
import { htmlTable } from "./html-table.ts";
import type { Markup } from "./markup.ts";
import { personaMeasures } from "./measure.ts";
import { absentCell } from "./measure-tables.ts";
import { numberText } from "./number-text.ts";
import { applies, scoresOf } from "./scores.ts";
import { type Standing, type StandingValue, standingsAfter } from "./standing.ts";
import { NOT_RUN, type Table } from "./table.ts";
import { conversationsWith, type FieldTimeline, type Span, timelinesOf } from "./timeline.ts";

const MISTAKES: readonly Standing[] = ["missing", "wrong", "stale", "trap"];

/** One character: who this is, how every arm did, what was told and held when, and what is held at the end with its words. */
export function characterSection(character: Character, { arms }: RunResult): Markup {
  const { id, about, language, episodes, profile } = character;
  const ends = arms.flatMap((arm, place) => {
    const end = endOf(arm, character);
    return end ? [{ arm, place, end }] : [];
  });
  return html`<details class="character" id="character-${id}"><summary><h3 lang="${language}">${String(profile["demographics.name"] ?? id)}</h3> <span>${id}, ${language === "zh" ? "Chinese" : "English"}, ${episodes.length} conversations</span></summary>
<p class="about" lang="${language}">${about}</p>
${htmlTable(endTable(character, arms))}
<h4>What was told, and what was held, after each conversation</h4>
${timelineMarkup(character, arms)}
<h4>What is held at the end, and its words</h4>
${ends.map(
  ({ arm, place, end }) =>
    html`<details><summary>${armSwatch(place)}${arm.name} <span>${mistakesText(end)}</span></summary>${htmlTable(heldTable(arm, end))}<p>Refused on the way: ${refusedText(arm, id)}.</p></details>`,
)}
</details>
`;
}

function endOf(arm: ArmResult, character: Character): readonly StandingValue[] | undefined {
  const last = conversationsWith(arm, character.id).at(-1);
  return last?.held && standingsAfter(character, last.index, { held: last.held });
}

function endTable(character: Character, arms: readonly ArmResult[]): Table {
  const measures = personaMeasures.slice(0, 3);
  return {
    caption: "How each arm that learns did: over all conversations, and mistakes at the end",
    columns: [
      { name: "Arm", holds: "words" },
      ...measures.map(({ name }) => ({ name, holds: "numbers" as const })),
      ...MISTAKES.map((name) => ({ name, detail: "at the end", holds: "numbers" as const })),
      { name: "refused", detail: "on the way", holds: "numbers" },
    ],
    rows: arms.flatMap((arm, place) => {
      const own = conversationsWith(arm, character.id);
      const end = endOf(arm, character);
      if (!measures.some((measure) => applies(measure, arm))) return [];
      return {
        head: { text: arm.name },
        arm: place,
        cells: [
          ...measures.map((measure) => {
            const scores = scoresOf(own, measure);
            const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
            return scores.length > 0 ? { text: numberText(mean, measure.scale) } : absentCell(arm, measure);
          }),
          ...MISTAKES.map((mistake) => (end ? { text: String(countOf(end, mistake)) } : NOT_RUN)),
          end
            ? { text: String([...refusedOf(arm, character.id).values()].reduce((sum, count) => sum + count, 0)) }
            : NOT_RUN,
        ],
      };
    }),
  };
}

function timelineMarkup(character: Character, arms: readonly ArmResult[]): Markup {
  const { id, episodes } = character;
  return html`<div class="scroll" role="group" tabindex="0" aria-label="Timeline of ${id}"><table class="timeline">
<caption><span>A cell spans the conversations after which nothing changed. Arms that held the same share a row.</span></caption>
<thead><tr><th scope="col">Field</th><th scope="col">Who</th>${episodes.map(({ startedAt }, index) => html`<th scope="col">${index + 1} <small>${startedAt.slice(0, 10)}</small></th>`)}</tr></thead>
${timelinesOf(character, arms).map((timeline) => fieldMarkup(timeline, { arms, language: character.language }))}</table></div>
`;
}

function fieldMarkup(
  { field, told, lanes }: FieldTimeline,
  { arms, language }: { arms: readonly ArmResult[]; language: Character["language"] },
): Markup {
  const label = fieldOf(defaultSchema, field)?.label;
  return html`<tbody><tr class="told"><th scope="rowgroup" rowspan="${lanes.length + 1}">${label ?? field}${label && html` <small>${field}</small>`}</th><th scope="row">told</th>${told.map((span) => spanMarkup(span, language))}</tr>
${lanes.map(
  (lane) =>
    html`<tr><th scope="row">${lane.arms.length === arms.length && arms.length > 1 ? "every arm" : lane.arms.map((arm) => html`<span class="arm">${armSwatch(arm)}${arms[arm]?.name}</span>`)}</th>${lane.spans.map((span) => spanMarkup(span, language))}</tr>
`,
)}</tbody>
`;
}

function spanMarkup({ length, values }: Span, language: Character["language"]): Markup {
  return html`<td${length > 1 && html` colspan="${length}"`}>${values.map(
    ({ content, standing }) =>
      html`<span class="v ${standing}"${language === "zh" && html` lang="zh"`}>${standing !== "told" && standing !== "right" && html`<b lang="en">${standing}</b> `}${String(content)}</span>`,
  )}</td>`;
}

function heldTable(arm: ArmResult, end: readonly StandingValue[]): Table {
  return {
    caption: `${arm.name}: held at the end, and what is missing`,
    columns: ["Field", "Value", "Standing", "Basis", "The user's words"].map((name) => ({ name, holds: "words" })),
    rows: end.map(({ field, content, standing, held, note }) => ({
      head: { text: field },
      cells: [
        { text: String(content) },
        {
          text: standing,
          ...(standing === "trap" && note !== undefined && { detail: note }),
          ...(standing !== "right" && { tone: "mistake" as const }),
        },
        { text: held?.basis ?? "–" },
        { text: (standing === "missing" ? note : held?.quote) || "–" },
      ],
    })),
  };
}

function mistakesText(end: readonly StandingValue[]): string {
  const counts = MISTAKES.flatMap((mistake) => {
    const count = countOf(end, mistake);
    return count > 0 ? [`${count} ${mistake}`] : [];
  });
  return [`${countOf(end, "right")} right`, ...counts].join(", ");
}

function refusedText(arm: ArmResult, character: string): string {
  return [...refusedOf(arm, character)].map(([code, count]) => `${code} ${count}`).join(", ") || "nothing";
}

function refusedOf(arm: ArmResult, character: string): ReadonlyMap<string, number> {
  const refused = new Map<string, number>();
  for (const conversation of conversationsWith(arm, character)) {
    for (const [code, count] of Object.entries(conversation.refused ?? {})) {
      refused.set(code, (refused.get(code) ?? 0) + count);
    }
  }
  return new Map([...refused].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function countOf(values: readonly StandingValue[], standing: Standing): number {
  return values.filter((value) => value.standing === standing).length;
}
