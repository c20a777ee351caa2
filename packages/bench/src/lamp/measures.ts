import { n as commonWords, l as longestCommon } from "js-rouge";
import { type Interval, intervalOf, intervalOfMeasure } from "../measures/interval.ts";
import { type LampTask, taskDefinition } from "./task.ts";

/** What a model answered, and what the user really wrote. */
export interface Answered {
  readonly answer: string;
  readonly gold: string;
}

/** The measures that the paper reports of the task. A measure of another kind of task is absent. */
export interface LampScores {
  readonly accuracy?: Interval;
  /** Mean over the labels; one that is neither answered nor gold counts 0, as in the paper's evaluation. */
  readonly f1?: Interval;
  readonly mae?: Interval;
  readonly rmse?: Interval;
  /** F-measure, 0 to 1. */
  readonly rouge1?: Interval;
  readonly rougeL?: Interval;
}

/**
 * Measures answers as `eval/evaluation.py` of LaMP-Benchmark/LaMP (commit 021b860) does: labels compared to the letter but
 * for spaces around them, an answer that is no number as far from the rating as ratings go, and ROUGE as the package
 * rouge_score computes it. Each with its 95 % bootstrap interval over questions. Empty without answers.
 */
export function scoresOf(task: LampTask, answered: readonly Answered[]): LampScores {
  if (answered.length === 0) return {};
  const { measures, labels = [] } = taskDefinition(task);
  switch (measures) {
    case "accuracy":
      return { accuracy: accuracyOf(answered) };
    case "accuracy-f1":
      return { accuracy: accuracyOf(answered), f1: intervalOfMeasure(answered, (cases) => macroF1(cases, labels)) };
    case "error": {
      const errors = answered.map(ratingError);
      return { mae: intervalOf(errors), rmse: intervalOfMeasure(errors, rootMeanSquare) };
    }
    case "rouge":
      return { rouge1: intervalOf(answered.map(rouge1)), rougeL: intervalOf(answered.map(rougeL)) };
  }
}

function accuracyOf(answered: readonly Answered[]): Interval {
  return intervalOf(answered.map(({ answer, gold }) => (answer.trim() === gold.trim() ? 1 : 0)));
}

function macroF1(answered: readonly Answered[], labels: readonly string[]): number {
  const f1s = labels.map((label) => {
    const given = answered.filter(({ answer }) => answer.trim() === label);
    const wanted = answered.filter(({ gold }) => gold.trim() === label).length;
    const right = given.filter(({ gold }) => gold.trim() === label).length;
    return right === 0 ? 0 : (2 * right) / (given.length + wanted);
  });
  return f1s.reduce((sum, f1) => sum + f1, 0) / labels.length;
}

function ratingError({ answer, gold }: Answered): number {
  const wanted = Number(gold);
  const given = answer.trim() === "" ? Number.NaN : Number(answer);
  return Number.isFinite(given) ? Math.abs(given - wanted) : Math.max(Math.abs(1 - wanted), Math.abs(5 - wanted));
}

function rootMeanSquare(errors: readonly number[]): number {
  return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
}

/** F-measure of the words in common. */
export function rouge1({ answer, gold }: Answered): number {
  return saysNothing(answer, gold) ? 0 : commonWords(answer, gold, { n: 1, tokenizer: wordsOf });
}

/** F-measure of the longest common subsequence of words, each text taken as one sentence. */
export function rougeL({ answer, gold }: Answered): number {
  return saysNothing(answer, gold)
    ? 0
    : longestCommon(answer, gold, { tokenizer: wordsOf, segmenter: (text) => [text] });
}

function saysNothing(answer: string, gold: string): boolean {
  return wordsOf(answer).length === 0 || wordsOf(gold).length === 0;
}

/** As rouge_score cuts words, without stemming: runs of a to z and 0 to 9, in lower case. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}
