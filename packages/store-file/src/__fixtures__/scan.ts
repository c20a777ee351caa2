import { readdirSync, readFileSync } from "node:fs";

/** Paths of all files below a folder. */
export function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

/** Which of the texts stand in which file, in a name or in the bytes. */
export function findBytes(directory: string, texts: readonly string[]): readonly string[] {
  return filesBelow(directory).flatMap((path) => {
    const content = readFileSync(path).toString("latin1") + path;
    return texts.filter((text) => content.includes(text)).map((text) => `${text} in ${path}`);
  });
}
