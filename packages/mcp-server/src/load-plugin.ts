import { fileURLToPath } from "node:url";
import { PersonaError, type Plugin, parsePlugin } from "@lifelong/core";
import { errorLine } from "./error-line.ts";

/**
 * Loads a plugin's module.
 *
 * @param name - as it was asked for, for the sentence
 * @param url - where it was found
 * @throws PersonaError `CONFIGURATION` when the module fails, or is no plugin of our API version
 */
export async function loadPlugin(name: string, url: string): Promise<Plugin> {
  let module: { readonly default?: unknown };
  try {
    module = await import(url);
  } catch (cause) {
    throw new PersonaError(
      "CONFIGURATION",
      `The plugin "${name}" was found at ${pathOf(url)}, but fails while it is loaded (${errorLine(cause)}). See that everything it needs is installed.`,
      { cause },
    );
  }
  return parsePlugin(module.default, name);
}

/** A path where the URL is a file's, for eyes. */
export function pathOf(url: string): string {
  return url.startsWith("file:") ? fileURLToPath(url) : url;
}
