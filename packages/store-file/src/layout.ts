import { PersonaError } from "@lifelong/core";
import { Low } from "lowdb";
import { z } from "zod";
import { replaceFile } from "./document.ts";
import { corrupt } from "./faults.ts";
import type { Medium } from "./medium.ts";

/** Of the folder; documents within have formats of their own. */
const LAYOUT = 1;

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
  const path = `${medium.directory}/layout.json`;
  let [checked, begun] = [false, false];

  async function check(): Promise<void> {
    if (checked) return;
    const marker = openMarker(medium, path);
    await marker.read();
    if (marker.data.layout > LAYOUT) {
      throw new PersonaError(
        "FORMAT_TOO_NEW",
        `The data folder was laid out by a newer version of Lifelong (layout ${marker.data.layout}; this version knows ${LAYOUT}). Upgrade Lifelong to use it. Nothing was changed.`,
      );
    }
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
    throw corrupt(medium.directory, path, error);
  }
}
