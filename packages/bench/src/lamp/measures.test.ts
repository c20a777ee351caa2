import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rouge1, rougeL, scoresOf } from "./measures.ts";

const pairs = (...rows: readonly (readonly [answer: string, gold: string])[]) =>
  rows.map(([answer, gold]) => ({ answer, gold }));

test("LaMP-1 is measured by accuracy", () => {
  const { accuracy, ...others } = scoresOf(
    "LaMP_1",
    pairs(["[1]", "[1]"], [" [2]\n", "[2]"], ["[1]", "[2]"], ["1", "[1]"]),
  );
  expect(accuracy).toMatchObject({ mean: 0.5, cases: 4 });
  expect(others).toEqual({});
});

test("LaMP-2 is measured by accuracy and by F1 over all fifteen tags", () => {
  // comedy: 1 right, 2 given, 1 wanted: F1 2/3. action: 1 right, 1 given, 2 wanted: 2/3. The thirteen others: 0.
  const { accuracy, f1 } = scoresOf("LaMP_2", pairs(["comedy", "comedy"], ["comedy", "action"], ["action", "action"]));
  expect(accuracy?.mean).toBe(0.667);
  expect(f1?.mean).toBe(Math.round((1000 * (4 / 3)) / 15) / 1000);
  expect(f1?.low).toBeLessThan(f1?.high ?? 0);
});

test("LaMP-3 is measured by errors, and no number is as wrong as can be", () => {
  // Errors 0, 2, 4 (of 1, hence 5) and 3 (of 4, hence 1): mean 2.25, root of 29/4.
  const { mae, rmse } = scoresOf("LaMP_3", pairs(["4", "4"], ["3", "5"], ["one star", "1"], ["", "4"]));
  expect(mae?.mean).toBe(2.25);
  expect(rmse?.mean).toBe(Math.round(1000 * Math.sqrt(29 / 4)) / 1000);
});

describe("ROUGE, by hand", () => {
  test.for([
    // 5 of 6 words in common; the longest common run of words in order is the cat on the mat: 5 as well.
    ["the cat was on the mat", "the cat sat on the mat", 5 / 6, 5 / 6],
    // All four words, but in order only two.
    ["snow by ear weighing", "weighing ear by snow", 1, 1 / 4],
    // Precision 2/2, recall 2/4.
    ["island ferry", "Island ferry is back", 2 / 3, 2 / 3],
    // A word counts as often as the other text has it: 1 of 3 and 1 of 1.
    ["the the the", "the", 1 / 2, 1 / 2],
    // Case, punctuation and sentences do not matter: e, g, 12, 000.
    ["E.g. 12,000!", "e g. 12 000", 1, 1],
    // Two sentences are one text: in order there are b and c, or a.
    ["B c. A.", "A. B c.", 1, 2 / 3],
    ["", "something", 0, 0],
    ["!?", "something", 0, 0],
    ["一", "二", 0, 0],
  ] as const)("of «%s» and «%s»", ([answer, gold, one, longest]) => {
    expect(rouge1({ answer, gold })).toBeCloseTo(one, 10);
    expect(rougeL({ answer, gold })).toBeCloseTo(longest, 10);
  });

  test("ROUGE-L is at most ROUGE-1, both lie between 0 and 1 and are symmetric", () => {
    const sentence = fc
      .array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 12 })
      .map((words) => words.join(" "));
    fc.assert(
      fc.property(sentence, sentence, (answer, gold) => {
        const [one, longest] = [rouge1({ answer, gold }), rougeL({ answer, gold })];
        expect(longest).toBeLessThanOrEqual(one + 1e-12);
        expect(one).toBeLessThanOrEqual(1);
        expect(longest).toBeGreaterThanOrEqual(0);
        expect(rouge1({ answer: gold, gold: answer })).toBeCloseTo(one, 10);
        expect(rougeL({ answer: gold, gold: answer })).toBeCloseTo(longest, 10);
      }),
    );
  });
});

test("generation is measured by ROUGE with intervals, and nothing answered is no score", () => {
  const { rouge1: words, rougeL: longest } = scoresOf("LaMP_5", pairs(["snow", "snow"], ["rain", "snow"]));
  expect([words, longest]).toEqual([
    expect.objectContaining({ mean: 0.5, low: 0, high: 1 }),
    expect.objectContaining({ mean: 0.5 }),
  ]);
  expect(scoresOf("LaMP_5", [])).toEqual({});
});
