import type { Difference } from "../measures/interval.ts";
import type { ArmResult, RunResult } from "../results/result.ts";
import { costMeasures, type Measure, paperMeasures, personaMeasures, winMeasure } from "./measure.ts";
import { differenceDetail, differenceText, numberText, rangeText } from "./number-text.ts";
import { applies, differenceFrom, inScope, isMeasured, type Scope, scoreOf } from "./scores.ts";
import { type Cell, type Column, NONE, NOT_RUN, type Row, type Table } from "./table.ts";

const SURE_BELOW = 0.05;

export const SCOPES: readonly { readonly scope: Scope; readonly name: string }[] = [
  { scope: "all", name: "Both languages" },
  { scope: "en", name: "English" },
  { scope: "zh", name: "Chinese" },
];

/** Measures that stand in one table, since they are read together. */
export interface MeasureGroup {
  readonly name: string;
  readonly measures: readonly Measure[];
}

/** What tables of this run show: first what is known of the answers, where there are any. */
export function measureGroups(result: RunResult): readonly MeasureGroup[] {
  const answers = [...paperMeasures, winMeasure(result)];
  return [
    ...(answers.some((measure) => result.arms.some((arm) => isMeasured(arm, measure)))
      ? [{ name: "Answers", measures: answers }]
      : []),
    { name: "Persona", measures: personaMeasures },
    { name: "Cost", measures: costMeasures },
  ];
}

/** The arm that the others are compared with: the one named, or No Persona, or the first. Throws where the name is none. */
export function baselineOf({ arms }: RunResult, name: string | undefined): ArmResult | undefined {
  if (name === undefined) return arms.find(({ setting }) => setting === "none") ?? arms[0];
  const found = arms.find((arm) => arm.name === name);
  if (found) return found;
  throw new Error(`no arm is called "${name}"; the arms are ${arms.map((arm) => arm.name).join("; ")}`);
}

/** How every arm did, with intervals. Arms that can have none of the measures are left out. */
export function scoresTable(arms: readonly ArmResult[], { name, measures }: MeasureGroup, scope: Scope): Table {
  return {
    caption: `${name}. ${scopeText(arms, scope)}: mean and 95 % interval over characters`,
    columns: [{ name: "Arm", holds: "words" }, ...measures.map(columnOf)],
    rows: rowsOf(arms, measures, (arm, measure) => {
      const score = scoreOf(arm, measure, scope);
      if (!score) return absentCell(arm, measure);
      const { mean, low, high, characters } = score;
      const isBounded = measure.scale === "share" || measure.scale === "similarity";
      return {
        text: numberText(mean, measure.scale),
        ...(characters > 1 && { detail: rangeText(score, measure.scale) }),
        ...(isBounded && { bar: { low, mean, high } }),
      };
    }),
  };
}

/** How far every arm lies from the baseline, in pairs. Undefined where the baseline can have none of the measures. */
export function differencesTable(
  arms: readonly ArmResult[],
  { name, measures }: MeasureGroup,
  { scope, baseline }: { scope: Scope; baseline: ArmResult },
): Table | undefined {
  const shared = measures.filter((measure) => applies(measure, baseline));
  const others = arms.filter((arm) => arm !== baseline);
  if (shared.length === 0 || others.length === 0) return undefined;
  return {
    caption: `${name}. ${scopeText(arms, scope)}: difference from ${baseline.name}, in pairs`,
    columns: [{ name: "Arm", holds: "words" }, ...shared.map(columnOf)],
    rows: rowsOf(arms, shared, (arm, measure) => {
      const difference = differenceFrom(baseline, arm, { measure, scope });
      return difference ? differenceCell(difference, measure) : absentCell(arm, measure);
    }).filter(({ arm }) => arm !== undefined && arms[arm] !== baseline),
  };
}

/** Why an arm has no score: nobody measured it, or there was nothing to measure. */
export function absentCell(arm: ArmResult, measure: Measure): Cell {
  const isRead = arm.conversations.some((conversation) => measure.read(conversation) !== undefined);
  return isRead || !applies(measure, arm) ? NONE : NOT_RUN;
}

function rowsOf(
  arms: readonly ArmResult[],
  measures: readonly Measure[],
  cellOf: (arm: ArmResult, measure: Measure) => Cell,
): readonly Row[] {
  return arms.flatMap((arm, place) =>
    measures.some((measure) => applies(measure, arm))
      ? [
          {
            head: { text: arm.name },
            arm: place,
            cells: measures.map((measure) => cellOf(arm, measure)),
          },
        ]
      : [],
  );
}

function columnOf({ name, better }: Measure): Column {
  return { name, detail: better === "higher" ? "↑ is better" : "↓ is better", holds: "numbers" };
}

function differenceCell(difference: Difference & { readonly characters: number }, { scale, better }: Measure): Cell {
  const { low, high, p, characters } = difference;
  const isSure = (low > 0 || high < 0) && p < SURE_BELOW;
  return {
    text: differenceText(difference, scale),
    ...(characters > 1 && { detail: differenceDetail(difference, scale) }),
    ...(isSure && { tone: low > 0 === (better === "higher") ? "better" : "worse" }),
  };
}

function scopeText(arms: readonly ArmResult[], scope: Scope): string {
  const characters = new Set(inScope(arms[0]?.conversations ?? [], scope).map(({ character }) => character)).size;
  const name = SCOPES.find((one) => one.scope === scope)?.name ?? scope;
  return `${name} (${characters} ${characters === 1 ? "character" : "characters"})`;
}
