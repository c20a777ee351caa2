import { setTimeout as wait } from "node:timers/promises";
import { corrupt, isGone } from "./faults.ts";
import { isNewest, newestRevision } from "./history.ts";
import { historyName, type Life, logName, readContent } from "./life.ts";
import type { Medium } from "./medium.ts";
import { finishRewrite, isRewrite, removeEnded } from "./rewrite.ts";

/** A folder that changes under the eye is looked at so often; each rewrite that is finished on the way takes a look. */
const LOOKS = 20;

/** The present life of a user, after finishing what an interrupted rewrite has left; null if nothing is stored. */
export async function findLife(medium: Medium, folder: string): Promise<Life | null> {
  for (let look = 0; look < LOOKS; look += 1) {
    // A listing may miss both sides of a renaming that happens meanwhile; a moment later it does not.
    if (look > 1) await wait(look);
    const names = listFolder(medium, folder);
    if (names === null) return null;
    const content = readContent(names);
    if (content === null) continue;
    const { incarnation, generation, ended } = content;
    try {
      for (const name of ended) await removeEnded(medium, folder, name);
      const history = `${folder}/${historyName(incarnation, generation)}`;
      const revision = await newestRevision(medium, history);
      const life = { folder, incarnation, log: `${folder}/${logName(incarnation)}`, history, generation, revision };
      if (!isRewrite(medium, life)) return life;
      await finishRewrite(medium, life);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  throw corrupt(medium.directory, folder);
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
