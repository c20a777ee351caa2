import { type LanguageModel, openModel } from "@lifelong/core";
import type { Config } from "./config.ts";
import { openingOf } from "./plugins.ts";

type Told = Pick<Config, "plugins" | "environment">;

/**
 * Opens the configured model and its fallback. No vendor's SDK is loaded before a model is asked.
 *
 * @throws PersonaError `CONFIGURATION` for a location that no plugin knows, or a plugin that cannot be loaded
 */
export async function openConfiguredModels({
  learning,
  ...told
}: Told & Pick<Config, "learning">): Promise<{ readonly model: LanguageModel; readonly fallback?: LanguageModel }> {
  const { model = "", fallback } = learning;
  return {
    model: await openLocation(model, told),
    ...(fallback && { fallback: await openLocation(fallback, told) }),
  };
}

/**
 * Opens any model, with the plugins and the environment that are configured.
 *
 * @throws PersonaError `CONFIGURATION` for a location that no plugin knows, or a plugin that cannot be loaded
 */
export async function openLocation(location: string, told: Told): Promise<LanguageModel> {
  return openModel(location, await openingOf(told));
}
