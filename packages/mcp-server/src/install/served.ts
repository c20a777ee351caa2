import { PersonaError } from "@lifelong/core";
import { type Config, parseConfig } from "../config.ts";
import type { ServerCommand } from "../hosts/host.ts";
import { isFolder, placeOf } from "../location.ts";

/**
 * How hosts start the server. A host has none of the variables of the shell that installs, so what they say is written
 * out wherever it is not the default.
 *
 * @throws PersonaError `CONFIGURATION` for a store that is not a folder of this machine
 */
export function servedWith(config: Config, node: string, script: string): ServerCommand {
  const { store, profile } = config;
  if (!isFolder(store)) {
    throw new PersonaError(
      "CONFIGURATION",
      `Assistants are installed over a folder of this machine, and the store is ${placeOf(store)}. Leave --store and LIFELONG_STORE out, or enter the server by hand, as docs/install.md shows.`,
    );
  }
  const usual = parseConfig({}, {}, config.platform, config.home);
  const isUsual = isFolder(usual.store) && usual.store.directory === store.directory;
  return {
    command: node,
    args: [
      script,
      "serve",
      ...(isUsual ? [] : ["--store", `file:${store.directory}`]),
      ...(profile === usual.profile ? [] : ["--profile", profile]),
    ],
  };
}
