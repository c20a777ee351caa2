import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { Low } from "lowdb";
import { corrupt } from "./faults.ts";
import type { Medium } from "./medium.ts";

const OPENING = '{"checksum":"';
const MIDDLE = '","document":';
const CLOSING = "}\n";
const CHECKSUM_DIGITS = 8;

/** A JSON document as a file: JSON itself, with a checksum over the bytes of the document. */
export function encodeDocument(document: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(document));
  return Buffer.concat([Buffer.from(OPENING + checksum(text) + MIDDLE), text, Buffer.from(CLOSING)]);
}

/**
 * @throws PersonaError `STORE_CORRUPT` when the file is not as it was written
 * @throws the system's error when there is no such file
 */
export function readDocument(medium: Medium, path: string): unknown {
  const bytes = medium.read(path);
  const text = decodeDocument(bytes);
  if (text === undefined) throw corrupt(medium.directory, path);
  return JSON.parse(text);
}

function decodeDocument(bytes: Buffer): string | undefined {
  const from = OPENING.length + CHECKSUM_DIGITS + MIDDLE.length;
  const text = bytes.subarray(from, -CLOSING.length);
  const frame = OPENING + checksum(text) + MIDDLE;
  const whole = bytes.toString("latin1", 0, from) === frame && bytes.toString("latin1", from + text.length) === CLOSING;
  return whole ? text.toString() : undefined;
}

/**
 * A document that is replaced as a whole, over lowdb: written under a name of its own, brought to the medium, then
 * renamed, so that every reader sees the old one or the new one.
 *
 * @param fallback - what the document says while there is no file
 */
export function openDocument<T>(medium: Medium, path: string, fallback: T): Low<T> {
  return new Low<T>(
    {
      async read() {
        return medium.files.stat(path) === null ? null : (readDocument(medium, path) as T);
      },
      async write(document) {
        await replaceFile(medium, path, encodeDocument(document));
      },
    },
    fallback,
  );
}

/** Resolves when the new content, under the old name, is on the medium. */
export async function replaceFile(medium: Medium, path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(8).toString("hex")}`;
  try {
    await medium.create(temporary, bytes);
    medium.rename(temporary, path);
  } catch (error) {
    medium.discard(temporary);
    throw error;
  }
  await medium.syncFolder(dirname(path));
}

function checksum(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(CHECKSUM_DIGITS, "0");
}
