import { open, readFile } from "node:fs/promises";

/**
 * The lines of a file that grows line by line; none where there is no file. What a killed process left without its end
 * is cut off, so that the next line begins on its own.
 */
export async function readWholeLines(path: string): Promise<readonly string[]> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (!bytes) return [];
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) {
    const file = await open(path, "r+");
    await file.truncate(whole).finally(() => file.close());
  }
  return bytes.toString("utf8", 0, whole).split("\n").slice(0, -1);
}
