import { DAY_MS, type Entry, type Ledger } from "./ledger.ts";
import { tokensSpent } from "./usage.ts";

/** The most that models may cost within any 24 hours. Absent: no limit. */
export interface Ceiling {
  /** Requests to models, those that failed included. */
  readonly callsPerDay?: number;
  /** Tokens in and out as vendors report them; a call without a report counts 14 000. */
  readonly tokensPerDay?: number;
}

/** Whether a model may be asked for this user now: undefined when it may, else why not and when it may again. */
export type CeilingCheck = (userId: string, ofUser: Ceiling | undefined) => Promise<string | undefined>;

/**
 * @param ofAll - for all users together
 */
export function createCeilingCheck(ledger: Ledger, ofAll: Ceiling | undefined): CeilingCheck {
  return async (userId, ofUser) => {
    const own = ofUser && reached(await ledger.ofUser(userId), ofUser);
    if (own) return sentenceOf("this user", own);
    const all = ofAll && reached(await freshly(ledger, userId), ofAll);
    return all && sentenceOf("all users together", all);
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

function reached(entries: readonly Entry[], { callsPerDay, tokensPerDay }: Ceiling): Reached | undefined {
  const limits = [
    { limit: `${callsPerDay} calls`, most: callsPerDay, cost: ({ calls }: Entry) => calls },
    { limit: `${tokensPerDay} tokens`, most: tokensPerDay, cost: tokensSpent },
  ];
  for (const { limit, most, cost } of limits) {
    if (most === undefined) continue;
    let left = entries.reduce((sum, entry) => sum + cost(entry), 0);
    if (left < most) continue;
    // The call that is the first to fall out far enough makes room.
    const freeing = entries.find((entry) => {
      left -= cost(entry);
      return left < most;
    });
    return { limit, until: new Date((freeing?.at ?? 0) + DAY_MS) };
  }
  return undefined;
}

function sentenceOf(whose: string, { limit, until }: Reached): string {
  return `The daily ceiling of ${limit} for ${whose} is reached. What is recorded waits; learning goes on after ${until.toISOString().slice(0, 16).replace("T", " ")} UTC, or raise the ceiling.`;
}
