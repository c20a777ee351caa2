import type { Ceiling } from "./ceiling.ts";
import { loadTokenCounter } from "./count-tokens.ts";
import { addSpending, DAY_MS, type Entry, entryOf, NOTHING_SPENT, type Spending } from "./ledger.ts";
import type { CostReport } from "./personalizer.ts";
import type { Revision } from "./revision.ts";
import type { StoredPart } from "./session.ts";

const MONTH_MS = 30 * DAY_MS;

/** What a history says that models have cost, and what feeding every conversation into the next would have. */
export async function costOf(found: {
  revisions: readonly Revision[];
  parts: readonly StoredPart[];
  personaTokens: number;
  ceiling: Ceiling | undefined;
  now: Date;
}): Promise<CostReport> {
  const { revisions, parts, personaTokens, ceiling, now } = found;
  const entries = revisions.flatMap((revision) => entryOf(revision) ?? []);
  const since = (age: number) => sum(entries.filter(({ at }) => at > now.getTime() - age));
  const models = Map.groupBy(entries, ({ model }) => model);
  const lengths = await sessionLengths(parts);
  let before = 0;
  let historyTokens = 0;
  for (const length of lengths) {
    historyTokens += before;
    before += length;
  }
  return {
    day: since(DAY_MS),
    month: since(MONTH_MS),
    ever: sum(entries),
    byModel: [...models].map(([model, own]) => ({ model, ...sum(own) })),
    ...(ceiling && { ceiling }),
    sessions: lengths.length,
    emptied: countEmptied(parts),
    personaTokens,
    historyTokens,
  };
}

/** Tokens of each conversation, in the order in which they began. */
async function sessionLengths(parts: readonly StoredPart[]): Promise<readonly number[]> {
  const count = await loadTokenCounter();
  const sessions = Map.groupBy(parts, ({ ordinal }) => ordinal);
  return [...sessions.entries()]
    .toSorted(([one], [other]) => one - other)
    .map(([, own]) =>
      own.reduce((total, { messages }) => total + messages.reduce((tokens, { text }) => tokens + count(text), 0), 0),
    );
}

function countEmptied(parts: readonly StoredPart[]): number {
  const emptied = parts.filter(({ closed, messages }) => closed || messages.some(({ text }) => text === ""));
  return new Set(emptied.map(({ ordinal }) => ordinal)).size;
}

function sum(entries: readonly Entry[]): Spending {
  return entries.reduce<Spending>(addSpending, NOTHING_SPENT);
}
