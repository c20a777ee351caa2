import { fold, PERSONA_FORMAT, type Persona, type Revision } from "@lifelong/core";
import { setAside, setTreeAside } from "./aside.ts";
import { damagedDocuments, damagedStretches, isPersonaReadable, isReadable, isStandingReadable } from "./damage.ts";
import { encodeDocument, readDocument, replaceFile } from "./document.ts";
import { nameWithin } from "./faults.ts";
import { findLife } from "./find-life.ts";
import {
  checkpointBytes,
  newestRevision,
  personaPath,
  readPersonaAt,
  readRevisionsOf,
  revisionPath,
  standingBytes,
  standingPath,
} from "./history.ts";
import { historyName, incomplete, type Life, logName, readContent } from "./life.ts";
import { readLogState } from "./log-tail.ts";
import type { Medium } from "./medium.ts";
import { repairMissing } from "./missing-log.ts";
import { pastFiles, readBaseOf } from "./past.ts";
import { encodeRecord } from "./record.ts";
import { claimEnd, isRewrite, planPath } from "./rewrite.ts";
import { readUserId } from "./roster.ts";
import { createSessionIndex } from "./session-index.ts";
import { catchUp } from "./session-log.ts";
import { further, missingFrom, missingText, readStanding } from "./standing.ts";

/** What was damaged, and what was done about it. */
export interface Repair {
  /** Within the data folder. */
  readonly path: string;
  /** Where a copy was set aside, within the data folder; absent where nothing was there to keep. */
  readonly aside?: string;
  readonly sentence: string;
}

/** Sets aside what cannot be read of a user, and returns to the last good revision. */
export async function repairUser(medium: Medium, folder: string): Promise<readonly Repair[]> {
  const repairs: Repair[] = [];
  const note: Note = (path, aside, sentence) => {
    const kept = aside === undefined ? undefined : nameWithin(medium.directory, aside);
    repairs.push({ path: nameWithin(medium.directory, path), aside: kept, sentence });
  };
  if (!(await repairMissing(medium, folder, note))) return repairs;
  await repairPlan(medium, folder, note);
  const life = await findLife(medium, folder);
  if (life === null) return repairs;
  await repairLog(medium, life, note);
  await repairStanding(medium, life, note);
  await repairHistory(medium, life, note);
  return repairs;
}

/** Takes down one repair: paths as the medium knows them. */
export type Note = (path: string, aside: string | undefined, sentence: string) => void;

/** A forget that was interrupted and whose plan is lost is taken back. */
async function repairPlan(medium: Medium, folder: string, note: Note): Promise<void> {
  const life = await presentLife(medium, folder);
  if (!isRewrite(medium, life) || isReadable(() => readDocument(medium, planPath(life)))) return;
  const claimed = revisionPath(life.history, life.revision);
  const aside = await setAside(medium, folder, "rewrite.json", medium.read(planPath(life)));
  const ended = `${folder}/gone-rewrite-${life.revision}`;
  medium.rename(claimed, ended);
  medium.removeTree(ended);
  note(
    planPath(life),
    aside,
    "An interrupted forget was taken back, since what it forgets cannot be read. Forget again.",
  );
}

async function presentLife(medium: Medium, folder: string): Promise<Life> {
  const names = medium.files.list(folder);
  const content = readContent(names);
  if (content === null) throw incomplete(medium.directory, folder, names);
  const { incarnation, generation } = content;
  const history = `${folder}/${historyName(incarnation, generation)}`;
  const revision = await newestRevision(medium, history);
  return { folder, incarnation, generation, history, revision, log: `${folder}/${logName(incarnation)}` };
}

async function repairLog(medium: Medium, life: Life, note: Note): Promise<void> {
  const stretches = damagedStretches(medium, life);
  if (stretches.length === 0) return repairLoss(medium, life, note);
  const bytes = medium.read(life.log);
  const damaged = Buffer.concat(stretches.map(({ start, end }) => bytes.subarray(start, end)));
  const aside = await setAside(medium, life.folder, "sessions.log", damaged);
  medium.blank(life.log, stretches);
  await medium.sync(life.log);
  const count = stretches.length === 1 ? "One message or part" : `${stretches.length} messages or parts`;
  note(life.log, aside, `${count} could not be read, and counts as emptied. All others are as they were.`);
  // What the damage has taken is told already.
  await repairLoss(medium, life, () => undefined);
}

/** Numbers go on above what a log has lost, and the loss is told once. */
async function repairLoss(medium: Medium, life: Life, note: Note): Promise<void> {
  const floor = readStanding(medium, life);
  const index = createSessionIndex();
  catchUp(medium, life.log, index);
  const missing = missingFrom(index, floor);
  if (missing.parts === 0 && missing.sessions === 0) return;
  const record = encodeRecord({ kind: "loss", seen: index.end, ...further(index, floor) }, []);
  await medium.append(life.log, record);
  const sentence = `The session log is shorter than it was: ${missingText(missing)}. What was learned is as it was, and new conversations are recorded after the gap.`;
  note(life.log, undefined, sentence);
}

/** Made again from the log; what it says counts only once the log is shorter. */
async function repairStanding(medium: Medium, life: Life, note: Note): Promise<void> {
  if (isStandingReadable(medium, life)) return;
  const path = standingPath(life.history, life.revision);
  const there = medium.files.stat(path) !== null;
  const aside = there ? await setAside(medium, life.folder, "log.json", medium.read(path)) : undefined;
  await replaceFile(medium, path, standingBytes(further(readLogState(medium, life.log), readStanding(medium, life))));
  note(path, aside, "How far the session log had come was made again from the log. Nothing is lost.");
}

async function repairHistory(medium: Medium, life: Life, note: Note): Promise<void> {
  const { folder, history, revision } = life;
  const documents = damagedDocuments(medium, life);
  const readable = isPersonaReadable(medium, life);
  if (documents.length === 0 && readable) return;
  const path = personaPath(history, revision);
  const good = lastGoodPersona(medium, life);
  if (documents.length === 0 && good?.revision === revision) {
    const there = medium.files.stat(path) !== null;
    const aside = await setAside(medium, folder, "persona.json", there ? medium.read(path) : Buffer.alloc(0));
    await replaceFile(medium, path, encodeDocument(good));
    note(path, aside, `The persona of revision ${revision} was made again from its history. Nothing is lost.`);
    return;
  }
  const aside = await setTreeAside(medium, folder, history);
  await beginFrom(medium, life, good);
  for (const damaged of readable ? documents : [...documents, path]) note(damaged, aside, outcomeOf(good, revision));
}

function outcomeOf(good: Persona | null, revision: number): string {
  if (good === null) {
    return "No revision could be read. The persona begins anew from the sessions, which are all there; set again what you had set by hand.";
  }
  return good.revision === revision
    ? `The persona is as it was at revision ${revision}. Its earlier history was set aside and can no longer be undone.`
    : `The persona is back at revision ${good.revision}, the last good one. What was learned since is learned again from the sessions.`;
}

/** The newest persona that is stored, or that its history leads to. */
function lastGoodPersona(medium: Medium, life: Life): Persona | null {
  const stored = [life.revision, life.revision - 1]
    .filter((number) => number > 0 && isPersonaReadable(medium, { ...life, revision: number }))
    .map((number) => readPersonaAt(medium, life.history, number));
  const found = [...stored, foldReadable(medium, life)].filter((persona) => persona !== null);
  return found.toSorted((one, other) => other.revision - one.revision)[0] ?? null;
}

/** What the readable beginning of a history leads to; null where this version cannot tell. */
function foldReadable(medium: Medium, life: Life): Persona | null {
  const baseReadable = life.generation === 1 || isReadable(() => readBaseOf(medium, life.history));
  const userId = readUserId(medium, life.folder);
  if (!baseReadable || userId === undefined) return null;
  const base = life.generation === 1 ? null : readBaseOf(medium, life.history);
  const revisions: Revision[] = [];
  for (let number = (base?.revision ?? 0) + 1; number <= life.revision; number += 1) {
    const read = () => readRevisionsOf(medium, life, { before: number + 1, limit: 1 });
    const next = isReadable(read) ? read()[0] : undefined;
    if (next?.revision !== number || next.format !== PERSONA_FORMAT) break;
    revisions.push(next);
  }
  const folded = revisions.length === 0 ? base : fold(userId, base, revisions);
  return folded?.format === PERSONA_FORMAT ? folded : null;
}

/** Begins the next history with a persona as its base. */
async function beginFrom(medium: Medium, life: Life, persona: Persona | null): Promise<void> {
  const number = persona?.revision ?? 0;
  const name = revisionPath("", number).slice(1);
  const log = further(readLogState(medium, life.log), readStanding(medium, life));
  const next = {
    ...pastFiles(persona, [], number),
    ...(persona === null
      ? {}
      : {
          "latest.json": checkpointBytes(number),
          [`${name}/persona.json`]: encodeDocument(persona),
          [`${name}/log.json`]: standingBytes(log),
        }),
  };
  const plan = { closes: [], empties: [], keepsAside: true } as const;
  if (await claimEnd(medium, life, life.revision + 1, plan, next)) await findLife(medium, life.folder);
}
