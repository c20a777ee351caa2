import { readdir, realpath, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Config } from "../config.ts";
import { isWithin } from "../is-within.ts";
import { isFolder } from "../location.ts";
import { removeEmpty } from "./folders.ts";

/** What the store, and those who keep notes beside it, keep in its folder. */
const STORE_ENTRIES = [
  ...["users", "new", "trash", "aside", "layout.json"],
  ...["clients.json", "asked", "told", "http-token"],
];

/** Folders of this machine that hold data of every profile, for the user to see. */
export function dataFolders({ elsewhere, store }: Config): readonly string[] {
  if (!isFolder(store) || isWithin(resolve(elsewhere), resolve(store.directory))) return [elsewhere];
  return [elsewhere, store.directory];
}

/**
 * Erases all data of every profile. A folder that the user has named may hold other things: there, only what the store
 * keeps goes, and the folder itself if it is empty then.
 */
export async function eraseData(config: Config): Promise<void> {
  const [own = "", named] = dataFolders(config);
  if (named !== undefined && (await namesIn(named)).includes("layout.json")) {
    for (const name of STORE_ENTRIES) await rm(join(named, name), { recursive: true, force: true });
    await removeEmpty([named]);
  }
  if ((await namesIn(own)).length > 0) await rm(await realpath(own), { recursive: true });
  await rm(own, { recursive: true, force: true });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
}
