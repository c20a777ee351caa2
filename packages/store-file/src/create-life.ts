import { randomBytes } from "node:crypto";
import { isGone } from "./faults.ts";
import { historyName, logName, newIncarnation } from "./life.ts";
import type { Medium } from "./medium.ts";
import { encodeRecord } from "./record.ts";
import { shelfPath, userFolderName, userFolderPath } from "./user-folder.ts";

/** Which life begins: a new one, or one that was lived elsewhere and has a past. */
export interface Origin {
  readonly incarnation: string;
  /** Counts rewrites, from 1. */
  readonly generation: number;
}

/** What a life begins with here: records of its log, and files of its history by name. */
export interface Beginning {
  readonly records: readonly Uint8Array[];
  readonly history: Readonly<Record<string, Uint8Array>>;
}

/** Where folders of users are prepared. Their names begin with that of the final folder. */
export function preparationPath(directory: string): string {
  return `${directory}/new`;
}

/**
 * Begins a new life with its first write in it: all of it appears at once, or nothing.
 *
 * @param begin - given the incarnation and the length of the log so far
 * @param origin - absent: a new life
 * @returns false if somebody was first
 */
export async function createLife(
  medium: Medium,
  userId: string,
  begin: (incarnation: string, seen: number) => Beginning,
  { incarnation, generation }: Origin = { incarnation: newIncarnation(), generation: 1 },
): Promise<boolean> {
  const { directory } = medium;
  const folderName = userFolderName(userId);
  const shelf = shelfPath(directory, folderName);
  await medium.ensureFolder(shelf);
  await medium.ensureFolder(preparationPath(directory));
  const first = encodeRecord({ kind: "user", userId, incarnation, seen: 0, sequence: 0, sessions: 0 }, []);
  const { records, history } = begin(incarnation, first.length);
  const files: Record<string, Uint8Array> = { [logName(incarnation)]: Buffer.concat([first, ...records]) };
  // A folder of its own, even while nothing is in it.
  const folder = historyName(incarnation, generation);
  files[`${folder}/`] = new Uint8Array();
  for (const [name, bytes] of Object.entries(history)) files[`${folder}/${name}`] = bytes;
  const prepared = `${preparationPath(directory)}/${folderName}-${randomBytes(8).toString("hex")}`;
  let claimed = false;
  try {
    await medium.prepare(prepared, files);
    claimed = medium.claim(prepared, userFolderPath(directory, folderName));
  } catch (error) {
    // Erased together with the user while it was being prepared.
    if (!isGone(error)) throw error;
  } finally {
    if (!claimed) medium.discard(prepared);
  }
  if (claimed) await medium.syncFolder(shelf);
  return claimed;
}
