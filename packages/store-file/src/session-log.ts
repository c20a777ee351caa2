import { corrupt } from "./faults.ts";
import type { Medium, Stretch } from "./medium.ts";
import { type Line, type PartHead, type RecordLine, readLines, readRecord } from "./record.ts";
import type { IndexedPart, Outcome, SessionIndex } from "./session-index.ts";

const LINE_FEED = 0x0a;
/** Bytes read at once. */
const WINDOW = 4 * 1_024 * 1_024;

/**
 * Takes everything new in the log into the index.
 *
 * @returns what became of the record with this token, if it is among what is new
 * @throws the system's error when the log has gone
 */
export function catchUp(medium: Medium, path: string, index: SessionIndex, token?: string): Outcome | undefined {
  const size = logSize(medium, path);
  let [outcome, window]: [Outcome | undefined, number] = [undefined, WINDOW];
  while (index.end < size) {
    const from = index.end;
    const bytes = medium.read(path, from, Math.min(window, size - from));
    const lines: Line[] = [];
    const { end, suspect } = readLines(bytes, (line) => lines.push(shift(line, from)));
    const whole = from + bytes.length >= size;
    outcome = index.advance(lines, from + end, suspect && whole, token) ?? outcome;
    if (whole) break;
    if (end === 0) window *= 2;
  }
  return outcome;
}

/**
 * Whether a log goes on from where it was read to. One that was cut off, or put back from a copy, is another log, also if
 * it has grown again since.
 */
export function isContinued(medium: Medium, path: string, readTo: number): boolean {
  const size = logSize(medium, path);
  if (size <= readTo || readTo === 0) return size === readTo || readTo === 0;
  return medium.read(path, readTo - 1, 1)[0] === LINE_FEED;
}

/** @throws the system's error when the log has gone */
export function logSize(medium: Medium, path: string): number {
  const found = medium.files.stat(path);
  if (found === null) throw Object.assign(new Error("The session log has gone."), { code: "ENOENT", path });
  return found.size;
}

function shift(line: Line, by: number): Line {
  const moved = { ...line, start: line.start + by, end: line.end + by };
  return moved.kind === "record"
    ? { ...moved, segments: moved.segments.map((segment) => shiftStretch(segment, by)) }
    : moved;
}

function shiftStretch({ start, end }: Stretch, by: number): Stretch {
  return { start: start + by, end: end + by };
}

/** Records of parts, with the bytes that they stand in. */
export interface PartRecord {
  readonly bytes: Buffer;
  readonly line: RecordLine<PartHead>;
}

/**
 * Reads the records of parts again.
 *
 * @throws PersonaError `STORE_CORRUPT` if one has changed since it was indexed
 */
export function readPartRecords(medium: Medium, path: string, parts: readonly IndexedPart[]): readonly PartRecord[] {
  if (parts.length === 0) return [];
  // With the line feed behind it, which ends a record.
  const stretches = parts.map(({ start, end }) => ({ start, end: end + 1 }));
  return medium.readStretches(path, stretches).map((bytes) => {
    const line = readRecord(bytes, 0);
    if (line === undefined || !isPartRecord(line)) throw corrupt(medium.directory, path);
    return { bytes, line };
  });
}

function isPartRecord(line: RecordLine): line is RecordLine<PartHead> {
  return line.head.kind === "part";
}
