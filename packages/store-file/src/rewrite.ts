import { closedSessionId, type Erasure, type HistoryRewrite } from "@lifelong/core";
import { removeAside } from "./aside.ts";
import { encodeDocument, readDocument } from "./document.ts";
import { corrupt, isCorrupt, isGone } from "./faults.ts";
import { checkpointBytes, preparedPath, revisionFiles, revisionPath } from "./history.ts";
import { ENDED, historyName, type Life } from "./life.ts";
import type { LogState } from "./log-tail.ts";
import type { Medium, Replacement, Stretch } from "./medium.ts";
import { pastFiles } from "./past.ts";
import { encodeDigest, encodeRecord } from "./record.ts";
import { createSessionIndex, type IndexedPart, type SessionIndex } from "./session-index.ts";
import { catchUp, logSize, readPartRecords } from "./session-log.ts";

/** What a rewrite takes out of the session log. Holds no text: ids appear as `closedSessionId` makes them. */
interface ErasurePlan {
  readonly closes: readonly string[];
  readonly empties: readonly {
    readonly session: string;
    readonly messages: readonly number[];
    /** Of these messages, those whose digest takes their place, by index. */
    readonly digests?: Readonly<Record<number, string>>;
  }[];
  /** A repair keeps what was set aside; forgetting does not. */
  readonly keepsAside?: true;
}

/** The digests of a session's messages, by index; the session by its `closedSessionId`. */
type DigestsOf = (session: string) => ReadonlyMap<number, string>;

/** A rewrite takes the next number of the history that it ends, as a commit would: one of both comes first. */
const PLAN = "rewrite.json";

/**
 * Ends the present history and begins the next one. The rewrite has happened, as seen by everyone, as soon as its folder
 * has its number; whatever is left to do is done by whoever looks at the user next.
 *
 * @returns false if somebody was first
 */
export async function claimRewrite(
  medium: Medium,
  life: Life,
  rewrite: HistoryRewrite,
  { log, digestsOf }: { readonly log: LogState; readonly digestsOf: DigestsOf },
): Promise<boolean> {
  const { base, revisions, revision, persona, erase } = rewrite;
  const number = persona.revision;
  const next = {
    "latest.json": checkpointBytes(number),
    ...pastFiles(base, revisions, number - 1),
    ...revisionFiles({ persona, revision, log }),
  };
  return claimEnd(medium, life, number, planErasure(life.incarnation, erase, digestsOf), next);
}

/** @param next - the files of the next history, by name */
export async function claimEnd(
  medium: Medium,
  life: Life,
  number: number,
  plan: ErasurePlan,
  next: Readonly<Record<string, Uint8Array>>,
): Promise<boolean> {
  const prepared = preparedPath(life.history);
  const nested = Object.entries(next).map(([name, bytes]) => [`history/${name}`, bytes] as const);
  let claimed = false;
  try {
    await medium.prepare(prepared, { [PLAN]: encodeDocument(plan), ...Object.fromEntries(nested) });
    claimed = medium.claim(prepared, revisionPath(life.history, number));
  } catch (error) {
    if (!isGone(error)) throw error;
  } finally {
    if (!claimed) medium.discard(prepared);
  }
  return claimed;
}

/** Whether the newest revision of a life ends its history. */
export function isRewrite(medium: Medium, life: Life): boolean {
  return medium.files.stat(planPath(life)) !== null;
}

/**
 * Does what a claimed rewrite has left to do. Every step may be done twice, by several processes at once, and with any
 * delay in between: none writes what could be newer in the meantime.
 */
export async function finishRewrite(medium: Medium, life: Life): Promise<void> {
  const { folder, incarnation, generation, history } = life;
  const plan = readPlan(medium, life);
  // Nothing is blanked before it is certain that the rewrite stays.
  await medium.syncFolder(history);
  await eraseFromLog(medium, life, plan);
  if (plan.keepsAside === undefined) removeAside(medium, folder);
  const next = `${folder}/${historyName(incarnation, generation + 1)}`;
  renameOnce(medium, nextHistoryPath(life), next);
  await medium.syncFolder(folder);
  await removeEnded(medium, folder, historyName(incarnation, generation));
}

/** Removes a history that a rewrite has ended. */
export async function removeEnded(medium: Medium, folder: string, name: string): Promise<void> {
  const ended = name.startsWith(ENDED) ? name : ENDED + name;
  // In one step, so that who still looks at it finds all of it or nothing.
  if (name !== ended) renameOnce(medium, `${folder}/${name}`, `${folder}/${ended}`);
  medium.removeTree(`${folder}/${ended}`);
  await medium.syncFolder(folder);
}

/** @throws PersonaError `STORE_CORRUPT` when nobody can tell what to erase; the log is as it was then */
export function readPlan(medium: Medium, life: Life): ErasurePlan {
  try {
    return readDocument(medium, planPath(life)) as ErasurePlan;
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    throw corrupt(medium.directory, planPath(life), {
      cause: error,
      state: "is damaged, so an interrupted forget cannot be finished",
      repair: "takes the forget back; then forget again. Until then nothing is learned or forgotten",
    });
  }
}

/** Where the next history waits for the erasure to be done. */
export function nextHistoryPath({ history, revision }: Life): string {
  return `${revisionPath(history, revision)}/history`;
}

/** What a claimed rewrite has to do, as a file. */
export function planPath({ history, revision }: Life): string {
  return `${revisionPath(history, revision)}/${PLAN}`;
}

function planErasure(incarnation: string, erase: readonly Erasure[], digestsOf: DigestsOf): ErasurePlan {
  const closes: string[] = [];
  const empties: ErasurePlan["empties"][number][] = [];
  for (const { sessionId, messages, keepDigests = false } of erase) {
    const session = closedSessionId(incarnation, sessionId);
    if (messages === undefined) closes.push(session);
    else if (!keepDigests) empties.push({ session, messages });
    else {
      const wanted = new Set(messages);
      const kept = [...digestsOf(session)].filter(([index]) => wanted.has(index));
      empties.push({ session, messages, digests: Object.fromEntries(kept) });
    }
  }
  return { closes, empties };
}

async function eraseFromLog(medium: Medium, life: Life, plan: ErasurePlan): Promise<void> {
  const index = createSessionIndex();
  catchUp(medium, life.log, index);
  const closes = plan.closes.filter((key) => !index.isClosed(key));
  // What its writer has left unfinished at the end is cut off by the next record, and then it can be erased too.
  if (closes.length > 0 || logSize(medium, life.log) > index.end) {
    const { end: seen, sequence, sessions } = index;
    await medium.append(life.log, encodeRecord({ kind: "close", closes, seen, sequence, sessions }, []));
    catchUp(medium, life.log, index);
  }
  medium.replace(life.log, digestPlaces(medium, life.log, index, plan));
  medium.blank(life.log, [...index.takeLeftovers(), ...erasedStretches(medium, life.log, index, plan)]);
  await medium.sync(life.log);
}

function erasedStretches(medium: Medium, log: string, index: SessionIndex, plan: ErasurePlan): readonly Stretch[] {
  const closed = plan.closes.flatMap((session) => segmentsOf(medium, log, index, session));
  const emptied = plan.empties.flatMap(({ session, messages, digests = {} }) => {
    const wanted = new Set(messages.filter((message) => !(message in digests)));
    return segmentsOf(medium, log, index, session).filter(({ message }) => wanted.has(message));
  });
  return [...closed, ...emptied];
}

/** Where a digest takes the place of its message. */
function digestPlaces(medium: Medium, log: string, index: SessionIndex, plan: ErasurePlan): readonly Replacement[] {
  return plan.empties.flatMap(({ session, digests }) => {
    if (digests === undefined) return [];
    return segmentsOf(medium, log, index, session).flatMap(({ message, start, end }) => {
      const digest = digests[message];
      return digest === undefined ? [] : [{ start, bytes: encodeDigest(digest, end - start) }];
    });
  });
}

/** Segments of a session's parts, each with the index of its message; -1 for that which holds none. */
function segmentsOf(
  medium: Medium,
  log: string,
  index: SessionIndex,
  session: string,
): readonly (Stretch & { readonly message: number })[] {
  const parts = index.session(session)?.parts ?? [];
  return readPartRecords(medium, log, parts).flatMap(({ line }, at) => {
    const by = (parts[at] as IndexedPart).start;
    return line.segments.map(({ start, end }, position) => ({
      start: start + by,
      end: end + by,
      message: position === 0 ? -1 : line.head.firstMessage + position - 1,
    }));
  });
}

function renameOnce(medium: Medium, from: string, to: string): void {
  try {
    medium.rename(from, to);
  } catch (error) {
    // Someone else who finishes the same rewrite was quicker.
    if (!isGone(error)) throw error;
  }
}
