import type { Pass } from "./pass.ts";
import { type Parked, sameDocument } from "./persona.ts";
import type { Revision } from "./revision.ts";

/** How often a range that could not be read is tried by itself, in all. */
const ATTEMPTS = 3;
/** Ranges parked in a row after which a run ends: a service that takes nothing is not asked for a whole backlog. */
export const MOST_PARKED_IN_A_ROW = 2;

/** How many tries of a parked range still come by themselves, each after an update that went well; 0: only on request. */
export function triesLeft({ reason, attempts }: Parked, by: Pass["by"] | undefined): number {
  // Nothing here runs the pass of a host, and what is old is no failure.
  return reason === "old" || by === undefined || by === "host" ? 0 : Math.max(0, ATTEMPTS - attempts);
}

/** Whether a parked range is among what somebody asked for. */
export function isWanted(
  { pass: name, reason }: Parked,
  pass: Pass,
  { all, retry }: { readonly all: boolean; readonly retry: boolean },
): boolean {
  return name === pass.name && (reason === "old" ? all : retry);
}

/** Why a range could not be read the last time, in a sentence; undefined where the revisions do not tell. */
export function failureOf(range: Parked, revisions: readonly Revision[]): string | undefined {
  // The revision that parks a range for want of a proposal names it last.
  const made = revisions.find(
    ({ cause, parked }) =>
      cause.kind === "update" && cause.failure !== undefined && sameDocument(parked?.at(-1), range),
  );
  return made?.cause.kind === "update" ? made.cause.failure : undefined;
}
