import { setFolderAside, setTreeAside } from "./aside.ts";
import { isReadable } from "./damage.ts";
import { replaceFile } from "./document.ts";
import { newestRevision, readPersonaAt } from "./history.ts";
import { historyName, type Life, listHistories, logName, readContent, readLogIncarnation } from "./life.ts";
import type { Medium } from "./medium.ts";
import { readBaseOf } from "./past.ts";
import { encodeRecord } from "./record.ts";
import type { Note } from "./repair.ts";
import { nextHistoryPath } from "./rewrite.ts";
import { readStanding } from "./standing.ts";

/**
 * Makes what a user's folder needs and does not have: a history, or a session log.
 *
 * @returns false if nothing could be made; the folder has been set aside as it was
 */
export async function repairMissing(medium: Medium, folder: string, note: Note): Promise<boolean> {
  const names = medium.files.list(folder);
  if (readContent(names) !== null) return true;
  const incarnation = readLogIncarnation(names);
  if (incarnation !== undefined) {
    await beginHistory(medium, folder, { incarnation, names }, note);
    return true;
  }
  const life = await lifeOfHistory(medium, folder, names);
  const userId = life && knownUserId(medium, life);
  if (life === undefined || userId === undefined) {
    const aside = await setFolderAside(medium, folder);
    note(folder, aside, "Neither sessions nor a persona could be read here. The user begins anew.");
    return false;
  }
  const floor = readStanding(medium, life);
  const { incarnation: own, log } = life;
  const first = encodeRecord({ kind: "user", userId, incarnation: own, seen: 0, sequence: 0, sessions: 0 }, []);
  const loss = encodeRecord({ kind: "loss", seen: first.length, ...floor }, []);
  await replaceFile(medium, log, Buffer.concat([first, loss]));
  note(
    log,
    undefined,
    `The session log was missing, and with it ${countOf(floor.sessions)}. A new one was begun. What was learned is as it was; a conversation that was forgotten or private may be recorded again if it is sent again.`,
  );
  return true;
}

function countOf(sessions: number): string {
  return sessions === 1 ? "1 conversation" : `${sessions} conversations`;
}

async function beginHistory(
  medium: Medium,
  folder: string,
  { incarnation, names }: { readonly incarnation: string; readonly names: readonly string[] },
  note: Note,
): Promise<void> {
  // Histories of other lives would be taken for ended ones.
  const others = listHistories(names).map((other) => `${folder}/${historyName(other.incarnation, other.generation)}`);
  let aside: string | undefined;
  for (const other of others) aside = await setTreeAside(medium, folder, other);
  const history = `${folder}/${historyName(incarnation, 1)}`;
  await medium.ensureFolder(history);
  note(
    history,
    aside,
    "The history was missing. The persona begins anew from the sessions, which are all there; set again what you had set by hand.",
  );
}

async function lifeOfHistory(medium: Medium, folder: string, names: readonly string[]): Promise<Life | undefined> {
  const latest = listHistories(names).at(-1);
  if (latest === undefined) return undefined;
  const { incarnation, generation } = latest;
  const history = `${folder}/${historyName(incarnation, generation)}`;
  const revision = await newestRevision(medium, history);
  return { folder, incarnation, generation, history, revision, log: `${folder}/${logName(incarnation)}` };
}

/** Whose history it is, as far as a persona in it can be read. */
function knownUserId(medium: Medium, life: Life): string | undefined {
  const { history, revision } = life;
  const reads = [
    () => readPersonaAt(medium, history, revision),
    () => readPersonaAt(medium, nextHistoryPath(life), revision),
    () => readPersonaAt(medium, history, revision - 1),
    () => readBaseOf(medium, history),
  ];
  return reads
    .filter(isReadable)
    .map((read) => read()?.userId)
    .find((userId) => userId !== undefined);
}
