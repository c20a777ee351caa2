import { randomBytes } from "node:crypto";
import type { PersonaError } from "@lifelong/core";
import { corrupt } from "./faults.ts";

const INCARNATION_BYTES = 12;
/** Before its name stands this while a history that has ended waits for its removal; nobody works on it any more. */
export const ENDED = "gone-";
/** Made here of hexadecimal digits; a life that was moved here brings its own. */
const INCARNATION = "[0-9A-Za-z-]{1,80}";
const LOG = new RegExp(`^sessions-(${INCARNATION})\\.log$`);
const HISTORY = new RegExp(`^history-(${INCARNATION})-(\\d+)$`);

/**
 * One incarnation of one user. Its paths hold the incarnation, and that of the history a number which changes with every
 * rewrite: who still works on a path of the past finds nothing there, and writes nothing into the present.
 */
export interface Life {
  /** The user's folder. */
  readonly folder: string;
  readonly incarnation: string;
  /** Path of the session log. */
  readonly log: string;
  /** Path of the history's folder. */
  readonly history: string;
  /** Counts rewrites, from 1. */
  readonly generation: number;
  /** The newest when it was looked for. */
  readonly revision: number;
  /** Why a rewrite that has happened cannot be finished. The next history is read where it waits, and not written. */
  readonly unfinished?: PersonaError;
}

/** What stands in a user's folder. */
export interface FolderContent {
  readonly incarnation: string;
  readonly generation: number;
  /** Names of histories that a rewrite has ended. */
  readonly ended: readonly string[];
}

export function newIncarnation(): string {
  return randomBytes(INCARNATION_BYTES).toString("hex");
}

/** Whether an incarnation of another store can be part of a file's name. */
export function fitsName(incarnation: string): boolean {
  return new RegExp(`^${INCARNATION}$`).test(incarnation);
}

export function logName(incarnation: string): string {
  return `sessions-${incarnation}.log`;
}

export function isLogName(name: string): boolean {
  return LOG.test(name);
}

export function historyName(incarnation: string, generation: number): string {
  return `history-${incarnation}-${generation}`;
}

/** The incarnation that a folder's log belongs to; undefined without a log. */
export function readLogIncarnation(names: readonly string[]): string | undefined {
  return names.map((name) => LOG.exec(name)?.[1]).find((found) => found !== undefined);
}

/** What is missing where the log or the history is, and the way out. */
export function incomplete(directory: string, folder: string, names: readonly string[]): PersonaError {
  const log = readLogIncarnation(names);
  const history = listHistories(names).at(-1)?.incarnation;
  if (log !== undefined) {
    return corrupt(directory, `${folder}/${historyName(log, 1)}`, {
      state: "is missing. If you have a backup, put this folder back",
      repair: "keeps all sessions, to learn from them anew",
    });
  }
  if (history !== undefined) {
    return corrupt(directory, `${folder}/${logName(history)}`, {
      state: "is missing. If you have a backup, put this file back",
      repair: "keeps what was learned, and records into a new file",
    });
  }
  return corrupt(directory, folder, {
    state: "holds neither sessions nor a history. If you have a backup, put this folder back",
    repair: "sets it aside, so that the user begins anew",
  });
}

/** The histories in a user's folder, the latest last. */
export function listHistories(names: readonly string[]): readonly { incarnation: string; generation: number }[] {
  return names
    .flatMap((name) => {
      const [, incarnation, generation] = HISTORY.exec(name) ?? [];
      return incarnation === undefined ? [] : [{ incarnation, generation: Number(generation) }];
    })
    .toSorted((one, other) => one.generation - other.generation);
}

/** Null when the log or the history is missing. */
export function readContent(names: readonly string[]): FolderContent | null {
  const incarnation = readLogIncarnation(names);
  const latest = listHistories(names).findLast((history) => history.incarnation === incarnation);
  if (incarnation === undefined || latest === undefined) return null;
  const { generation } = latest;
  const present = historyName(incarnation, generation);
  return {
    incarnation,
    generation,
    ended: names.filter((name) => name.startsWith(ENDED) || (HISTORY.test(name) && name !== present)),
  };
}
