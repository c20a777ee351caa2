import { allUsers } from "./all-users.ts";
import type { Revision } from "./revision.ts";
import type { Head, PersonaStore } from "./store.ts";
import { unreportedCalls } from "./usage.ts";

export const DAY_MS: number = 24 * 60 * 60 * 1000;
/** How long a look at all users is good for; what this process spends itself is added at once. */
const LOOK_MS = 60_000;
const PAGE = 100;

/** What the calls of a language model have cost. */
export interface Spending {
  readonly calls: number;
  /** Those of the calls whose tokens the vendor did not report. */
  readonly unreported: number;
  /** As far as they were reported. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What one revision has cost, and when. */
export interface Entry extends Spending {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly model: string;
}

export const NOTHING_SPENT: Spending = { calls: 0, unreported: 0, inputTokens: 0, outputTokens: 0 };

export function addSpending(one: Spending, other: Spending): Spending {
  return {
    calls: one.calls + other.calls,
    unreported: one.unreported + other.unreported,
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
  };
}

/** What a revision says of a model that this program asked; undefined when none was. The host's model costs us nothing. */
export function entryOf({ at, cause }: Revision): Entry | undefined {
  if (cause.kind !== "update" || cause.optimizer.startsWith("host@")) return undefined;
  const { model, usage, failure } = cause;
  const told = usage?.calls ?? (model !== undefined ? 1 : 0);
  if (usage?.calls === 0 || (told === 0 && failure === undefined)) return undefined;
  // A call that failed before the model could say its name is a call.
  const calls = Math.max(1, told);
  return {
    at: Date.parse(at),
    model: model ?? "unknown",
    calls,
    unreported: unreportedCalls({ ...usage, calls }),
    inputTokens: usage?.inputTokens ?? 0,
    outputTokens: usage?.outputTokens ?? 0,
  };
}

/** What models have cost, read from the histories: so that every process counts the same. */
export interface Ledger {
  /** Of one user, in the last 24 hours, oldest first. */
  ofUser(userId: string): Promise<readonly Entry[]>;
  /**
   * Of all users, in the last 24 hours, oldest first. Looks at every user's head, at most once a minute, and at the newest
   * revisions of those that have changed.
   */
  ofAll(): Promise<readonly Entry[]>;
}

export function createLedger({ store, now }: { store: PersonaStore; now: () => Date }): Ledger {
  const known = new Map<string, { readonly head: Head; readonly entries: readonly Entry[] }>();
  /** Users whom this process may have asked a model for since all were looked at, and when. */
  const asked = new Map<string, number>();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  async function ofUser(userId: string): Promise<readonly Entry[]> {
    const since = now().getTime() - DAY_MS;
    const head = await store.readHead(userId);
    if (!head || head.revision === 0) {
      known.delete(userId);
      return [];
    }
    const last = known.get(userId);
    const isKnown = last?.head.incarnation === head.incarnation && last.head.revision === head.revision;
    const entries = isKnown ? last.entries : await readEntries(store, userId, since);
    const recent = entries.filter(({ at }) => at > since);
    known.set(userId, { head, entries: recent });
    return recent;
  }

  /** Whoever is in no page of a complete look is stored no more; a look that failed is taken again. */
  async function lookAtAll(at: number): Promise<void> {
    const before = [...known.keys()];
    const listed = new Set<string>();
    for await (const userId of allUsers(store)) {
      listed.add(userId);
      await ofUser(userId);
    }
    for (const userId of before) if (!listed.has(userId)) known.delete(userId);
    lookedAt = at;
  }

  return {
    async ofUser(userId) {
      asked.set(userId, now().getTime());
      return ofUser(userId);
    },
    async ofAll() {
      const at = now().getTime();
      for (const [userId, since] of asked) {
        if (at - since > 2 * LOOK_MS) asked.delete(userId);
        else await ofUser(userId);
      }
      if (at - lookedAt >= LOOK_MS || at < lookedAt) {
        looking ??= lookAtAll(at).finally(() => {
          looking = undefined;
        });
        await looking;
      }
      const since = at - DAY_MS;
      return [...known.values()]
        .flatMap(({ entries }) => entries)
        .filter((entry) => entry.at > since)
        .toSorted((one, other) => one.at - other.at);
    },
  };
}

/** Oldest first. */
async function readEntries(store: PersonaStore, userId: string, since: number): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (let before: number | undefined; ; ) {
    const page = await store.readRevisions(userId, { before, limit: PAGE });
    for (const revision of page) {
      if (Date.parse(revision.at) <= since) return entries.reverse();
      const entry = entryOf(revision);
      if (entry) entries.push(entry);
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) return entries.reverse();
    before = last.revision;
  }
}
