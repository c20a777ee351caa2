import { seededRandom } from "./random.ts";

const RESAMPLES = 2_000;
const SEED = 2_412_13103;

/** A mean with its 95 % interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly cases: number;
}

/** How far one arm lies above another, and how sure that is. */
export interface Difference extends Interval {
  /** Share of random swaps of the two arms that lie as far apart: two-sided, 0 to 1. */
  readonly p: number;
}

/** The mean of the cases' scores, with the 95 % bootstrap interval of 2 000 seeded resamples over cases. */
export function intervalOf(scores: readonly number[]): Interval {
  return intervalOfGroups(scores.map((score) => [score]));
}

/**
 * The mean of all scores, with the 95 % bootstrap interval over groups: what one person says is not independent, so
 * people are drawn, not conversations.
 */
export function intervalOfGroups(groups: readonly (readonly number[])[]): Interval {
  const filled = groups.filter(({ length }) => length > 0);
  const sums = filled.map((scores) => ({
    sum: scores.reduce((total, score) => total + score, 0),
    size: scores.length,
  }));
  const meanOf = (drawn: readonly { sum: number; size: number }[]) =>
    drawn.reduce((total, { sum }) => total + sum, 0) / drawn.reduce((total, { size }) => total + size, 0);
  const random = seededRandom(SEED);
  const means = Array.from({ length: RESAMPLES }, () =>
    meanOf(sums.map(() => sums[random(sums.length)] ?? { sum: 0, size: 0 })),
  ).sort((one, other) => one - other);
  const at = (share: number) => rounded(means[Math.floor(share * (RESAMPLES - 1))] ?? 0);
  return { mean: rounded(meanOf(sums)), low: at(0.025), high: at(0.975), cases: filled.flat().length };
}

/**
 * A measure that is no mean of scores, such as F1 over labels, with its 95 % bootstrap interval over cases. `mean` is the
 * measure of all cases.
 */
export function intervalOfMeasure<Case>(cases: readonly Case[], measure: (cases: readonly Case[]) => number): Interval {
  const random = seededRandom(SEED);
  const drawn = Array.from({ length: RESAMPLES }, () =>
    measure(
      cases.flatMap(() => {
        const place = random(cases.length);
        return cases.slice(place, place + 1);
      }),
    ),
  ).sort((one, other) => one - other);
  const at = (share: number) => rounded(drawn[Math.floor(share * (RESAMPLES - 1))] ?? 0);
  return { mean: rounded(measure(cases)), low: at(0.025), high: at(0.975), cases: cases.length };
}

/**
 * The mean difference of paired scores, with its bootstrap interval over groups, and a permutation test that swaps the
 * arms of whole groups.
 *
 * @param groups - for each person the differences of the conversations that both arms had
 */
export function differenceOf(groups: readonly (readonly number[])[]): Difference {
  const filled = groups.filter(({ length }) => length > 0);
  const interval = intervalOfGroups(filled);
  const sums = filled.map((scores) => scores.reduce((total, score) => total + score, 0));
  const observed = Math.abs(sums.reduce((total, sum) => total + sum, 0));
  const random = seededRandom(SEED);
  let asFar = 0;
  for (let round = 0; round < RESAMPLES; round += 1) {
    const swapped = sums.reduce((total, sum) => total + (random(2) === 0 ? sum : -sum), 0);
    if (Math.abs(swapped) >= observed - 1e-9) asFar += 1;
  }
  return { ...interval, p: rounded((asFar + 1) / (RESAMPLES + 1)) };
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
