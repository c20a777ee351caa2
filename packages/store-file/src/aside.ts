import { randomBytes } from "node:crypto";
import { basename } from "node:path";
import type { Medium } from "./medium.ts";

/** The folder, within a user's, for what was damaged. It may hold text, so a forget removes it like any other text. */
export function asidePath(folder: string): string {
  return `${folder}/aside`;
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
