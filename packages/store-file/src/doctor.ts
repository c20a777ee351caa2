import { resolve } from "node:path";
import { asidePath } from "./aside.ts";
import { damagedDocuments, damagedStretches, isPersonaReadable } from "./damage.ts";
import { abandonedPaths } from "./erase.ts";
import { asStoreError, isCorrupt, nameWithin } from "./faults.ts";
import { type FileFunctions, nodeFiles } from "./files.ts";
import { findLife } from "./find-life.ts";
import { personaPath } from "./history.ts";
import { layoutMarker } from "./layout.ts";
import { type Medium, openMedium } from "./medium.ts";
import { type Repair, repairUser } from "./repair.ts";
import { folderNamesAfter } from "./roster.ts";
import { userFolderPath } from "./user-folder.ts";

/** What is wrong with a data folder, or worth knowing about it. */
export interface Finding {
  /** `damaged`: cannot be read. `aside`: was damaged, and waits for you. `left`: of a process that died. */
  readonly kind: "damaged" | "aside" | "left";
  /** Within the data folder. */
  readonly path: string;
  readonly sentence: string;
}

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
    for (const folderName of folderNamesAfter(medium, "")) {
      const folder = userFolderPath(medium.directory, folderName);
      for (const path of await damagedPaths(medium, folder)) {
        note("damaged", path, 'This cannot be read. Run "lifelong doctor --repair".');
      }
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

/** Repairs every user of a data folder who has something damaged. */
export async function repairFolder({ directory, files = nodeFiles }: DoctorOptions): Promise<readonly Repair[]> {
  return withMedium(directory, files, async (medium) => {
    const repairs: Repair[] = [];
    for (const folderName of folderNamesAfter(medium, "")) {
      repairs.push(...(await repairUser(medium, userFolderPath(medium.directory, folderName))));
    }
    return repairs;
  });
}

async function withMedium<T>(directory: string, files: FileFunctions, use: (medium: Medium) => Promise<T>): Promise<T> {
  const medium = openMedium(resolve(directory).replaceAll("\\", "/"), files);
  try {
    await layoutMarker(medium).check();
    return await use(medium);
  } catch (error) {
    throw asStoreError(error, medium.directory);
  }
}

async function damagedPaths(medium: Medium, folder: string): Promise<readonly string[]> {
  try {
    const life = await findLife(medium, folder);
    if (life === null) return [];
    const log = damagedStretches(medium, life).length > 0 ? [life.log] : [];
    const persona = isPersonaReadable(medium, life) ? [] : [personaPath(life.history, life.revision)];
    return [...log, ...damagedDocuments(medium, life), ...persona];
  } catch (error) {
    if (isCorrupt(error)) return [folder];
    throw error;
  }
}
