const RESAMPLES = 2_000;
const SEED = 2_412_13103;

/** A mean with its 95 % interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly cases: number;
}

/** The mean of the cases' scores, with the 95 % bootstrap interval of 2 000 seeded resamples over cases. */
export function intervalOf(scores: readonly number[]): Interval {
  const random = randomFrom(SEED);
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let index = 0; index < scores.length; index += 1) sum += scores[random(scores.length)] ?? 0;
    return sum / scores.length;
  }).sort((one, other) => one - other);
  const at = (share: number) => rounded(means[Math.floor(share * (RESAMPLES - 1))] ?? 0);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return { mean: rounded(mean), low: at(0.025), high: at(0.975), cases: scores.length };
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** The same numbers on every machine: mulberry32. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
