import { expect, test } from "vitest";
import type { UpdateReport } from "./personalizer.ts";
import { sumReports } from "./update-report.ts";

function report(outcome: UpdateReport["outcome"], more: Partial<UpdateReport> = {}): UpdateReport {
  return { outcome, revision: 1, pass: "deep", sessions: 1, changes: [], refusals: [], pending: 0, ...more };
}

const OUTCOMES = ["committed", "parked", "limited", "paused", "nothing"] as const;

test.for(OUTCOMES.flatMap((one, place) => OUTCOMES.slice(place).map((other) => [one, other] as const)))(
  "%s and %s are told as the first, in whichever order they came",
  ([one, other]) => {
    expect(sumReports(report(one), report(other)).outcome).toBe(one);
    expect(sumReports(report(other), report(one)).outcome).toBe(one);
  },
);

test("what was committed stays told when a later step is limited, and so does why it is limited", () => {
  const learned = report("committed", { revision: 4, sessions: 3, usage: { calls: 1, inputTokens: 900 } });
  expect(sumReports(learned, report("limited", { revision: 4, reason: "The ceiling is reached." }))).toMatchObject({
    outcome: "committed",
    reason: "The ceiling is reached.",
    sessions: 4,
    usage: { calls: 1, inputTokens: 900 },
  });
});

test("each reason is told once", () => {
  const declined = report("parked", { reason: "The model declined." });
  const twice = sumReports(declined, declined);
  expect(sumReports(twice, report("limited", { reason: "The ceiling is reached." })).reason).toBe(
    "The model declined. The ceiling is reached.",
  );
});

test("calls without a report of their tokens are not hidden by those with one", () => {
  const reported = report("committed", { usage: { calls: 1, inputTokens: 900, outputTokens: 10 } });
  expect(sumReports(reported, report("committed", { usage: { calls: 2 } })).usage).toEqual({
    calls: 3,
    unreported: 2,
    inputTokens: 900,
    outputTokens: 10,
  });
});
