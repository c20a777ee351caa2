import { existsSync, realpathSync } from "node:fs";
import { sep } from "node:path";
import { PersonaError } from "@lifelong/core";

/** Homebrew removes the folder of a version with the next one, and keeps a name that stays. */
const HOMEBREW = /^(.*)\/Cellar\/(node(?:@\d+)?)\/[^/]+\/bin\/node$/;

/** Folders of what `npx` and `pnpm dlx` fetch for one call. */
const CACHES: readonly string[] = ["_npx", "dlx"];

/**
 * The path by which hosts start Node, which must outlast this process.
 *
 * @param node - absolute path, or a link to one
 * @throws PersonaError `CONFIGURATION` for a Node that will be gone
 */
export function lastingNode(node: string): string {
  if (!existsSync(node))
    throw new PersonaError("CONFIGURATION", `There is no Node at ${node}. Name another with --node.`);
  const path = realpathSync(node);
  const [, prefix, formula] = HOMEBREW.exec(path) ?? [];
  const stable = `${prefix}/opt/${formula}/bin/node`;
  if (prefix !== undefined && existsSync(stable)) return stable;
  if (path.split(sep).some((name) => CACHES.includes(name))) {
    throw new PersonaError(
      "CONFIGURATION",
      `This Node lies in a cache that is cleared, ${path}, and hosts could not start it later. Install Node 22.18 or newer from nodejs.org, or name one with --node.`,
    );
  }
  return path;
}

/** Whether a Node goes with the project that it was installed for. */
export function isOfProject(node: string): boolean {
  return node.split(sep).includes("node_modules");
}
