import type { ArmResult, RunResult, Setting } from "../results/result.ts";
import { type Measure, paperMeasures } from "./measure.ts";
import { absentCell } from "./measure-tables.ts";
import { numberText, rangeText } from "./number-text.ts";
import { PAPER, type PaperRow, paperTable1, paperTable2 } from "./paper.ts";
import { isMeasured, scoreOf } from "./scores.ts";
import { type Cell, NONE, NOT_RUN, type Row, type Table } from "./table.ts";

/**
 * The paper's table 1, each row beside the arms of this run that are the same setting and k. Where scripts stood in for
 * models nothing is put beside it.
 */
export function settingsTable({ arms, scripted }: RunResult): Table {
  const answered = arms.map((arm, place) => ({ arm, place })).filter(({ arm }) => !scripted && hasAnswers(arm));
  const alike = (row: PaperRow) => answered.filter(({ arm }) => arm.setting === row.setting && arm.k === row.k);
  const beyond = answered.filter(
    ({ arm }) => !paperTable1.some((row) => arm.setting === row.setting && arm.k === row.k),
  );
  return {
    caption: `Table 1 of the paper (GPT-4o, ${PAPER.location}) beside this run`,
    columns: [
      { name: "Setting", holds: "words" },
      ...paperMeasures.flatMap(({ name }) => [
        { name, detail: "paper", holds: "numbers" as const },
        { name, detail: "this run", holds: "numbers" as const },
      ]),
    ],
    rows: [
      ...paperTable1.flatMap((row) => {
        const own = alike(row);
        return own.length === 0 ? [besideRow(row, undefined)] : own.map((one) => besideRow(row, one));
      }),
      ...beyond.map((one) => besideRow(undefined, one)),
    ],
  };
}

/** The paper's table 2, helpfulness / personalization by model, and the chatbots of this run below it. */
export function modelsTable({ arms, scripted }: RunResult): Table {
  const answered = arms.filter((arm) => !scripted && hasAnswers(arm));
  const chatbots = [...new Set(answered.flatMap(({ models }) => models.chatbot ?? []))];
  const settings = ["golden", "none", "learned"] as const;
  const ours: readonly Row[] = chatbots.map((chatbot) => ({
    head: { text: chatbot, detail: "this run" },
    cells: settings.map((setting) =>
      pairCell(
        answered.filter(({ models }) => models.chatbot === chatbot),
        setting,
      ),
    ),
  }));
  return {
    caption: `Table 2 of the paper (${PAPER.location}), helpfulness / personalization, and this run; GPT-4o over the whole bench, the others over 10 personas`,
    columns: [
      { name: "Model", holds: "words" },
      { name: "Golden Persona", holds: "numbers" },
      { name: "No Persona", holds: "numbers" },
      { name: "Learning", holds: "numbers" },
    ],
    rows: [
      ...paperTable2.map((row) => ({
        head: { text: row.model, detail: "paper" },
        cells: settings.map((setting) => ({ text: row[setting].map((rating) => rating.toFixed(2)).join(" / ") })),
      })),
      ...(ours.length > 0 ? ours : [{ head: { text: "This run" }, cells: settings.map(() => NOT_RUN) }]),
    ],
  };
}

function hasAnswers(arm: ArmResult): boolean {
  return paperMeasures.some((measure) => isMeasured(arm, measure));
}

function besideRow(row: PaperRow | undefined, own: { arm: ArmResult; place: number } | undefined): Row {
  return {
    head: { text: row?.name ?? "Not in the paper", ...(own && { detail: `this run: ${own.arm.name}` }) },
    ...(own && { arm: own.place }),
    cells: paperMeasures.flatMap((measure) => {
      const score = row?.scores[measure.id];
      return [score === undefined ? NONE : { text: score.toFixed(2) }, own ? scoreCell(own.arm, measure) : NOT_RUN];
    }),
  };
}

function scoreCell(arm: ArmResult, measure: Measure): Cell {
  const score = scoreOf(arm, measure);
  if (!score) return absentCell(arm, measure);
  return {
    text: numberText(score.mean, measure.scale),
    ...(score.characters > 1 && { detail: rangeText(score, measure.scale) }),
  };
}

/** Of several arms that learn, the one with the paper's best k. */
function pairCell(arms: readonly ArmResult[], setting: Setting): Cell {
  const own = arms.filter((arm) => arm.setting === setting);
  const arm = own.find(({ k }) => k === 3) ?? own[0];
  if (!arm) return NOT_RUN;
  const means = paperMeasures.slice(0, 2).map((measure) => scoreOf(arm, measure)?.mean.toFixed(2) ?? NOT_RUN.text);
  return { text: means.join(" / "), detail: arm.name };
}
