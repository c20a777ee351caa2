import { readDocument } from "./document.ts";
import { isCorrupt, isGone } from "./faults.ts";
import { personaPath, revisionDocumentPath, standingPath } from "./history.ts";
import type { Life } from "./life.ts";
import type { Medium, Stretch } from "./medium.ts";
import { readBaseOf, readPast } from "./past.ts";
import { decodeSegment, readLines } from "./record.ts";

/** What of a user's log cannot be read. */
export function damagedStretches(medium: Medium, life: Life): readonly Stretch[] {
  const bytes = medium.read(life.log);
  const damaged: Stretch[] = [];
  const { end, suspect } = readLines(bytes, (line) => {
    if (line.kind === "damaged") damaged.push({ start: line.start, end: line.end });
    if (line.kind !== "record") return;
    damaged.push(...line.segments.filter(({ start, end }) => decodeSegment(bytes.subarray(start, end)) === "damaged"));
  });
  return suspect ? [...damaged, { start: end, end: bytes.length - 1 }] : damaged;
}

/** Paths of a history's documents that cannot be read, those of the newest persona apart. */
export function damagedDocuments(medium: Medium, { history, generation, revision }: Life): readonly string[] {
  const damaged: string[] = [];
  const check = (path: string, read: () => unknown): void => {
    if (!isReadable(read)) damaged.push(path);
  };
  let number = revision;
  for (; number > 0 && hasDocument(medium, { history, generation }, number); number -= 1) {
    const path = revisionDocumentPath(history, number);
    check(path, () => readDocument(medium, path));
  }
  if (generation > 1) {
    check(`${history}/base.json`, () => readBaseOf(medium, history));
    check(`${history}/past.jsonl`, () => readPast(medium, history, number, Number.POSITIVE_INFINITY));
  }
  return damaged;
}

/** Whether the newest persona can be read; so it can when there is none. */
export function isPersonaReadable(medium: Medium, { history, revision }: Life): boolean {
  return revision === 0 || isReadable(() => readDocument(medium, personaPath(history, revision)));
}

/** Whether it can be read how far the log had come at the newest revision; so it can when there is none. */
export function isStandingReadable(medium: Medium, { history, revision }: Life): boolean {
  return revision === 0 || isReadable(() => readDocument(medium, standingPath(history, revision)));
}

/** False for damage, and for what is not where it must be. */
export function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (isCorrupt(error) || isGone(error)) return false;
    throw error;
  }
}

/** In a first history every revision has a folder; in a later one, those since the rewrite. */
function hasDocument(
  medium: Medium,
  { history, generation }: Pick<Life, "history" | "generation">,
  number: number,
): boolean {
  return generation === 1 || medium.files.stat(revisionDocumentPath(history, number)) !== null;
}
