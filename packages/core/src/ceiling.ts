import { addSpending, DAY_MS, type Entry, type Ledger, NOTHING_SPENT, type Spending } from "./ledger.ts";
import { tokensSpent, type Usage, unreportedCalls } from "./usage.ts";

/** The most that models may cost within any 24 hours. Absent: no limit. */
export interface Ceiling {
  /** Requests to models, those that failed included. */
  readonly callsPerDay?: number;
  /** Tokens in and out as vendors report them; a call without a report counts 14 000. */
  readonly tokensPerDay?: number;
}

/** An update that may ask a model, or why it may not and when it may again. */
export type Admission =
  | { readonly limit: string }
  | {
      readonly limit?: undefined;
      /** Whether one more call may be made, given what those so far have cost; counts it at once. */
      mayAskAgain(spent: Usage): Promise<boolean>;
      /** The update has left its revision, or failed: from now on the history tells what it has cost. */
      end(): void;
    };

/** What models may still cost. An update under way counts with what it has spent and with the call that it has out. */
export interface Ceilings {
  /** Why no model may be asked for this user now, and when it may again; undefined when one may. */
  check(userId: string, ofUser: Ceiling | undefined): Promise<string | undefined>;
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
 */
export function createCeilings({
  ledger,
  ofAll,
  now,
}: {
  ledger: Ledger;
  ofAll: Ceiling | undefined;
  now: () => Date;
}): Ceilings {
  const underWay = new Set<UnderWay>();
  let ended = 0;

  /** Looks, and in the same turn of the event loop counts the call that is free to be made. */
  async function limitOf(
    userId: string,
    ofUser: Ceiling | undefined,
    asking?: { readonly update: UnderWay; readonly spent: Usage },
  ): Promise<string | undefined> {
    for (;;) {
      const before = ended;
      const own = ofUser && (await ledger.ofUser(userId));
      const all = ofAll && (await freshly(ledger, userId));
      // What ended during the look may have come too late for it, and is not under way any more.
      if (ended !== before) continue;
      const others = [...underWay].filter((update) => update !== asking?.update);
      const spent = asking ? [costOf(asking.spent)] : [];
      const costs = (some: readonly UnderWay[]) => [...some.map(({ cost }) => cost), ...spent];
      const ofSame = costs(others.filter((update) => update.userId === userId));
      const limit =
        (own && ofUser && sentenceOf("this user", reached([...own, ...ofSame], ofUser))) ??
        (all && ofAll && sentenceOf("all users together", reached([...all, ...costs(others)], ofAll)));
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

  return {
    check: limitOf,

    async admit(userId, ofUser) {
      const update: UnderWay = { userId, cost: { ...NOTHING_SPENT, at: now().getTime() } };
      const limit = await limitOf(userId, ofUser, { update, spent: {} });
      if (limit !== undefined) return { limit };
      return {
        mayAskAgain: async (spent) => (await limitOf(userId, ofUser, { update, spent })) === undefined,
        end() {
          underWay.delete(update);
          ended += 1;
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

/** @param costs - oldest first */
function reached(costs: readonly Cost[], { callsPerDay, tokensPerDay }: Ceiling): Reached | undefined {
  const limits = [
    {
      limit: `${callsPerDay} ${callsPerDay === 1 ? "call" : "calls"}`,
      most: callsPerDay,
      amount: ({ calls }: Cost) => calls,
    },
    { limit: `${tokensPerDay} tokens`, most: tokensPerDay, amount: tokensSpent },
  ];
  for (const { limit, most, amount } of limits) {
    if (most === undefined) continue;
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

function sentenceOf(whose: string, found: Reached | undefined): string | undefined {
  if (!found) return undefined;
  const { limit, until } = found;
  return `The daily ceiling of ${limit} for ${whose} is reached. What is recorded waits; learning goes on after ${until.toISOString().slice(0, 16).replace("T", " ")} UTC, or raise the ceiling.`;
}
