import type { Persona, Revision } from "@lifelong/core";
import { encodeDocument, readDocument } from "./document.ts";
import { corrupt } from "./faults.ts";
import type { Medium } from "./medium.ts";
import { decodeSegment, encodeSegment } from "./record.ts";

const LINE_FEED = 0x0a;

/** What the first line says. */
interface Extent {
  readonly through: number;
}

/**
 * What a rewrite leaves behind it: the base and the revisions up to the rewrite, as two files of the new history. A
 * history that no rewrite began has neither.
 *
 * @param through - number of the last revision that the past covers, kept or not
 */
export function pastFiles(
  base: Persona | null,
  revisions: readonly Revision[],
  through: number,
): Readonly<Record<string, Uint8Array>> {
  const lines = [encodeLine(0, { through }), ...revisions.map((revision) => encodeLine(revision.revision, revision))];
  return { "base.json": encodeDocument(base), "past.jsonl": Buffer.concat(lines) };
}

export function readBaseOf(medium: Medium, history: string): Persona | null {
  return readDocument(medium, `${history}/base.json`) as Persona | null;
}

/**
 * Revisions of the past, newest first.
 *
 * @param newest - number to begin with, inclusive
 */
export function readPast(medium: Medium, history: string, newest: number, limit: number): readonly Revision[] {
  const path = `${history}/past.jsonl`;
  const bytes = medium.read(path);
  const revisions: Revision[] = [];
  for (const { number, segment } of linesBackwards(bytes)) {
    if (number > newest || (number > 0 && revisions.length === limit)) continue;
    const decoded = decodeSegment(segment);
    if (decoded === "damaged" || decoded.document === undefined) throw corrupt(medium.directory, path);
    if (number > 0) revisions.push(decoded.document as Revision);
    // Later revisions have folders of their own: one that is looked for here has lost its folder.
    else if ((decoded.document as Extent).through >= newest) return revisions;
  }
  throw corrupt(medium.directory, path);
}

/** The number stands before the document, so that what is not asked for need not be parsed. */
function encodeLine(number: number, document: unknown): Buffer {
  return Buffer.concat([Buffer.from(`${number} `), encodeSegment(document), Buffer.from("\n")]);
}

function* linesBackwards(bytes: Buffer): Generator<{ readonly number: number; readonly segment: Buffer }> {
  for (let end = bytes.length - 1; end > 0; ) {
    const start = bytes.lastIndexOf(LINE_FEED, end - 1) + 1;
    const space = bytes.indexOf(" ", start);
    yield { number: Number(bytes.toString("latin1", start, space)), segment: bytes.subarray(space + 1, end) };
    end = start - 1;
  }
}
