import { createHash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PersonaError } from "@lifelong/core";
import { englishPrompts } from "./prompts/en.ts";
import type { GenerationPrompts } from "./prompts/prompts.ts";
import { chinesePrompts } from "./prompts/zh.ts";
import type { Seed } from "./seed.ts";
import { englishSeeds } from "./seeds/en.ts";
import { chineseSeeds } from "./seeds/zh.ts";

/** What shall be made. */
export interface GenerationRequest {
  readonly language: "en" | "zh";
  /** People to begin with; those that are too much alike are left out in the end. */
  readonly people: number;
  /** Scenes to begin with for each, half of them on occasions that everybody has. */
  readonly scenes: number;
  /** Absent: the seeds of the project in the language. At least one. */
  readonly seeds?: readonly Seed[];
}

/** A request with everything that the language brings. */
export interface Material {
  readonly seeds: readonly Seed[];
  readonly prompts: GenerationPrompts;
}

/**
 * @throws PersonaError `INVALID_INPUT` when a number is no whole number of at least 1, or there is no seed
 */
export function materialFor({ language, people, scenes, seeds }: GenerationRequest): Material {
  for (const [name, number] of Object.entries({ people, scenes })) {
    if (!Number.isSafeInteger(number) || number < 1)
      throw new PersonaError("INVALID_INPUT", `${name} must be a whole number of at least 1.`);
  }
  const chosen = seeds ?? (language === "zh" ? chineseSeeds : englishSeeds);
  if (chosen.length === 0)
    throw new PersonaError("INVALID_INPUT", "Give at least one seed, or none for the project's own.");
  return { seeds: chosen, prompts: language === "zh" ? chinesePrompts : englishPrompts };
}

/**
 * Marks a folder as that of this request and model, so that stages of two requests are never mixed.
 *
 * @throws PersonaError `INVALID_INPUT` when the folder holds what another request or model has made
 */
export async function claimFolder(folder: string, request: GenerationRequest, model: string): Promise<void> {
  const { seeds, prompts } = materialFor(request);
  const { language, people, scenes } = request;
  const digest = createHash("sha256").update(JSON.stringify(seeds)).digest("hex").slice(0, 16);
  const mark = `${JSON.stringify({ format: 1, language, people, scenes, seeds: digest, prompts: prompts.id, model })}\n`;
  const path = join(folder, "request.json");
  const held = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (held === mark) return;
  if (held !== undefined)
    throw new PersonaError(
      "INVALID_INPUT",
      `${folder} holds characters of another request, other prompts or another model. Give another folder, or the same request again.`,
    );
  await writeFile(`${path}.new`, mark);
  await rename(`${path}.new`, path);
}
