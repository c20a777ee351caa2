import { relative } from "node:path";
import { PersonaError } from "@lifelong/core";

/** What a system call says when it fails. */
export interface SystemError extends Error {
  readonly code: string;
  readonly path?: string;
}

const NEXT_STEPS: Readonly<Record<string, string>> = {
  ENOTDIR: "Something on the way to it is a file. Choose another data folder.",
  ELOOP: "The links on the way to it lead nowhere. Choose another data folder.",
  ENAMETOOLONG: "Its path is too long. Choose another data folder.",
  ENOSPC: "There is no space left on the medium. Free some space and try again.",
  EDQUOT: "The disk quota is used up. Free some space and try again.",
  EROFS: "The medium is read-only. Make it writable, or choose another data folder.",
  EACCES: "Permission is missing. Let the account that runs Lifelong read and write the data folder.",
  EPERM: "Permission is missing. Let the account that runs Lifelong read and write the data folder.",
  EMFILE: "Too many files are open. Raise the limit of open files, or try again later.",
  ENFILE: "Too many files are open. Raise the limit of open files, or try again later.",
};

export function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "code" in error && typeof error.code === "string" && !PersonaError.isInstance(error);
}

/** Whether a name that should lead somewhere led nowhere: somebody has renamed or removed what was there. */
export function isGone(error: unknown): boolean {
  return isSystemError(error) && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

/** Whether something already has the name. */
export function isTaken(error: unknown): boolean {
  return isSystemError(error) && (error.code === "EEXIST" || error.code === "ENOTEMPTY");
}

/** Whether stored data could not be read. */
export function isCorrupt(error: unknown): boolean {
  return PersonaError.isInstance(error) && error.code === "STORE_CORRUPT";
}

/** Runs system calls that are about one path, so that an error without a path says which. */
export function about<T>(path: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw located(error, path);
  }
}

/** The same error, with the path that it is about. */
export function located(error: unknown, path: string): unknown {
  return isSystemError(error) && error.path === undefined ? Object.assign(error, { path }) : error;
}

/** A failed system call as the error of a store; anything else as it is. */
export function asStoreError(error: unknown, directory: string): unknown {
  if (!isSystemError(error)) return error;
  const where = whereabouts(directory, error.path);
  const next = NEXT_STEPS[error.code] ?? "Check the medium and try again.";
  return new PersonaError(
    "STORE_UNAVAILABLE",
    `${where} could not be read or written (${error.code}). ${next} Nothing was acknowledged.`,
    { cause: error },
  );
}

function whereabouts(directory: string, path: string | undefined): string {
  const name = path === undefined ? undefined : nameWithin(directory, path);
  // The data folder itself, or one above it.
  if (name === "" || name?.startsWith("..")) return `The data folder "${directory}"`;
  return name === undefined ? `A file in the data folder "${directory}"` : `"${name}" in the data folder`;
}

/**
 * Stored data cannot be read: names the file, and who repairs it.
 *
 * @param what.state - what is wrong with it, and what else may be done
 * @param what.repair - what the repair does
 */
export function corrupt(
  directory: string,
  path: string,
  {
    cause,
    state = "is damaged",
    repair = "sets aside what is damaged and returns to the last good revision",
  }: { readonly cause?: unknown; readonly state?: string; readonly repair?: string } = {},
): PersonaError {
  return new PersonaError(
    "STORE_CORRUPT",
    `"${nameWithin(directory, path)}" in the data folder ${state}. Run "lifelong doctor --repair", which ${repair}.`,
    { cause },
  );
}

/** A path as it reads within the data folder, the same on every system. */
export function nameWithin(directory: string, path: string): string {
  return relative(directory, path).replaceAll("\\", "/");
}
