import type { Medium } from "./medium.ts";
import { type RecordHead, readLines } from "./record.ts";
import { createSessionIndex } from "./session-index.ts";
import { catchUp, logSize } from "./session-log.ts";

/** Bytes of the end of the log that are read first. */
const FIRST_LOOK = 16 * 1_024;

/** How far a log has come. */
export interface LogState {
  /** Of the last part. */
  readonly sequence: number;
  /** Ordinal of the last session. */
  readonly sessions: number;
}

interface Entry {
  readonly start: number;
  readonly head: RecordHead;
}

/**
 * Where a log stands, read from its end: what it costs does not grow with the log.
 *
 * A record whose writer had read everything before it says exactly where the log stood. Of each record after it, the
 * few between what its writer had read and itself decide what became of it.
 */
export function readLogState(medium: Medium, path: string): LogState {
  const size = logSize(medium, path);
  for (let look = FIRST_LOOK; look < size; look *= 4) {
    const state = stateAfter(readEntries(medium.read(path, size - look, look), size - look));
    if (state !== undefined) return state;
  }
  const index = createSessionIndex();
  catchUp(medium, path, index);
  return index;
}

function readEntries(bytes: Buffer, offset: number): readonly Entry[] {
  const entries: Entry[] = [];
  // What stands before the first line feed began before the look.
  const from = bytes.indexOf("\n") + 1;
  if (from === 0) return entries;
  readLines(bytes.subarray(from), (line) => {
    if (line.kind === "record") entries.push({ start: offset + from + line.start, head: line.head });
  });
  return entries;
}

function stateAfter(entries: readonly Entry[]): LogState | undefined {
  const anchor = findAnchor(entries);
  if (anchor === undefined) return undefined;
  const known = entries[anchor] as Entry;
  const stored: Entry[] = [];
  const closed: { readonly start: number; readonly key: string }[] = [];
  let { sequence, sessions } = known.head;
  const note = (entry: Entry): void => {
    if (entry.head.kind === "part") stored.push(entry);
    if (entry.head.kind === "part" && entry.head.closed) closed.push({ start: entry.start, key: entry.head.session });
    if (entry.head.kind === "close") for (const key of entry.head.closes) closed.push({ start: entry.start, key });
  };
  note(known);
  for (const entry of entries.slice(anchor + 1)) {
    const { head } = entry;
    if (head.kind === "part") {
      const overtaken =
        stored.some(
          ({ start, head: other }) => start >= head.seen && other.kind === "part" && other.session === head.session,
        ) ||
        closed.some(({ start, key }) => start >= head.seen && key === head.session) ||
        (head.exact && head.sequence <= sequence);
      if (overtaken) continue;
      sequence = Math.max(head.sequence, sequence + 1);
      if (head.number === 1) sessions = Math.max(head.ordinal, sessions + 1);
      sessions = Math.max(head.sessions, sessions);
    }
    if (head.kind === "loss") {
      sequence = Math.max(head.sequence, sequence);
      sessions = Math.max(head.sessions, sessions);
    }
    note(entry);
  }
  return { sequence, sessions };
}

/** The last record whose writer had read everything before it, and after which everybody had read it. */
function findAnchor(entries: readonly Entry[]): number | undefined {
  let seenByAll = Number.POSITIVE_INFINITY;
  for (const [index, { start, head }] of [...entries.entries()].reverse()) {
    // The line feed before the record belongs to it.
    if (head.seen === start - 1 && seenByAll > start) return index;
    seenByAll = Math.min(seenByAll, head.seen);
  }
  return undefined;
}
