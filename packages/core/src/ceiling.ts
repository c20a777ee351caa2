import { addSpending, DAY_MS, type Entry, type Ledger, NOTHING_SPENT, type Spending } from "./ledger.ts";
import type { CallCost, SharedSpending } from "./shared-spending.ts";
import { tokensSpent, type Usage, unreportedCalls } from "./usage.ts";

/** The most that models may cost within any 24 hours. Absent: no limit. */
export interface Ceiling {
  /** Requests to models, those that failed included. */
  readonly callsPerDay?: number;
  /** Tokens in and out as vendors report them; a call without a report counts 14 000. */
  readonly tokensPerDay?: number;
}

/** A ceiling that is reached. */
export interface Limit {
  /** What is reached, and when a model may be asked again. */
  readonly sentence: string;
  readonly until: Date;
}

/** An update that may ask a model, or why it may not. */
export type Admission =
  | { readonly limit: Limit }
  | {
      readonly limit?: undefined;
      /** Whether one more call may be made, given what those so far have cost; counts it at once. */
      mayAskAgain(spent: Usage): Promise<boolean>;
      /**
       * The update has left its revision, or failed: from now on the history tells what it has cost.
       *
       * @param spent - by all of its calls; absent: unknown
       */
      end(spent: Usage | undefined): Promise<void>;
    };

/** What models may still cost. An update under way counts with what it has spent and with the call that it has out. */
export interface Ceilings {
  /** Why no model may be asked for this user now; undefined when one may. */
  check(userId: string, ofUser: Ceiling | undefined): Promise<Limit | undefined>;
  /** Lets an update make its first call, and counts it until the update ends. */
  admit(userId: string, ofUser: Ceiling | undefined): Promise<Admission>;
}

type Cost = Spending & Pick<Entry, "at">;

/** An update of this process whose cost is not in the history yet. */
interface UnderWay {
  readonly userId: string;
  cost: Cost;
}

const ONE_CALL: Usage = { calls: 1 };

/**
 * @param options.ofAll - for all users together
 * @param options.shared - counts for all processes; without, those spendings of others are known that the histories tell
 */
export function createCeilings({
  ledger,
  ofAll,
  shared,
  now,
}: {
  ledger: Ledger;
  ofAll: Ceiling | undefined;
  shared?: SharedSpending;
  now: () => Date;
}): Ceilings {
  const underWay = new Set<UnderWay>();
  let ended = 0;

  /** Looks, and in the same turn of the event loop counts the call that is free to be made. */
  async function limitOf(
    userId: string,
    ofUser: Ceiling | undefined,
    asking?: { readonly update: UnderWay; readonly spent: Usage },
  ): Promise<Limit | undefined> {
    for (;;) {
      const before = ended;
      const own = ofUser && (await ledger.ofUser(userId));
      const all = ofAll && !shared && (await freshly(ledger, userId));
      // What ended during the look may have come too late for it, and is not under way any more.
      if (ended !== before) continue;
      const others = [...underWay].filter((update) => update !== asking?.update);
      const spent = asking ? [costOf(asking.spent)] : [];
      const costs = (some: readonly UnderWay[]) => [...some.map(({ cost }) => cost), ...spent];
      const ofSame = costs(others.filter((update) => update.userId === userId));
      const limit =
        (own && ofUser && limitFor("this user", reached([...own, ...ofSame], ofUser))) ??
        (all && ofAll ? limitFor(EVERYBODY, reached([...all, ...costs(others)], ofAll)) : undefined);
      if (asking && limit === undefined) {
        asking.update.cost = { ...addSpending(costOf(asking.spent), costOf(ONE_CALL)), at: now().getTime() };
        underWay.add(asking.update);
      }
      return limit;
    }
  }

  function costOf(usage: Usage): Cost {
    const { calls = 0, inputTokens = 0, outputTokens = 0 } = usage;
    return { at: now().getTime(), calls, unreported: unreportedCalls(usage), inputTokens, outputTokens };
  }

  function sharedLimit(until: Date | undefined): Limit | undefined {
    return limitFor(EVERYBODY, until && { limit: Object.values(limitsOf(ofAll ?? {})).join(" or "), until });
  }

  return {
    async check(userId, ofUser) {
      const limit = await limitOf(userId, ofUser);
      if (limit !== undefined || !shared || !ofAll) return limit;
      return sharedLimit(await shared.reachedUntil(ofAll));
    },

    async admit(userId, ofUser) {
      const update: UnderWay = { userId, cost: { ...NOTHING_SPENT, at: now().getTime() } };
      /** What the shared count holds of this update. */
      let counted: CallCost = { calls: 0, tokens: 0 };

      async function correctTo(spent: Usage): Promise<void> {
        const actual = { calls: spent.calls ?? counted.calls, tokens: tokensSpent(spent) };
        await shared?.correct({ calls: actual.calls - counted.calls, tokens: actual.tokens - counted.tokens });
        counted = actual;
      }

      async function limitNow(spent: Usage): Promise<Limit | undefined> {
        const limit = await limitOf(userId, ofUser, { update, spent });
        if (limit !== undefined || !shared || !ofAll) return limit;
        if (counted.calls > 0) await correctTo(spent);
        const cost = { calls: 1, tokens: tokensSpent(ONE_CALL) };
        const until = await shared.reserve(ofAll, cost);
        if (until === undefined) counted = { calls: counted.calls + 1, tokens: counted.tokens + cost.tokens };
        return sharedLimit(until);
      }

      const limit = await limitNow({});
      if (limit !== undefined) {
        underWay.delete(update);
        return { limit };
      }
      return {
        mayAskAgain: async (spent) => (await limitNow(spent)) === undefined,
        async end(spent) {
          underWay.delete(update);
          ended += 1;
          // What cannot be corrected stays counted as it was reserved: rather too much than too little.
          if (shared && ofAll && spent) await correctTo(spent).catch(() => undefined);
        },
      };
    },
  };
}

/** What this user has spent is looked up now, what others have within the last minute. */
async function freshly(ledger: Ledger, userId: string): Promise<readonly Entry[]> {
  await ledger.ofUser(userId);
  return ledger.ofAll();
}

interface Reached {
  readonly limit: string;
  /** When enough of what was spent is a day old. */
  readonly until: Date;
}

/** The limits of a ceiling in words. */
function limitsOf({ callsPerDay, tokensPerDay }: Ceiling): { readonly calls?: string; readonly tokens?: string } {
  return {
    ...(callsPerDay !== undefined && { calls: `${callsPerDay} ${callsPerDay === 1 ? "call" : "calls"}` }),
    ...(tokensPerDay !== undefined && { tokens: `${tokensPerDay} tokens` }),
  };
}

/** @param costs - oldest first */
function reached(costs: readonly Cost[], ceiling: Ceiling): Reached | undefined {
  const { calls, tokens } = limitsOf(ceiling);
  const limits = [
    { limit: calls, most: ceiling.callsPerDay, amount: (cost: Cost) => cost.calls },
    { limit: tokens, most: ceiling.tokensPerDay, amount: tokensSpent },
  ];
  for (const { limit, most, amount } of limits) {
    if (most === undefined || limit === undefined) continue;
    let left = costs.reduce((sum, cost) => sum + amount(cost), 0);
    if (left < most) continue;
    // The call that is the first to fall out far enough makes room.
    const freeing = costs.find((cost) => {
      left -= amount(cost);
      return left < most;
    });
    return { limit, until: new Date((freeing?.at ?? 0) + DAY_MS) };
  }
  return undefined;
}

const EVERYBODY = "all users together";

function limitFor(whose: string, found: Reached | undefined): Limit | undefined {
  if (!found) return undefined;
  const { limit, until } = found;
  const time = until.toISOString().slice(0, 16).replace("T", " ");
  return {
    sentence: `The daily ceiling of ${limit} for ${whose} is reached. What is recorded waits; learning goes on after ${time} UTC, or raise the ceiling.`,
    until,
  };
}
