import { createHash } from "node:crypto";
import { assertUserId } from "@lifelong/core";

const NAME_DIGITS = 40;

/** The name of a user's folder: safe on every file system, whatever the id holds, and telling nothing about it. */
export function userFolderName(userId: string): string {
  assertUserId(userId);
  return createHash("sha256").update(userId).digest("hex").slice(0, NAME_DIGITS);
}

/** The path of a user's folder: on one of 256 shelves, so that none grows too long to look through. */
export function userFolderPath(directory: string, folderName: string): string {
  return `${shelfPath(directory, folderName)}/${folderName}`;
}

export function shelfPath(directory: string, folderName: string): string {
  return `${directory}/users/${folderName.slice(0, 2)}`;
}
