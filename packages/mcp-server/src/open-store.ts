import { openStore, type PersonaStore } from "@lifelong/core";
import type { Config } from "./config.ts";
import { isFolder, type StoreLocation } from "./location.ts";

type Told = Pick<Config, "plugins" | "environment">;

/** Opens the configured store. Throws as `openStoreAt` does. */
export async function openConfiguredStore({ store, ...told }: Told & Pick<Config, "store">): Promise<PersonaStore> {
  return openStoreAt(store, told);
}

/**
 * Opens the store at a location. For a folder no plugin is loaded, and nothing is read before the store is used.
 *
 * @throws PersonaError `CONFIGURATION` for a location that no plugin opens, or a plugin that cannot be loaded, and
 * whatever that plugin's store throws
 */
export async function openStoreAt(location: StoreLocation, told: Told): Promise<PersonaStore> {
  if (isFolder(location)) {
    const { fileStore } = await import("@lifelong/store-file");
    return fileStore({ directory: location.directory });
  }
  const { openingOf } = await import("./plugins.ts");
  return openStore(location.secret, await openingOf(told));
}
