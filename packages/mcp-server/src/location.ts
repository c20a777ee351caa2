import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { PersonaError, printLocation } from "@lifelong/core";

/** A folder, which the command opens itself. */
export interface FolderLocation {
  readonly scheme: "file";
  /** Absolute. */
  readonly directory: string;
}

/** Anywhere else: a store that a plugin opens. */
export interface PluginLocation {
  readonly scheme: string;
  /** As it was written, perhaps with user and password: whoever prints it calls `placeOf`. */
  readonly secret: string;
  /** Folder of this machine's notes about the store, absolute. */
  readonly notes: string;
}

/** Where a store keeps everything, as a person writes it: a scheme, a colon, and what that scheme needs. */
export type StoreLocation = FolderLocation | PluginLocation;

/**
 * Reads `file:./data`, `file:/var/lib/lifelong`, `file:///var/lib/lifelong` or another scheme's location.
 *
 * @param home - folder of what is kept on this machine about stores that are elsewhere
 * @throws PersonaError `CONFIGURATION` for what is no location
 */
export function parseLocation(text: string, home: string): StoreLocation {
  const directory = /^file:(.+)$/s.exec(text)?.[1];
  if (directory !== undefined) return { scheme: "file", directory: folderOf(directory) };
  // A single letter is a drive of Windows.
  const scheme = /^([a-z][a-z0-9+.-]+):/.exec(text)?.[1];
  if (scheme !== undefined && scheme !== "file") {
    // The name is made of what may be printed: a hash of a password would help whoever guesses at it.
    const name = createHash("sha256").update(printLocation(text)).digest("hex").slice(0, 16);
    return { scheme, secret: text, notes: join(home, "elsewhere", name) };
  }
  throw new PersonaError(
    "CONFIGURATION",
    `The store "${printLocation(text)}" is no location. Write file: and a folder, such as file:./lifelong-data, or another scheme, such as redis://localhost:6379.`,
  );
}

/** @param rest - what follows `file:`; two slashes may stand before an absolute path */
export function folderOf(rest: string): string {
  return resolve(rest.replace(/^\/\/(?=\/)/, ""));
}

export function isFolder(location: StoreLocation): location is FolderLocation {
  return "directory" in location;
}

/** Where the data is, fit for eyes and logs. */
export function placeOf(location: StoreLocation): string {
  return isFolder(location) ? location.directory : printLocation(location.secret);
}

/** Where this machine notes who uses the store. */
export function notesFolder(location: StoreLocation): string {
  return isFolder(location) ? location.directory : location.notes;
}
