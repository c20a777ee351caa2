import { lstat, readFile, readlink, realpath, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { PersonaError } from "@lifelong/core";
import { writeFile } from "atomically";
import { makeFolder } from "./folders.ts";

/** Hosts keep keys of their own in such files. */
const MODE = 0o600;

/**
 * What a host's file holds; null where there is none.
 *
 * @throws PersonaError `STORE_UNAVAILABLE` for a file that may not be read
 */
export async function readConfigFile(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw unavailable(path, "read", error);
  }
}

/**
 * Puts other bytes in the place of a file's, whole or not at all. Its mode and owner stay; a link stays one, and the file
 * that it leads to is written.
 *
 * @param before - what the change was made from
 * @returns the folders that had to be made, the innermost first
 * @throws PersonaError `REVISION_CONFLICT` when another program has changed the file since; it was left as it is
 */
export async function replaceConfigFile(
  path: string,
  before: Buffer | null,
  after: Buffer,
): Promise<readonly string[]> {
  const now = await readConfigFile(path);
  if (!isEqual(now, before)) {
    throw new PersonaError(
      "REVISION_CONFLICT",
      `${path} was changed by another program just now, so it was left as it is. Close that program, and call again.`,
    );
  }
  try {
    const target = await targetOf(path);
    const folders = await makeFolder(dirname(target));
    await writeFile(target, after, before === null ? { mode: MODE } : {});
    return folders;
  } catch (error) {
    throw unavailable(path, "written", error);
  }
}

/** Removes a file; a link to it stays. */
export async function removeConfigFile(path: string): Promise<void> {
  await rm(await targetOf(path), { force: true });
}

function isEqual(one: Buffer | null, other: Buffer | null): boolean {
  return one === null || other === null ? one === other : one.equals(other);
}

/** Where a path leads, also by a link to what is not there yet. */
async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
  const link = await lstat(path).catch((error: unknown) => {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  });
  return link?.isSymbolicLink() ? resolve(dirname(path), await readlink(path)) : path;
}

function unavailable(path: string, done: string, cause: unknown): PersonaError {
  const code = codeOf(cause);
  return new PersonaError(
    "STORE_UNAVAILABLE",
    `${path} cannot be ${done}${code ? ` (${code})` : ""}. Check its permissions, and call again.`,
    { cause },
  );
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
