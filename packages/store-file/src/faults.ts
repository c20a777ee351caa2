import { relative } from "node:path";
import { PersonaError } from "@lifelong/core";

/** What a system call says when it fails. */
export interface SystemError extends Error {
  readonly code: string;
  readonly path?: string;
}

const NEXT_STEPS: Readonly<Record<string, string>> = {
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
  const where = error.path === undefined ? "A file" : `"${nameWithin(directory, error.path)}"`;
  const next = NEXT_STEPS[error.code] ?? "Check the medium and try again.";
  return new PersonaError(
    "STORE_UNAVAILABLE",
    `${where} in the data folder could not be read or written (${error.code}). ${next} Nothing was acknowledged.`,
    { cause: error },
  );
}

/** Stored data cannot be read: names the file, and who repairs it. */
export function corrupt(directory: string, path: string, cause?: unknown): PersonaError {
  return new PersonaError(
    "STORE_CORRUPT",
    `"${nameWithin(directory, path)}" in the data folder is damaged. Run "lifelong doctor --repair", which sets aside what is damaged and returns to the last good revision.`,
    { cause },
  );
}

/** A path as it reads within the data folder, the same on every system. */
export function nameWithin(directory: string, path: string): string {
  return relative(directory, path).replaceAll("\\", "/");
}
