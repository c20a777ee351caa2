import { resolve } from "node:path";
import { PersonaError } from "@lifelong/core";
import { asidePath } from "./aside.ts";
import { damagedDocuments, damagedStretches, isPersonaReadable, isStandingReadable } from "./damage.ts";
import { abandonedPaths } from "./erase.ts";
import { asStoreError, isCorrupt, nameWithin } from "./faults.ts";
import { type FileFunctions, nodeFiles } from "./files.ts";
import { findLife } from "./find-life.ts";
import { personaPath, standingPath } from "./history.ts";
import { checkPlace, isLayoutReadable, layoutMarker, layoutPath, repairLayout } from "./layout.ts";
import type { Life } from "./life.ts";
import { type Medium, openMedium } from "./medium.ts";
import { type Repair, repairUser } from "./repair.ts";
import { folderNamesAfter } from "./roster.ts";
import { createSessionIndex } from "./session-index.ts";
import { catchUp } from "./session-log.ts";
import { missingFrom, missingText, readStanding } from "./standing.ts";
import { userFolderPath } from "./user-folder.ts";

/** What is wrong with a data folder, or worth knowing about it. */
export interface Finding {
  /**
   * `damaged`: cannot be read. `missing`: was there, and is not any more. `aside`: was damaged, and waits for you.
   * `left`: of a process that died.
   */
  readonly kind: "damaged" | "missing" | "aside" | "left";
  /** Within the data folder. */
  readonly path: string;
  readonly sentence: string;
}

const DAMAGED = 'This cannot be read. Run "lifelong doctor --repair".';

interface DoctorOptions {
  readonly directory: string;
  readonly files?: FileFunctions;
}

/** Looks through a data folder. Changes nothing, but that an interrupted forget is finished. */
export async function examineFolder({ directory, files = nodeFiles }: DoctorOptions): Promise<readonly Finding[]> {
  return withMedium(directory, files, async (medium) => {
    const findings: Finding[] = [];
    const note = (kind: Finding["kind"], path: string, sentence: string): void => {
      findings.push({ kind, path: nameWithin(medium.directory, path), sentence });
    };
    if (!isLayoutReadable(medium)) note("damaged", layoutPath(medium), DAMAGED);
    else await layoutMarker(medium).check();
    const ownAside = asidePath(medium.directory);
    if (medium.files.stat(ownAside) !== null) {
      note("aside", ownAside, "This was damaged and is kept. Delete it if you do not need it.");
    }
    for (const folderName of folderNamesAfter(medium, "")) {
      const folder = userFolderPath(medium.directory, folderName);
      await examineUser(medium, folder, note);
      if (medium.files.stat(asidePath(folder)) !== null) {
        note(
          "aside",
          asidePath(folder),
          "This was damaged and is kept until the next forget. Delete it if you do not need it.",
        );
      }
    }
    for (const path of abandonedPaths(medium)) {
      note("left", path, "A process that died has left this behind. It is removed by itself.");
    }
    return findings;
  });
}

/** Repairs a data folder: first what belongs to nobody, then every user who has something damaged. */
export async function repairFolder({ directory, files = nodeFiles }: DoctorOptions): Promise<readonly Repair[]> {
  return withMedium(directory, files, async (medium) => {
    const repairs: Repair[] = [];
    if (!isLayoutReadable(medium)) {
      const aside = nameWithin(medium.directory, await repairLayout(medium));
      const sentence =
        "The marker of the data folder could not be read and was written anew. Nothing else was touched.";
      repairs.push({ path: nameWithin(medium.directory, layoutPath(medium)), aside, sentence });
    }
    await layoutMarker(medium).check();
    for (const folderName of folderNamesAfter(medium, "")) {
      repairs.push(...(await repairUser(medium, userFolderPath(medium.directory, folderName))));
    }
    return repairs;
  });
}

async function withMedium<T>(directory: string, files: FileFunctions, use: (medium: Medium) => Promise<T>): Promise<T> {
  const medium = openMedium(resolve(directory).replaceAll("\\", "/"), files);
  try {
    checkPlace(medium);
    return await use(medium);
  } catch (error) {
    throw asStoreError(error, medium.directory);
  }
}

type NoteFinding = (kind: Finding["kind"], path: string, sentence: string) => void;

async function examineUser(medium: Medium, folder: string, note: NoteFinding): Promise<void> {
  try {
    const life = await findLife(medium, folder);
    if (life === null) return;
    const { log, history, revision, unfinished } = life;
    if (unfinished !== undefined) note("damaged", folder, unfinished.message);
    if (damagedStretches(medium, life).length > 0) note("damaged", log, DAMAGED);
    else examineEnd(medium, life, note);
    for (const path of damagedDocuments(medium, life)) note("damaged", path, DAMAGED);
    if (!isPersonaReadable(medium, life)) note("damaged", personaPath(history, revision), DAMAGED);
    if (!isStandingReadable(medium, life)) note("damaged", standingPath(history, revision), DAMAGED);
  } catch (error) {
    if (!PersonaError.isInstance(error) || !isCorrupt(error)) throw error;
    note("damaged", folder, error.message);
  }
}

/** Whether the log holds as much as it did. */
function examineEnd(medium: Medium, life: Life, note: NoteFinding): void {
  // In this order: what others record and commit meanwhile is not missing.
  const floor = readStanding(medium, life);
  const index = createSessionIndex();
  catchUp(medium, life.log, index);
  const missing = missingFrom(index, floor);
  if (missing.parts === 0 && missing.sessions === 0) return;
  const before = index.missing.parts === 0 && index.missing.sessions === 0;
  const next = before
    ? 'If you have a newer copy of this file, put it back before anything else is recorded; if not, run "lifelong doctor --repair" to go on without them.'
    : 'Others were recorded since, so do not put an older copy back. Run "lifelong doctor --repair" to go on without them.';
  note(
    "missing",
    life.log,
    `The session log is shorter than it was: ${missingText(missing)}. What was learned is as it was. ${next}`,
  );
}
