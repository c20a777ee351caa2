import { statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PersonaError } from "@lifelong/core";
import { resolveModuleURL } from "exsolve";

/** Where modules are looked for. */
export interface Places {
  /** The folder that the command was called in. */
  readonly working: string;
  /** URL of a file of the command itself. */
  readonly command: string;
}

/**
 * Finds a module by the path of its file, from the working folder, else as a package: found from there, else beside
 * the command. A name that can only be a path is taken for nothing else.
 *
 * @returns its URL
 * @throws PersonaError `CONFIGURATION`, naming each place that was tried
 */
export function findModule(name: string, { working, command }: Places): string {
  const path = resolve(working, name);
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return pathToFileURL(path).href;
  if (/^(?:[./\\]|[a-z]:[\\/])/i.test(name)) {
    throw new PersonaError("CONFIGURATION", `The plugin "${name}" is not there: ${path} is no file.`);
  }
  const found = findPackage(name, pathToFileURL(`${working}/`).href) ?? findPackage(name, command);
  if (found !== undefined) return found;
  throw new PersonaError(
    "CONFIGURATION",
    `The plugin "${name}" is not there: ${path} is no file, and no such package is found from ${working} or beside this command, from ${fileURLToPath(command)}. Install it in one of them, or give the path of its file.`,
  );
}

/**
 * Finds a package as an `import` in the file would.
 *
 * @param from - URL of the file, or of a folder when it ends with a slash
 * @returns the URL of its module; undefined where there is none
 */
export function findPackage(name: string, from: string): string | undefined {
  return resolveModuleURL(name, { from, try: true });
}
