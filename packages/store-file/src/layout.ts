import { dirname } from "node:path";
import { PersonaError } from "@lifelong/core";
import { Low } from "lowdb";
import { z } from "zod";
import { setAside } from "./aside.ts";
import { isReadable } from "./damage.ts";
import { replaceFile } from "./document.ts";
import { about, corrupt, isGone } from "./faults.ts";
import type { Medium } from "./medium.ts";

/** Of the folder; documents within have formats of their own. */
const LAYOUT = 1;

/** Of a marker that is damaged elsewhere. */
const LEGIBLE_NUMBER = /"layout"\s*:\s*(\d+)/;

/** What every later version must still be able to read: plain JSON, without a checksum around it. */
const layoutSchema = z.looseObject({ layout: z.int().min(1) });

/** The marker at the root of a data folder. */
export interface LayoutMarker {
  /** @throws PersonaError `FORMAT_TOO_NEW` when a newer version has laid out the folder; nothing is touched then */
  check(): Promise<void>;
  /** Makes the data folder and its marker, unless they exist. */
  begin(): Promise<void>;
}

export function layoutMarker(medium: Medium): LayoutMarker {
  const path = layoutPath(medium);
  let [checked, begun] = [false, false];

  async function check(): Promise<void> {
    if (checked) return;
    checkPlace(medium);
    const marker = openMarker(medium, path);
    await marker.read();
    if (marker.data.layout > LAYOUT) throw tooNew(marker.data.layout);
    checked = true;
  }

  return {
    check,
    async begin() {
      await check();
      if (begun) return;
      await medium.ensureFolder(medium.directory);
      if (medium.files.stat(path) === null) await openMarker(medium, path).write();
      begun = true;
    },
  };
}

export function layoutPath({ directory }: Medium): string {
  return `${directory}/layout.json`;
}

export function isLayoutReadable(medium: Medium): boolean {
  const path = layoutPath(medium);
  return medium.files.stat(path) === null || isReadable(() => parseMarker(medium, path));
}

/**
 * Writes a marker that cannot be read anew.
 *
 * @returns where a copy of it was set aside
 * @throws PersonaError `FORMAT_TOO_NEW` if as much as a higher number can still be read; nothing is touched then
 */
export async function repairLayout(medium: Medium): Promise<string> {
  const path = layoutPath(medium);
  const damaged = medium.read(path);
  const legible = Number(LEGIBLE_NUMBER.exec(damaged.toString())?.[1] ?? LAYOUT);
  if (legible > LAYOUT) throw tooNew(legible);
  const aside = await setAside(medium, medium.directory, "layout.json", damaged);
  await openMarker(medium, path).write();
  return aside;
}

function tooNew(layout: number): PersonaError {
  return new PersonaError(
    "FORMAT_TOO_NEW",
    `The data folder was laid out by a newer version of Lifelong (layout ${layout}; this version knows ${LAYOUT}). Upgrade Lifelong to use it. Nothing was changed.`,
  );
}

/**
 * A data folder that is not there yet can be made only below a folder, and a file in its place is not an empty store.
 *
 * @throws PersonaError `STORE_UNAVAILABLE` that names the folder
 */
export function checkPlace({ directory, files }: Medium): void {
  if (isNameOf(directory, files.isFolder)) return;
  let place = directory;
  while (!isNameOf(place, (path) => files.stat(path) !== null) && dirname(place) !== place) place = dirname(place);
  if (isNameOf(place, files.isFolder)) return;
  throw new PersonaError(
    "STORE_UNAVAILABLE",
    `The data folder "${directory}" cannot be used: "${place}" is not a folder. Choose another data folder. Nothing was read or stored.`,
  );
}

/** False as well below a file, where nothing has a name. */
function isNameOf(path: string, ask: (path: string) => boolean): boolean {
  try {
    return about(path, () => ask(path));
  } catch (error) {
    if (!isGone(error)) throw error;
    return false;
  }
}

function openMarker(medium: Medium, path: string): Low<z.infer<typeof layoutSchema>> {
  const adapter = {
    async read() {
      return medium.files.stat(path) === null ? null : parseMarker(medium, path);
    },
    async write(document: unknown) {
      await replaceFile(medium, path, Buffer.from(`${JSON.stringify(document)}\n`));
    },
  };
  return new Low(adapter, { layout: LAYOUT });
}

function parseMarker(medium: Medium, path: string): z.infer<typeof layoutSchema> {
  const text = medium.read(path).toString();
  try {
    return layoutSchema.parse(JSON.parse(text));
  } catch (error) {
    const repair = "sets it aside and writes it anew. Everything else stays as it is";
    throw corrupt(medium.directory, path, { cause: error, repair });
  }
}
