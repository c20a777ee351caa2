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
export async function openConfiguredModels({
  model = "",
  fallback,
  plugins: modules,
  environment,
}: Learning): Promise<{ readonly model: LanguageModel; readonly fallback?: LanguageModel }> {
  const plugins = [providers, ...(await Promise.all(modules.map(loadPlugin)))];
  const open = (location: string) => openModel(location, { plugins, environment });
  return { model: await open(model), ...(fallback && { fallback: await open(fallback) }) };
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
