import { dirname } from "node:path";
import { PersonaError } from "@lifelong/core";
import { about, isGone, isSystemError, isTaken, located, nameWithin } from "./faults.ts";
import type { FileFunctions, Opening } from "./files.ts";

/** Where something stands in a file, in bytes. */
export interface Stretch {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

const SPACE = 0x20;
/** How often a folder is emptied that does not stay empty. */
const REMOVAL_ROUNDS = 100;

/** What is written over a stretch of the same length. */
export interface Replacement {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** The data folder: whole reads, durable writes, and names taken once. Every error tells its path. */
export interface Medium {
  readonly directory: string;
  readonly files: FileFunctions;
  /** The bytes of a file from an offset on. */
  read(path: string, from?: number, limit?: number): Buffer;
  /** Several stretches of one file. */
  readStretches(path: string, stretches: readonly Stretch[]): readonly Buffer[];
  /** Makes a file that does not exist yet. Resolves when its content is on the medium. */
  create(path: string, bytes: Uint8Array): Promise<void>;
  /** Appends to an existing file, in one write that has happened when this returns; resolves when it is on the medium. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** Overwrites stretches of an existing file with spaces. */
  blank(path: string, stretches: readonly Stretch[]): void;
  /** Overwrites stretches of an existing file, those apart that are blank already. */
  replace(path: string, replacements: readonly Replacement[]): void;
  /** Resolves when the content of an existing file is on the medium. */
  sync(path: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
  /** Makes a folder, and those above it, unless it exists. */
  ensureFolder(path: string): Promise<void>;
  /**
   * Makes a folder with files in it, and brings all of it to the medium.
   *
   * @param contents - bytes by name; what stands before a slash is a folder within, which may stay empty
   */
  prepare(path: string, contents: Readonly<Record<string, Uint8Array>>): Promise<void>;
  rename(from: string, to: string): void;
  /**
   * Gives a prepared folder its final name. A folder that holds something is never replaced, on any file system; so of
   * many who claim one name exactly one wins, with everything that it had prepared.
   *
   * @returns false if the name is taken
   */
  claim(prepared: string, name: string): boolean;
  /** Removes what is not needed any more, if that is possible now; else it is swept later. */
  discard(path: string): void;
  /** Removes a folder with all that is in it, also while others put things in. Nothing there is fine. */
  removeTree(path: string): void;
}

export function openMedium(directory: string, files: FileFunctions): Medium {
  function withFile<T>(path: string, opening: Opening, use: (file: number) => T): T {
    return about(path, () => {
      const file = files.open(path, opening);
      try {
        return use(file);
      } finally {
        files.close(file);
      }
    });
  }

  function readAll(file: number, from: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(Math.max(0, length));
    let filled = 0;
    while (filled < bytes.length) {
      const count = files.read(file, bytes.subarray(filled), from + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }

  function writeAll(file: number, bytes: Uint8Array, start: number): void {
    for (let written = 0; written < bytes.length; ) {
      const count = files.write(file, bytes.subarray(written), start + written);
      if (count === 0) throw Object.assign(new Error("Nothing was written."), { code: "ENOSPC" });
      written += count;
    }
  }

  async function syncAndClose(path: string, file: number): Promise<void> {
    try {
      await files.sync(file);
    } catch (error) {
      throw located(error, path);
    } finally {
      files.close(file);
    }
  }

  /** Opens and uses a file at once, and resolves when its content is on the medium. */
  function useDurably(path: string, opening: Opening, use: (file: number) => void): Promise<void> {
    return about(path, () => {
      const file = files.open(path, opening);
      try {
        use(file);
      } catch (error) {
        files.close(file);
        throw error;
      }
      return syncAndClose(path, file);
    });
  }

  function create(path: string, bytes: Uint8Array): Promise<void> {
    return useDurably(path, "create", (file) => writeAll(file, bytes, 0));
  }

  async function syncFolder(path: string): Promise<void> {
    try {
      await files.syncFolder(path);
    } catch (error) {
      throw located(error, path);
    }
  }

  async function ensureFolder(path: string): Promise<void> {
    if (files.stat(path) !== null) return;
    await ensureFolder(dirname(path));
    try {
      about(path, () => files.makeFolder(path));
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
    await syncFolder(dirname(path));
  }

  function removeTree(path: string): void {
    for (let round = 1; files.stat(path) !== null; round += 1) {
      try {
        for (const name of files.list(path)) removeEntry(`${path}/${name}`);
        about(path, () => files.removeFolder(path));
      } catch (error) {
        // Someone has put something in meanwhile, or is removing the same.
        if (!isGone(error) && !(isTaken(error) && round < REMOVAL_ROUNDS)) throw located(error, path);
      }
    }
  }

  function removeEntry(path: string): void {
    if (files.stat(path)?.folder) removeTree(path);
    else about(path, () => files.removeFile(path));
  }

  return {
    directory,
    files,

    read: (path, from = 0, limit = Number.POSITIVE_INFINITY) =>
      withFile(path, "read", (file) => readAll(file, from, Math.min(files.size(file) - from, limit))),

    readStretches: (path, stretches) =>
      withFile(path, "read", (file) => stretches.map(({ start, end }) => readAll(file, start, end - start))),

    create,

    append: (path, bytes) =>
      useDurably(path, "append", (file) => {
        // Going on after a short write could put another writer's record in between; cut off, ours counts for nothing.
        if (files.write(file, bytes) !== bytes.length) {
          throw new PersonaError(
            "STORE_UNAVAILABLE",
            `"${nameWithin(directory, path)}" in the data folder took only a part of what was written. Free some space and try again. Nothing was acknowledged.`,
          );
        }
      }),

    blank: (path, stretches) =>
      withFile(path, "overwrite", (file) => {
        for (const { start, end } of stretches) writeAll(file, Buffer.alloc(end - start, SPACE), start);
      }),

    replace(path, replacements) {
      // What was blanked since stays blank: whoever comes late to a rewrite undoes none that came after it.
      const present = withFile(path, "read", (file) =>
        replacements.filter(({ start, bytes }) => readAll(file, start, bytes.length).some((byte) => byte !== SPACE)),
      );
      withFile(path, "overwrite", (file) => {
        for (const { start, bytes } of present) writeAll(file, bytes, start);
      });
    },

    sync: (path) => useDurably(path, "sync", () => undefined),

    syncFolder,
    ensureFolder,

    async prepare(path, contents) {
      const names = Object.keys(contents);
      const folders = new Set(names.flatMap((name) => foldersOf(path, name)));
      for (const folder of folders) about(folder, () => files.makeFolder(folder));
      const within = Object.entries(contents).filter(([name]) => !name.endsWith("/"));
      await Promise.all(within.map(async ([name, bytes]) => create(`${path}/${name}`, bytes)));
      // From the inside out: a folder that is on the medium has everything in it.
      for (const folder of [...folders].reverse()) await syncFolder(folder);
    },

    rename: (from, to) => about(to, () => files.rename(from, to)),

    claim(prepared, name) {
      try {
        files.rename(prepared, name);
        return true;
      } catch (error) {
        // Windows answers EPERM for a name that is taken.
        if (isTaken(error) || (!isGone(error) && files.stat(name) !== null)) return false;
        throw located(error, name);
      }
    },

    discard(path) {
      try {
        if (files.stat(path)?.folder) removeTree(path);
        else files.removeFile(path);
      } catch (error) {
        if (!isSystemError(error)) throw error;
      }
    },

    removeTree,
  };
}

/** The folders that a file needs within a prepared one, outermost first. */
function foldersOf(path: string, name: string): readonly string[] {
  const steps = name.split("/").slice(0, -1);
  return [path, ...steps.map((_, depth) => [path, ...steps.slice(0, depth + 1)].join("/"))];
}
