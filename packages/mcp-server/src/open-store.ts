import { openStore, type PersonaStore } from "@lifelong/core";
import type { Config } from "./config.ts";
import { isFolder } from "./location.ts";

type Told = Pick<Config, "store" | "plugins" | "environment">;

/**
 * Opens the configured store. For a folder no plugin is loaded, and nothing is read before the store is used.
 *
 * @throws PersonaError `CONFIGURATION` for a location that no plugin opens, or a plugin that cannot be loaded, and
 * whatever that plugin's store throws
 */
export async function openConfiguredStore(config: Told): Promise<PersonaStore> {
  if (isFolder(config.store)) {
    const { fileStore } = await import("@lifelong/store-file");
    return fileStore({ directory: config.store.directory });
  }
  const { openingOf } = await import("./plugins.ts");
  return openStore(config.store.secret, await openingOf(config));
}
