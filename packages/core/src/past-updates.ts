import QuickLRU from "quick-lru";
import { revisionsSince } from "./history.ts";
import type { Standing } from "./reading.ts";
import type { Revision } from "./revision.ts";
import type { PastUpdate } from "./schedule.ts";
import type { PersonaStore } from "./store.ts";

/** Users whose updates are remembered. */
const REMEMBERED = 1_000;
/** How much a policy may learn of: updates gone by, and how far back those are looked for. */
const PAST_UPDATES = 32;
const REVISIONS_SEARCHED = 200;

/** The newest updates of a pass, newest first. */
export type PastUpdates = (standing: Standing, pass: string) => Promise<readonly PastUpdate[]>;

interface Known {
  readonly revision: number;
  /** Of all passes, newest first. */
  readonly updates: readonly (PastUpdate & { readonly revision: number; readonly pass: string })[];
}

/** Reads the newest revisions once, then only those that came after them; all of them anew after a rewrite. */
export function createPastUpdates(store: PersonaStore): PastUpdates {
  const remembered = new QuickLRU<string, Known>({ maxSize: REMEMBERED });

  return async function pastUpdates({ head, persona }, pass) {
    if (!head) return [];
    const key = JSON.stringify([head.incarnation, persona.userId]);
    const last = remembered.get(key);
    const known = (last && (await catchUp(persona.userId, last, head.revision))) ?? (await lookBack(persona.userId));
    remembered.set(key, known);
    return known.updates
      .filter((update) => update.pass === pass)
      .slice(0, PAST_UPDATES)
      .map(({ failed, changed, replaced }) => ({ failed, changed, replaced }));
  };

  async function catchUp(userId: string, last: Known, revision: number): Promise<Known | undefined> {
    if (revision <= last.revision) return last;
    const news = await revisionsSince(store, userId, last.revision, revision);
    if (news === null) return undefined;
    const updates = [...updatesOf(news), ...last.updates];
    return { revision, updates: updates.filter((update) => update.revision > revision - REVISIONS_SEARCHED) };
  }

  async function lookBack(userId: string): Promise<Known> {
    const revisions = await store.readRevisions(userId, { limit: REVISIONS_SEARCHED });
    return { revision: revisions[0]?.revision ?? 0, updates: updatesOf(revisions) };
  }
}

function updatesOf(revisions: readonly Revision[]): Known["updates"] {
  return revisions.flatMap(({ revision, cause, changes }) =>
    cause.kind === "update" && cause.consolidates === undefined
      ? [
          {
            revision,
            pass: cause.pass,
            failed: cause.failure !== undefined,
            changed: changes.length,
            replaced: cause.replaced ?? 0,
          },
        ]
      : [],
  );
}
