import { randomBytes } from "node:crypto";
import type { Persona, Revision } from "@lifelong/core";
import { encodeDocument, openDocument, readDocument } from "./document.ts";
import { isCorrupt, isGone } from "./faults.ts";
import type { Life } from "./life.ts";
import type { LogState } from "./log-tail.ts";
import type { Medium } from "./medium.ts";
import { readPast } from "./past.ts";

/** Digits of a revision's folder, so that names sort as numbers do. */
const NUMBER_DIGITS = 10;
/** Revisions from one checkpoint to the next: what a cold reader probes at most, a few microseconds each. */
const CHECKPOINT_EVERY = 16;
/** Revisions from one look for what died processes have left to the next: it lists the whole folder. */
const SWEEP_EVERY = 256;
/** The persona of the newest revision and how far the log had come, and those of the one before it to return to. */
const STATES_KEPT = 2;
/** Older than this, something half-made has been left behind by a process that died. */
export const LEFT_BEHIND_AFTER_MS: number = 60 * 60 * 1_000;

/** The derived checkpoint `latest.json`: a revision that exists, perhaps not the newest. */
interface Checkpoint {
  readonly revision: number;
}

/** What one number of a history stands for. */
export interface Committed {
  readonly persona: Persona;
  readonly revision: Revision;
  /** How far the session log had come. */
  readonly log: LogState;
}

export function revisionPath(history: string, revision: number): string {
  return `${history}/${revisionName(revision)}`;
}

function revisionName(revision: number): string {
  return revision.toString().padStart(NUMBER_DIGITS, "0");
}

/** A name within a history that nobody else uses: what is not yet, or never will be, part of it. */
export function preparedPath(history: string): string {
  return `${history}/next-${randomBytes(8).toString("hex")}`;
}

export function checkpointBytes(revision: number): Buffer {
  return encodeDocument({ revision } satisfies Checkpoint);
}

/** The number of the newest revision; 0 without any. */
export async function newestRevision(medium: Medium, history: string): Promise<number> {
  let revision = (await readCheckpoint(medium, history)) ?? highestListed(medium, history);
  while (medium.files.stat(revisionPath(history, revision + 1)) !== null) revision += 1;
  return revision;
}

/** Whether no revision has come, and the history is still the present one. Two names are looked up. */
export function isNewest(medium: Medium, history: string, revision: number): boolean {
  const next = medium.files.stat(revisionPath(history, revision + 1));
  // In this order: a history goes only after a revision has ended it.
  return next === null && medium.files.stat(revision === 0 ? history : revisionPath(history, revision)) !== null;
}

export function readPersonaAt(medium: Medium, history: string, revision: number): Persona | null {
  return revision === 0 ? null : (readDocument(medium, personaPath(history, revision)) as Persona);
}

export function revisionDocumentPath(history: string, revision: number): string {
  return `${revisionPath(history, revision)}/revision.json`;
}

export function personaPath(history: string, revision: number): string {
  return `${revisionPath(history, revision)}/persona.json`;
}

/** How far the session log had come. */
export function standingPath(history: string, revision: number): string {
  return `${revisionPath(history, revision)}/log.json`;
}

export function standingBytes({ sequence, sessions }: LogState): Buffer {
  return encodeDocument({ sequence, sessions } satisfies LogState);
}

/**
 * Takes the next number for a persona and its revision.
 *
 * @returns false if somebody was first
 */
export async function commitRevision(
  medium: Medium,
  history: string,
  { persona, revision, log }: Committed,
): Promise<boolean> {
  const prepared = preparedPath(history);
  let claimed = false;
  try {
    await medium.prepare(prepared, documents({ persona, revision, log }));
    claimed = medium.claim(prepared, revisionPath(history, persona.revision));
  } catch (error) {
    // The history has ended: forgotten in, or erased with the user.
    if (!isGone(error)) throw error;
  } finally {
    if (!claimed) medium.discard(prepared);
  }
  if (claimed) await settle(medium, history, persona.revision);
  return claimed;
}

/** A revision and its persona as files of a new history, by name. */
export function revisionFiles(committed: Committed): Readonly<Record<string, Uint8Array>> {
  const folder = revisionName(committed.persona.revision);
  return Object.fromEntries(Object.entries(documents(committed)).map(([name, bytes]) => [`${folder}/${name}`, bytes]));
}

function documents({ persona, revision, log }: Committed): Readonly<Record<string, Uint8Array>> {
  return {
    "revision.json": encodeDocument(revision),
    "persona.json": encodeDocument(persona),
    "log.json": standingBytes(log),
  };
}

async function settle(medium: Medium, history: string, revision: number): Promise<void> {
  try {
    await medium.syncFolder(history);
    if (revision > STATES_KEPT) {
      medium.discard(personaPath(history, revision - STATES_KEPT));
      medium.discard(standingPath(history, revision - STATES_KEPT));
    }
    if (revision % CHECKPOINT_EVERY === 0) {
      await openDocument<Checkpoint>(medium, checkpointPath(history), { revision }).write();
    }
    if (revision % SWEEP_EVERY === 0) sweepHistory(medium, history);
  } catch (error) {
    // Ended by a later revision, which has taken this one in.
    if (!isGone(error)) throw error;
  }
}

/** Revisions after the base, newest first. */
export function readRevisionsOf(
  medium: Medium,
  { history, generation, revision: newest }: Life,
  { before = newest + 1, limit }: { before?: number; limit: number },
): readonly Revision[] {
  const revisions: Revision[] = [];
  for (let number = Math.min(newest, before - 1); number > 0 && revisions.length < limit; number -= 1) {
    // Only a rewrite leaves revisions elsewhere; in a first history a missing one is missing.
    if (generation > 1 && medium.files.stat(revisionDocumentPath(history, number)) === null) {
      return [...revisions, ...readPast(medium, history, number, limit - revisions.length)];
    }
    revisions.push(readDocument(medium, revisionDocumentPath(history, number)) as Revision);
  }
  return revisions;
}

function checkpointPath(history: string): string {
  return `${history}/latest.json`;
}

/** Undefined when there is no checkpoint that leads anywhere: it is derived, and what it is derived from can be listed. */
async function readCheckpoint(medium: Medium, history: string): Promise<number | undefined> {
  const checkpoint = openDocument<Checkpoint>(medium, checkpointPath(history), { revision: 0 });
  try {
    await checkpoint.read();
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    return undefined;
  }
  const { revision } = checkpoint.data;
  return revision > 0 && medium.files.stat(revisionPath(history, revision)) !== null ? revision : undefined;
}

function highestListed(medium: Medium, history: string): number {
  return medium.files
    .list(history)
    .filter((name) => /^\d+$/.test(name))
    .reduce((highest, name) => Math.max(highest, Number(name)), 0);
}

/** Removes what processes that died have left in a history. */
function sweepHistory(medium: Medium, history: string): void {
  for (const name of medium.files.list(history)) {
    if (/^\d+$/.test(name) || name === "latest.json" || name === "base.json" || name === "past.jsonl") continue;
    const found = medium.files.stat(`${history}/${name}`);
    if (found !== null && Date.now() - found.changedAt > LEFT_BEHIND_AFTER_MS) medium.discard(`${history}/${name}`);
  }
}
