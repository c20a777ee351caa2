import { type Interval, intervalOf } from "../measures/interval.ts";
import type { CaseResult } from "./run-case.ts";

const SCORES = ["replaced", "removed", "succeeded", "added", "falseRefused", "untouched"] as const;

/** What an evaluation came to. Ids, counts and intervals; no words of any conversation. */
export interface UpdateReport {
  readonly optimizer: string;
  readonly cases: number;
  readonly scores: Readonly<Record<(typeof SCORES)[number], Interval>>;
  /** Values that are right and wait for a second conversation. */
  readonly tentative: number;
  readonly proposed: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly unreadable: number;
  readonly cost: {
    readonly calls: number;
    /** Null where no vendor reported any. */
    readonly inputTokens: number | null;
    readonly outputTokens: number | null;
  };
}

export function reportOf(optimizer: string, results: readonly CaseResult[]): UpdateReport {
  const refusals: Record<string, number> = {};
  for (const result of results) {
    for (const [code, count] of Object.entries(result.refusals)) refusals[code] = (refusals[code] ?? 0) + (count ?? 0);
  }
  const sum = (count: (result: CaseResult) => number) => results.reduce((total, result) => total + count(result), 0);
  const reported = (key: "inputTokens" | "outputTokens") =>
    results.every(({ usage }) => usage[key] === undefined) ? null : sum(({ usage }) => usage[key] ?? 0);
  return {
    optimizer,
    cases: results.length,
    scores: Object.fromEntries(
      SCORES.map((score) => [score, intervalOf(results.map(({ scores }) => scores[score]))]),
    ) as UpdateReport["scores"],
    tentative: sum(({ tentative }) => tentative),
    proposed: sum(({ proposed }) => proposed),
    refusals: Object.fromEntries(Object.entries(refusals).sort(([one], [other]) => (one < other ? -1 : 1))),
    unreadable: sum(({ unreadable }) => Number(unreadable)),
    cost: {
      calls: sum(({ usage }) => usage.calls ?? 0),
      inputTokens: reported("inputTokens"),
      outputTokens: reported("outputTokens"),
    },
  };
}

/** The report as a table for a terminal. */
export function viewReport({ optimizer, cases, scores, tentative, refusals, unreadable, cost }: UpdateReport): string {
  const row = (name: string, { mean, low, high }: Interval) =>
    `  ${name.padEnd(14)} ${mean.toFixed(3)}  (${low.toFixed(3)}–${high.toFixed(3)})`;
  const codes = Object.entries(refusals).map(([code, count]) => `${code} ${count}`);
  const tokens =
    cost.inputTokens === null ? "tokens not reported" : `${cost.inputTokens} tokens in, ${cost.outputTokens ?? 0} out`;
  return [
    `${optimizer}, ${cases} cases, 95 % bootstrap intervals`,
    ...SCORES.map((score) => row(score, scores[score])),
    `  right but tentative: ${tentative}; unreadable: ${unreadable}`,
    `  refused: ${codes.join(", ") || "nothing"}`,
    `  cost: ${cost.calls} calls, ${tokens}`,
  ].join("\n");
}
