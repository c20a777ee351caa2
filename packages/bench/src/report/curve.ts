import type { ArmResult } from "../results/result.ts";
import type { Measure } from "./measure.ts";
import { byCharacter, inScope, type Scope, scoresOf } from "./scores.ts";

/** One measure over the conversations, for every arm that has it. */
export interface CurveSet {
  readonly measure: Measure;
  readonly scope: Scope;
  readonly curves: readonly Curve[];
}

export interface Curve {
  readonly name: string;
  /** The arm's place in the run, by which it keeps its mark in every chart. */
  readonly arm: number;
  readonly points: readonly Point[];
}

export interface Point {
  /** 1-based number of the conversation. */
  readonly conversation: number;
  /** Mean over the characters. */
  readonly value: number;
}

/** Undefined where no arm has been measured. */
export function curvesOf(arms: readonly ArmResult[], measure: Measure, scope: Scope = "all"): CurveSet | undefined {
  const curves = arms.map(({ name, conversations }, arm) => {
    const byIndex = Map.groupBy(inScope(conversations, scope), ({ index }) => index);
    const points = [...byIndex]
      .toSorted(([one], [other]) => one - other)
      .flatMap(([index, own]) => {
        const scores = byCharacter(own).flatMap((one) => scoresOf(one, measure));
        if (scores.length === 0) return [];
        return [{ conversation: index + 1, value: scores.reduce((sum, score) => sum + score, 0) / scores.length }];
      });
    return { name, arm, points };
  });
  const measured = curves.filter(({ points }) => points.length > 0);
  return measured.length > 0 ? { measure, scope, curves: measured } : undefined;
}
