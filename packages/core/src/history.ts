import { fold } from "./apply.ts";
import { PersonaError } from "./errors.ts";
import type { Persona } from "./persona.ts";
import type { Revision } from "./revision.ts";
import type { PersonaStore } from "./store.ts";

/** Everything that a persona is the fold of. */
export interface History {
  readonly userId: string;
  /** Null: the empty persona. */
  readonly base: Persona | null;
  /** Every revision after the base, oldest first. */
  readonly revisions: readonly Revision[];
}

/** The persona as it was right after a revision; 0 or anything up to the base gives the base. */
export function personaAt({ userId, base, revisions }: History, revision: number): Persona {
  return fold(
    userId,
    base,
    revisions.filter((other) => other.revision <= revision),
  );
}

/** @throws PersonaError `INVALID_INPUT` when the history does not tell how the persona stood after that revision */
export function assertWithin({ base, revisions }: History, revision: number): void {
  const oldest = base?.revision ?? 0;
  const newest = revisions.at(-1)?.revision ?? oldest;
  if (Number.isInteger(revision) && revision >= oldest && revision <= newest) return;
  throw new PersonaError(
    "INVALID_INPUT",
    `Revision ${revision} is not in the history, which goes from ${oldest} to ${newest}. Name one of these.`,
  );
}

/** The same history with a later base: all but the newest `keep` revisions are folded into it. */
export function prune(history: History, keep: number): History {
  const cut = Math.max(0, history.revisions.length - keep);
  return {
    userId: history.userId,
    base: cut === 0 ? history.base : fold(history.userId, history.base, history.revisions.slice(0, cut)),
    revisions: history.revisions.slice(cut),
  };
}

const PAGE = 256;

/**
 * The revisions after one, newest first; null when what lies before them may have been changed meanwhile, or when they
 * are more than a page.
 *
 * @param until - number of the newest; up to that of `after` there is nothing
 */
export async function revisionsSince(
  store: PersonaStore,
  userId: string,
  after: number,
  until: number,
): Promise<readonly Revision[] | null> {
  const limit = until - after;
  if (limit <= 0) return [];
  if (limit > PAGE) return null;
  const revisions = await store.readRevisions(userId, { before: until + 1, limit });
  return revisions.length === limit && revisions.every(leavesThePast) ? revisions : null;
}

/** Whatever forgets, prunes or is not known rewrites the past. */
function leavesThePast({ cause, changes }: Revision): boolean {
  return cause.kind === "update" || (cause.kind === "command" && changes.length > 0);
}

/** The whole history of a user, read from a store. */
export async function readHistory(store: PersonaStore, userId: string): Promise<History> {
  const base = await store.readBase(userId);
  const revisions: Revision[] = [];
  for (let before: number | undefined; ; ) {
    const page = await store.readRevisions(userId, { before, limit: PAGE });
    revisions.push(...page);
    before = page.at(-1)?.revision;
    if (page.length < PAGE) return { userId, base, revisions: revisions.reverse() };
  }
}
