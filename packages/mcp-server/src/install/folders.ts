import { existsSync } from "node:fs";
import { mkdir, readdir, rmdir } from "node:fs/promises";
import { dirname } from "node:path";

/** Makes a folder with those above it. Answers which were made, the innermost first. */
export async function makeFolder(path: string, mode: number = 0o755): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let folder = path; !existsSync(folder); folder = dirname(folder)) missing.push(folder);
  await mkdir(path, { recursive: true, mode });
  return missing;
}

/** Removes folders that hold nothing; the innermost come first. */
export async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
      throw error;
    });
    if (names?.length === 0) await rmdir(folder);
  }
}
