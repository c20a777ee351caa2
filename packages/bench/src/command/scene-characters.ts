import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PersonaError } from "@lifelong/core";
import type { SceneCharacter } from "../dataset/scene-character.ts";
import type { ImportNote } from "../importing/import-note.ts";
import { importPersonaBench } from "../importing/persona-bench.ts";

/** Where `generate` writes what it has made, in its folder. */
export const GENERATED_FILE = "characters.json";

/** Characters of scenes alone, and what a reader must know of them. */
interface Read {
  readonly characters: readonly SceneCharacter[];
  readonly notes: readonly string[];
}

/**
 * @param path - a folder of `generate`, or personas as published with the paper
 * @throws PersonaError `INVALID_INPUT` when there are none
 */
export async function readSceneCharacters(path: string): Promise<Read> {
  const generated = await readFile(join(path, GENERATED_FILE), "utf8").catch(() => undefined);
  if (generated !== undefined) return { characters: parseGenerated(generated, path), notes: [] };
  const { characters, notes } = await importPersonaBench(path);
  const kinds = Map.groupBy(notes, ({ kind }: ImportNote) => kind);
  return { characters, notes: [...kinds].map(([kind, own]) => `${path}: ${kind}, ${own.length} times.`) };
}

function parseGenerated(text: string, path: string): readonly SceneCharacter[] {
  try {
    return JSON.parse(text) as readonly SceneCharacter[];
  } catch {
    throw new PersonaError(
      "INVALID_INPUT",
      `${GENERATED_FILE} in ${path} is damaged. Run generate with this folder again: it asks nothing that it has.`,
    );
  }
}
