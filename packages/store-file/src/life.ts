import { randomBytes } from "node:crypto";

const INCARNATION_BYTES = 12;
/** Before its name stands this while a history that has ended waits for its removal; nobody works on it any more. */
export const ENDED = "gone-";
const LOG = /^sessions-([0-9a-f]+)\.log$/;
const HISTORY = /^history-([0-9a-f]+)-(\d+)$/;

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

export function logName(incarnation: string): string {
  return `sessions-${incarnation}.log`;
}

export function isLogName(name: string): boolean {
  return LOG.test(name);
}

export function historyName(incarnation: string, generation: number): string {
  return `history-${incarnation}-${generation}`;
}

/** Null when the log or the history is missing. */
export function readContent(names: readonly string[]): FolderContent | null {
  const incarnation = names.map((name) => LOG.exec(name)?.[1]).find((found) => found !== undefined);
  const generations = names
    .map((name) => HISTORY.exec(name))
    .filter((match) => match?.[1] === incarnation)
    .map((match) => Number(match?.[2]));
  if (incarnation === undefined || generations.length === 0) return null;
  const generation = Math.max(...generations);
  const present = historyName(incarnation, generation);
  return {
    incarnation,
    generation,
    ended: names.filter((name) => name.startsWith(ENDED) || (HISTORY.test(name) && name !== present)),
  };
}
