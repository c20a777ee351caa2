import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import * as z from "zod";

/** The version of a package that is installed for those who import it from `dependent`, a folder of this repository. */
export function installedVersion(name: string, dependent: string): string {
  const file = findPackageJSON(name, new URL(`../../${dependent}/package.json`, import.meta.url));
  if (file === undefined) throw new Error(`${name} is not installed in ${dependent}.`);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).version;
}
