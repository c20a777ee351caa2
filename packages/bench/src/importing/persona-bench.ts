import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { PersonaError } from "@lifelong/core";
import type { SceneCharacter } from "../dataset/scene-character.ts";
import type { ImportNote } from "./import-note.ts";
import { importProfile } from "./profile.ts";
import { importScene } from "./scene.ts";

/** What was read, in the order of lines or file names. */
export interface Imported {
  readonly characters: readonly SceneCharacter[];
  readonly notes: readonly ImportNote[];
}

/** A persona as found: not yet known to be one. */
interface Found {
  readonly name: string;
  readonly text: string;
}

/**
 * Reads personas in the form published with the AI PERSONA paper (arXiv 2412.13103): a file with a persona a line, or a
 * folder with a file for each, named by the person. There are no dialogues in it, so the characters are for live runs.
 *
 * The data is taken as it is, but for: tags around queries, the string "None" where nothing is meant, two spellings of one
 * key, genders and MBTI letters in the form of the schema, names of APIs in the form of tools. What cannot be read is left
 * out and noted, since one file of the published folder is no JSON.
 *
 * @throws PersonaError `INVALID_INPUT` when there is nothing at the path, or no persona in it
 */
export async function importPersonaBench(path: string): Promise<Imported> {
  const characters: SceneCharacter[] = [];
  const notes: ImportNote[] = [];
  for (const found of await findPersonas(path)) {
    const { character, notes: own } = importPersona(found);
    if (character) characters.push(character);
    notes.push(...own);
  }
  if (characters.length === 0)
    throw new PersonaError(
      "INVALID_INPUT",
      `There is no persona in ${path}. Give a file with a JSON object a line, or a folder with a JSON file for each person.`,
    );
  return { characters, notes };
}

async function findPersonas(path: string): Promise<readonly Found[]> {
  try {
    if (!(await stat(path)).isDirectory()) {
      const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line.trim() !== "");
      return lines.map((text, index) => ({ name: `line ${index + 1}`, text }));
    }
    const names = (await readdir(path)).filter((name) => name.endsWith(".json")).toSorted();
    return Promise.all(
      names.map(async (name) => ({ name: basename(name, ".json"), text: await readFile(join(path, name), "utf8") })),
    );
  } catch (cause) {
    throw new PersonaError("INVALID_INPUT", `${path} cannot be read. Name the file or the folder with the personas.`, {
      cause,
    });
  }
}

function importPersona({ name, text }: Found): { character?: SceneCharacter; notes: readonly ImportNote[] } {
  const raw = parsed(text);
  if (typeof raw !== "object" || raw === null || !("scenes" in raw) || !Array.isArray(raw.scenes))
    return { notes: [{ character: name, kind: "unreadable" }] };
  const id = "id" in raw && typeof raw.id === "string" ? raw.id : name;
  const { id: _id, scenes: rawScenes, ...groups } = raw as { id?: unknown; scenes: readonly unknown[] };
  // Descriptions are prose also where the profile holds little but codes.
  const language = /\p{Script=Han}/u.test(JSON.stringify(rawScenes)) ? "zh" : "en";
  const { profile, notes } = importProfile(groups, language);
  const personName = profile["demographics.name"];
  const scenes = rawScenes.map((scene) => importScene(scene, typeof personName === "string" ? personName : undefined));
  return {
    character: { id, language, profile, scenes: scenes.flatMap(({ scene }) => scene ?? []) },
    notes: [
      ...notes.map((note) => ({ character: id, ...note })),
      ...scenes.flatMap(({ notes: own }, scene) => own.map((note) => ({ character: id, scene, ...note }))),
    ],
  };
}

/** Undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
