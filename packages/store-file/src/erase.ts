import { randomBytes } from "node:crypto";
import { removeAside } from "./aside.ts";
import { preparationPath } from "./create-life.ts";
import { isGone, isSystemError } from "./faults.ts";
import { LEFT_BEHIND_AFTER_MS } from "./history.ts";
import type { Medium } from "./medium.ts";
import { shelfPath, userFolderPath } from "./user-folder.ts";

/** Where folders wait for their removal: nothing in it is looked at again. */
function trashPath(directory: string): string {
  return `${directory}/trash`;
}

/**
 * Removes everything of a user: the folder in one step, so that nobody finds half of it; then what is in it, what an
 * earlier erasure has left when its process died, and what is being prepared for the user at this moment.
 */
export async function eraseFolder(medium: Medium, folderName: string): Promise<void> {
  const { directory, files } = medium;
  const [folder, trash] = [userFolderPath(directory, folderName), trashPath(directory)];
  if (files.stat(folder) !== null) {
    await medium.ensureFolder(trash);
    try {
      medium.rename(folder, `${trash}/${folderName}-${randomBytes(8).toString("hex")}`);
    } catch (error) {
      // Somebody else erases the same user.
      if (!isGone(error)) throw error;
    }
    await medium.syncFolder(shelfPath(directory, folderName));
  }
  removeAside(medium, folder);
  for (const place of [trash, preparationPath(directory)]) {
    if (files.stat(place) === null) continue;
    for (const name of files.list(place)) if (name.startsWith(folderName)) medium.removeTree(`${place}/${name}`);
    await medium.syncFolder(place);
  }
}

/** What waits for its removal, and what was prepared so long ago that its process must have died. */
export function abandonedPaths(medium: Medium): readonly string[] {
  const { directory, files } = medium;
  const prepared = entriesOf(medium, preparationPath(directory)).filter((path) => {
    const found = files.stat(path);
    return found !== null && Date.now() - found.changedAt > LEFT_BEHIND_AFTER_MS;
  });
  return [...entriesOf(medium, trashPath(directory)), ...prepared];
}

/** Removes what processes that died have left behind, as far as that is possible now. */
export function sweepFolder(medium: Medium): void {
  try {
    for (const path of abandonedPaths(medium)) medium.discard(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

function entriesOf({ files }: Medium, path: string): readonly string[] {
  return files.stat(path) === null ? [] : files.list(path).map((name) => `${path}/${name}`);
}
