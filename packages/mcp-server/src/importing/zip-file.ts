import type { Readable } from "node:stream";
import { PersonaError } from "@lifelong/core";
import type { Entry, ZipFile } from "yauzl";
import type { ImportFile } from "./import-file.ts";

/** `conversations.json`, and the pieces of a large export. */
export const EXPORTED: RegExp = /(?:^|\/)conversations(?:-\d+)?\.json$/i;
const READABLE = /\.jsonl?$/i;

/** Text of conversations packs ten to one, seldom thirty to one. */
const MOST_PACKED = 200;
/** What so little unpacks to does no harm, however well it is packed. */
const HARMLESS_BYTES = 256 * 1024 * 1024;

/**
 * The files of an export as it was downloaded. Nothing is unpacked onto the medium, so names in it lead nowhere.
 *
 * @param zip - opened by yauzl, which checks names, sizes and checksums; closed by the caller
 * @throws PersonaError `INVALID_INPUT` for an archive that is damaged, unpacks to far more than text does, or holds
 *   nothing to read
 */
export async function filesInZip(zip: ZipFile, name: string, bytes: number): Promise<readonly ImportFile[]> {
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) if (READABLE.test(entry.fileName)) entries.push(entry);
  } catch (cause) {
    throw damaged(name, cause);
  }
  const exported = entries.filter(({ fileName }) => EXPORTED.test(fileName));
  const chosen = (exported.length > 0 ? exported : entries).toSorted((one, other) =>
    one.fileName < other.fileName ? -1 : 1,
  );
  if (chosen.length === 0) {
    throw new PersonaError(
      "INVALID_INPUT",
      `${name} holds no conversations.json. Import the zip file that the service sent, as it was downloaded.`,
    );
  }
  const unpacked = chosen.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (unpacked > Math.max(HARMLESS_BYTES, bytes * MOST_PACKED)) {
    throw new PersonaError(
      "INVALID_INPUT",
      `${name} says that it unpacks to more than ${MOST_PACKED} times its size, as no export does. Nothing of it was read.`,
    );
  }
  return chosen.map((entry) => ({
    name: `${name}/${entry.fileName}`,
    changedAt: entry.getLastModDate(),
    isNamed: EXPORTED.test(entry.fileName),
    open: () => openEntry(zip, entry, name),
  }));
}

async function openEntry(zip: ZipFile, entry: Entry, name: string): Promise<Readable> {
  if (entry.isEncrypted()) {
    throw new PersonaError("INVALID_INPUT", `${name} is locked with a password. Unpack it, and import the folder.`);
  }
  try {
    return await zip.openReadStreamPromise(entry);
  } catch (cause) {
    throw damaged(name, cause);
  }
}

/** @throws PersonaError `INVALID_INPUT` for what is no whole archive */
export async function openZip(fd: number, name: string): Promise<ZipFile> {
  const { fromFdPromise } = await import("yauzl");
  try {
    return await fromFdPromise(fd, { autoClose: false });
  } catch (cause) {
    throw damaged(name, cause);
  }
}

function damaged(name: string, cause: unknown): PersonaError {
  return new PersonaError(
    "INVALID_INPUT",
    `${name} is a zip archive, but is cut off or damaged. Download it again, and import that.`,
    { cause },
  );
}
