import { mkdir, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { PersonaError } from "@lifelong/core";
import * as z from "zod";
import { isWithin } from "./is-within.ts";
import { jsonFile } from "./json-file.ts";

const FILE = "excluded-folders.json";
const document = z.looseObject({ folders: z.array(z.string()) });

/** Folders of this machine in which nothing is recorded by itself: neither by hooks nor by imports. */
export interface ExcludedFolders {
  /** As they were added. */
  list(): Promise<readonly string[]>;
  /** The folder that excludes this one: itself or one above it, symlinks resolved; undefined when none does. */
  covering(folder: string): Promise<string | undefined>;
  /** @returns the folder as it is kept, absolute, symlinks resolved */
  add(folder: string): Promise<string>;
  /** @returns false when the folder itself was not excluded */
  remove(folder: string): Promise<boolean>;
}

/**
 * @param data - folder of this machine's data, where the list is kept
 * @throws PersonaError `STORE_CORRUPT` by every method when the list cannot be read: nothing is recorded on a guess
 */
export function excludedFolders(data: string): ExcludedFolders {
  const file = jsonFile(join(data, FILE));

  async function read(): Promise<readonly string[]> {
    try {
      const held = await file.read();
      return held === null ? [] : document.parse(held).folders;
    } catch (cause) {
      throw new PersonaError(
        "STORE_CORRUPT",
        `The list of excluded folders in ${join(data, FILE)} cannot be read. Repair it, or delete it and exclude the folders again.`,
        { cause },
      );
    }
  }

  async function write(folders: readonly string[]): Promise<void> {
    await mkdir(data, { recursive: true, mode: 0o700 });
    await file.write({ format: 1, folders });
  }

  return {
    list: read,
    async covering(folder) {
      const real = await realFolder(folder);
      return (await read()).find((excluded) => isWithin(excluded, real));
    },
    async add(folder) {
      const real = await realFolder(folder);
      const held = await read();
      if (!held.includes(real)) await write([...held, real]);
      return real;
    },
    async remove(folder) {
      const real = await realFolder(folder);
      const held = await read();
      if (!held.includes(real)) return false;
      await write(held.filter((other) => other !== real));
      return true;
    },
  };
}

/** A folder that is gone, as one in which an old conversation took place, is known by what is left of its path. */
async function realFolder(folder: string): Promise<string> {
  const path = resolve(folder);
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realFolder(parent), basename(path));
  }
}
