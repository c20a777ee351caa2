import { randomBytes } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import type { Adapter } from "lowdb";

/**
 * One JSON document as a file, for its owner alone: written under a name of its own, then renamed, so that any number
 * of processes may write at once and the last one wins. Null while there is no file; a SyntaxError when it holds no
 * JSON. A crash of the machine may cost the newest write.
 */
export function jsonFile(path: string): Adapter<unknown> {
  return {
    async read() {
      const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      });
      return text === null ? null : JSON.parse(text);
    },
    async write(document) {
      const temporary = `${path}.${randomBytes(8).toString("hex")}`;
      try {
        await writeFile(temporary, JSON.stringify(document), { mode: 0o600, flag: "wx" });
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
  };
}
