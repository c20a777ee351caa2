import { deepPass, everySessions, instantPass, type LanguageModel, modelOptimizer, type Pass } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import type { ArmResult, Setting } from "../results/result.ts";

/** One way of giving an assistant a memory. */
export interface LiveArm extends Pick<ArmResult, "name" | "setting" | "k" | "passes"> {
  /** Of the setting `learned`. */
  passesWith(optimizer: LanguageModel): readonly Pass[];
}

/**
 * The arms of a run: each setting once, `learned` for every k and way of learning.
 *
 * @param options.passes - which ways of learning; only `both` by default
 */
export function liveArms({
  settings,
  ks,
  passes = ["both"],
}: {
  settings: readonly Setting[];
  ks: readonly number[];
  passes?: readonly NonNullable<ArmResult["passes"]>[];
}): readonly LiveArm[] {
  return settings.flatMap((setting) => {
    if (setting !== "learned") return [{ name: setting, setting, passesWith: () => [] }];
    return passes.flatMap((way) => (way === "instant" ? [learned(way)] : ks.map((k) => learned(way, k))));
  });
}

function learned(passes: NonNullable<ArmResult["passes"]>, k?: number): LiveArm {
  const suffix = passes === "both" ? "" : `, ${passes} only`;
  return {
    name: `learned${k === undefined ? "" : `, k=${k}`}${suffix}`,
    setting: "learned",
    passes,
    ...(k !== undefined && { k }),
    passesWith: (model) => [
      ...(passes === "deep" ? [] : [instantPass(createExtractor())]),
      ...(k === undefined ? [] : [deepPass(modelOptimizer({ model }), { policy: everySessions(k) })]),
    ],
  };
}
