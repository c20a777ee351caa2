import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Character, parseCharacter } from "./character.ts";

/** The characters that the project ships, in the order of their files' names. */
export async function readCharacters(
  folder: string = fileURLToPath(new URL("../../data/characters", import.meta.url)),
): Promise<readonly Character[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json")).toSorted();
  return Promise.all(names.map(async (name) => parseCharacter(await readFile(`${folder}/${name}`, "utf8"))));
}

/** What tells one edition of the data from another. */
export function digestOf(characters: readonly Character[]): string {
  return createHash("sha256").update(JSON.stringify(characters)).digest("hex").slice(0, 16);
}
