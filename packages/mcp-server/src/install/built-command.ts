import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PersonaError } from "@lifelong/core";

/**
 * The folder of the built command: of this very process, or beside the sources that it runs from.
 *
 * @throws PersonaError `CONFIGURATION` where the sources have not been built yet
 */
export function builtCommand(): string {
  // A chunk lies one folder below the entry.
  const own = fileURLToPath(new URL("..", import.meta.url));
  const folder = [own, join(own, "..", "dist")].find((path) => existsSync(join(path, "cli.js")));
  if (folder !== undefined) return folder;
  throw new PersonaError(
    "CONFIGURATION",
    "This command runs from its sources, and hosts start the built one. Build it first: pnpm build.",
  );
}
