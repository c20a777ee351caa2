import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type LanguageModel, openModel, PersonaError, type Plugin, parsePlugin } from "@lifelong/core";
import providers from "@lifelong/providers";
import type { Learning } from "./config.ts";

/**
 * Opens the configured model and its fallback. No vendor's SDK is loaded before a model is asked.
 *
 * @throws PersonaError `CONFIGURATION` for a location that no plugin knows, or a plugin that cannot be loaded
 */
export async function openConfiguredModels(
  learning: Learning,
): Promise<{ readonly model: LanguageModel; readonly fallback?: LanguageModel }> {
  const { model = "", fallback } = learning;
  return {
    model: await openLocation(model, learning),
    ...(fallback && { fallback: await openLocation(fallback, learning) }),
  };
}

/**
 * Opens any model, with the plugins and the environment that are configured.
 *
 * @throws PersonaError `CONFIGURATION` for a location that no plugin knows, or a plugin that cannot be loaded
 */
export async function openLocation(
  location: string,
  { plugins, environment }: Pick<Learning, "plugins" | "environment">,
): Promise<LanguageModel> {
  return openModel(location, { plugins: [providers, ...(await Promise.all(plugins.map(loadPlugin)))], environment });
}

/** @param name - a package, or the path of a file when it begins with `.` or `/` or names a drive */
async function loadPlugin(name: string): Promise<Plugin> {
  const isPath = /^(?:[./\\]|[a-z]:[\\/])/i.test(name);
  const specifier = isPath ? pathToFileURL(resolve(name)).href : name;
  let module: { readonly default?: unknown };
  try {
    module = await import(specifier);
  } catch (cause) {
    throw new PersonaError(
      "CONFIGURATION",
      `The plugin "${name}" cannot be loaded. Install the package where lifelong is installed, or give the path of its file.`,
      { cause },
    );
  }
  return parsePlugin(module.default, name);
}
