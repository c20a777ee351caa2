import { randomBytes } from "node:crypto";
import { basename, dirname } from "node:path";
import type { Medium } from "./medium.ts";

/**
 * The folder, within a user's, for what was damaged. It may hold text, so a forget removes it like any other text. Within
 * the data folder, that for what belongs to no folder of a user.
 */
export function asidePath(folder: string): string {
  return `${folder}/aside`;
}

/** The folders of a user that were set aside as a whole, and where: beside the folders of all users. */
function foldersAside(medium: Medium, folder: string): readonly string[] {
  const place = asidePath(medium.directory);
  if (medium.files.stat(place) === null) return [];
  const names = medium.files.list(place).filter((name) => name.startsWith(`${basename(folder)}-`));
  return names.map((name) => `${place}/${name}`);
}

/** Keeps a user's folder as it is, elsewhere. */
export async function setFolderAside(medium: Medium, folder: string): Promise<string> {
  const place = asidePath(medium.directory);
  await medium.ensureFolder(place);
  const path = `${place}/${basename(folder)}-${randomBytes(4).toString("hex")}`;
  medium.rename(folder, path);
  await medium.syncFolder(place);
  await medium.syncFolder(dirname(folder));
  return path;
}

/** Removes everything that was set aside of a user. */
export function removeAside(medium: Medium, folder: string): void {
  for (const path of [asidePath(folder), ...foldersAside(medium, folder)]) medium.removeTree(path);
}

/** Keeps a copy of bytes that are about to be replaced. */
export async function setAside(medium: Medium, folder: string, name: string, bytes: Uint8Array): Promise<string> {
  await medium.ensureFolder(asidePath(folder));
  const path = `${asidePath(folder)}/${randomBytes(4).toString("hex")}-${name}`;
  await medium.create(path, bytes);
  return path;
}

/** Keeps a copy of every file below a folder. */
export async function setTreeAside(medium: Medium, folder: string, tree: string): Promise<string> {
  const copy = `${asidePath(folder)}/${randomBytes(4).toString("hex")}-${basename(tree)}`;
  await copyTree(medium, tree, copy);
  return copy;
}

async function copyTree(medium: Medium, from: string, to: string): Promise<void> {
  await medium.ensureFolder(to);
  for (const name of medium.files.list(from)) {
    const [source, target] = [`${from}/${name}`, `${to}/${name}`];
    if (medium.files.stat(source)?.folder) await copyTree(medium, source, target);
    else await medium.create(target, medium.read(source));
  }
}
