import { setImmediate as nextTurn } from "node:timers/promises";
import { type Persona, PersonaError } from "@lifelong/core";
import { corrupt, isGone } from "./faults.ts";
import { findLife } from "./find-life.ts";
import { readPersonaAt } from "./history.ts";
import { incomplete, isLogName } from "./life.ts";
import { readLogState } from "./log-tail.ts";
import type { Medium } from "./medium.ts";
import { readLines } from "./record.ts";
import { shelfPath, userFolderPath } from "./user-folder.ts";

const SHELF = /^[0-9a-f]{2}$/;
const FOLDER_NAME = /^[0-9a-f]{40}$/;
/** Bytes of a log that hold its first record: an id of 1 000 characters, each as an escape. */
const FIRST_RECORD = 8 * 1_024;
/** Users between two turns of the event loop. */
const TURN_EVERY = 64;

/** One page of users, in the order of their folders' names; the cursor is the last of them. */
export async function listUserPage(
  medium: Medium,
  { cursor = "", limit, pending = false }: { cursor?: string; limit: number; pending?: boolean },
): Promise<{ readonly users: readonly string[]; readonly cursor?: string }> {
  if (cursor !== "" && !FOLDER_NAME.test(cursor)) {
    throw new PersonaError("INVALID_INPUT", "This cursor was not given by the file store. Begin without a cursor.");
  }
  const found: { readonly folderName: string; readonly userId: string }[] = [];
  let seen = 0;
  for (const folderName of folderNamesAfter(medium, cursor)) {
    if (found.length > limit) break;
    seen += 1;
    if (seen % TURN_EVERY === 0) await nextTurn();
    if (pending && !(await mayBePending(medium, folderName))) continue;
    const userId = await findUserId(medium, userFolderPath(medium.directory, folderName));
    if (userId !== undefined) found.push({ folderName, userId });
  }
  const page = found.slice(0, limit);
  const users = page.map(({ userId }) => userId);
  return found.length > limit ? { users, cursor: page.at(-1)?.folderName } : { users };
}

/** Names of users' folders, in order. */
export function* folderNamesAfter({ directory, files }: Medium, cursor: string): Generator<string> {
  const root = `${directory}/users`;
  if (files.stat(root) === null) return;
  for (const shelf of files
    .list(root)
    .filter((name) => SHELF.test(name))
    .toSorted()) {
    if (shelf < cursor.slice(0, 2)) continue;
    const names = files.list(shelfPath(directory, shelf)).filter((name) => FOLDER_NAME.test(name) && name > cursor);
    yield* names.toSorted();
  }
}

/** The id of a folder's user; undefined when the user was erased meanwhile. */
async function findUserId(medium: Medium, folder: string): Promise<string | undefined> {
  try {
    const recorded = readUserId(medium, folder);
    if (recorded !== undefined) return recorded;
    // The first record of the log is damaged, or was: the persona knows its user too.
    const life = await findLife(medium, folder);
    if (life === null) return undefined;
    const userId = readPersonaAt(medium, life.history, life.revision)?.userId;
    if (userId === undefined) throw corrupt(medium.directory, life.log);
    return userId;
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
}

/** The id in the first record of the log; undefined when that cannot be read. */
export function readUserId(medium: Medium, folder: string): string | undefined {
  const names = medium.files.list(folder);
  const name = names.find(isLogName);
  if (name === undefined) throw incomplete(medium.directory, folder, names);
  let userId: string | undefined;
  readLines(medium.read(`${folder}/${name}`, 0, FIRST_RECORD), (line) => {
    if (line.kind === "record" && line.head.kind === "user") userId = line.head.userId;
  });
  return userId;
}

/** False only if every pass that left a watermark, the deep one among them, has used all parts. */
async function mayBePending(medium: Medium, folderName: string): Promise<boolean> {
  try {
    const life = await findLife(medium, userFolderPath(medium.directory, folderName));
    if (life === null) return false;
    const { sequence } = readLogState(medium, life.log);
    if (sequence === 0) return false;
    const persona = readPersonaAt(medium, life.history, life.revision);
    return persona === null || !hasUsedAll(persona, sequence);
  } catch (error) {
    // What cannot be read is for whoever takes it up to tell.
    if (isGone(error) || (PersonaError.isInstance(error) && error.code === "STORE_CORRUPT")) return true;
    throw error;
  }
}

function hasUsedAll({ watermarks }: Persona, sequence: number): boolean {
  // A persona is opaque here: a newer version may keep its watermarks elsewhere.
  if (typeof watermarks !== "object" || watermarks === null || !Object.hasOwn(watermarks, "deep")) return false;
  return Object.values(watermarks).every((watermark) => watermark?.sequence >= sequence);
}
