import { deepPass, everySessions, instantPass, type LanguageModel, modelOptimizer, type Pass } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import type { ArmResult, Setting } from "../results/result.ts";

/** Who takes which part. */
export interface LiveModels {
  readonly chatbot: LanguageModel;
  readonly optimizer: LanguageModel;
  /** Plays the user, and the APIs. */
  readonly simulator: LanguageModel;
  readonly judge: LanguageModel;
}

/** One way of giving an assistant a memory. */
export interface LiveArm extends Pick<ArmResult, "name" | "setting" | "k" | "passes"> {
  readonly models: LiveModels;
  /** Of the setting `learned`. */
  passesWith(optimizer: LanguageModel): readonly Pass[];
}

type Way = NonNullable<ArmResult["passes"]>;

/**
 * The arms of a run: each setting once, `learned` for every k and way of learning.
 *
 * @param options.passes - which ways of learning; only `both` by default
 * @param options.label - stands before the names, where several models are compared
 */
export function liveArms({
  settings,
  ks,
  models,
  passes = ["both"],
  label,
}: {
  settings: readonly Setting[];
  ks: readonly number[];
  models: LiveModels;
  passes?: readonly Way[];
  label?: string;
}): readonly LiveArm[] {
  return settings
    .flatMap((setting) => {
      if (setting !== "learned") return [{ name: setting, setting, models, passesWith: () => [] }];
      return passes.flatMap((way) =>
        way === "instant" ? [learned(models, way)] : ks.map((k) => learned(models, way, k)),
      );
    })
    .map((arm) => (label === undefined ? arm : { ...arm, name: `${label}: ${arm.name}` }));
}

function learned(models: LiveModels, passes: Way, k?: number): LiveArm {
  const suffix = passes === "both" ? "" : `, ${passes} only`;
  return {
    name: `learned${k === undefined ? "" : `, k=${k}`}${suffix}`,
    setting: "learned",
    models,
    passes,
    ...(k !== undefined && { k }),
    passesWith: (model) => [
      ...(passes === "deep" ? [] : [instantPass(createExtractor())]),
      ...(k === undefined ? [] : [deepPass(modelOptimizer({ model }), { policy: everySessions(k) })]),
    ],
  };
}
