import { setTimeout as wait } from "node:timers/promises";
import { PersonaError } from "@lifelong/core";
import { isGone } from "./faults.ts";
import { isNewest, newestRevision, revisionPath } from "./history.ts";
import { historyName, incomplete, type Life, logName, readContent } from "./life.ts";
import type { Medium } from "./medium.ts";
import { finishRewrite, isRewrite, nextHistoryPath, readPlan, removeEnded } from "./rewrite.ts";

/** A folder that changes under the eye is looked at so often; each rewrite that is finished on the way takes a look. */
const LOOKS = 20;

/** The present life of a user, after finishing what an interrupted rewrite has left; null if nothing is stored. */
export async function findLife(medium: Medium, folder: string): Promise<Life | null> {
  let lastNames: readonly string[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    // A listing may miss both sides of a renaming that happens meanwhile; a moment later it does not.
    if (look > 1) await wait(look);
    const names = listFolder(medium, folder);
    if (names === null) return null;
    lastNames = names;
    const content = readContent(names);
    if (content === null) continue;
    const { incarnation, generation, ended } = content;
    try {
      for (const name of ended) await removeEnded(medium, folder, name);
      const history = `${folder}/${historyName(incarnation, generation)}`;
      const revision = await newestRevision(medium, history);
      const life = { folder, incarnation, log: `${folder}/${logName(incarnation)}`, history, generation, revision };
      if (!isRewrite(medium, life)) return life;
      const unfinished = unfinishedLife(medium, life);
      if (unfinished !== undefined) return unfinished;
      await finishRewrite(medium, life);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  throw incomplete(medium.directory, folder, lastNames);
}

/**
 * The life after a rewrite of which nobody can tell any more what to erase: it is read as it is after it, and recording
 * goes on, since a log takes parts whatever becomes of the rewrite. Undefined when the rewrite can be finished.
 */
function unfinishedLife(medium: Medium, life: Life): Life | undefined {
  try {
    readPlan(medium, life);
    return undefined;
  } catch (error) {
    const history = nextHistoryPath(life);
    const waits = medium.files.stat(revisionPath(history, life.revision)) !== null;
    if (!PersonaError.isInstance(error) || !waits) throw error;
    return { ...life, history, generation: life.generation + 1, unfinished: error };
  }
}

/** Whether nothing was committed, rewritten or erased since. */
export function isPresent(medium: Medium, life: Life): boolean {
  return isNewest(medium, life.history, life.revision);
}

function listFolder(medium: Medium, folder: string): readonly string[] | null {
  try {
    return medium.files.list(folder);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
