import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where a text stands among the bytes of a folder. */
export interface Scan {
  /** Files that were read, in all. */
  readonly files: number;
  /** Files that hold the text, whatever the case of its letters. */
  readonly holding: readonly string[];
}

/** Reads every byte of every file below the folder. */
export async function scanFolder(folder: string, text: string): Promise<Scan> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(paths.map(async (path) => ({ path, content: await readFile(path) })));
  const holding = contents.filter(({ content }) =>
    content.toString("latin1").toLowerCase().includes(Buffer.from(text).toString("latin1").toLowerCase()),
  );
  return {
    files: contents.length,
    holding: holding.map(({ path }) => path),
  };
}
