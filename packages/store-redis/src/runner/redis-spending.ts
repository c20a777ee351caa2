import type { CallCost, Ceiling, SharedSpending } from "@lifelong/core";
import * as z from "zod";
import type { Connection } from "../connection.ts";
import { check } from "../document.ts";
import { HOUR_MS, spend } from "../scripts/spend.ts";

const until = z.number();

/**
 * Counts in one hash, by the hour: what was spent within the last 24 full hours and the present one counts, so that no
 * 24 hours are ever over the ceiling.
 */
export function redisSpending(redis: Connection, prefix: string): SharedSpending {
  const key = `${prefix}:{queue}:spent`;

  async function run({ callsPerDay, tokensPerDay }: Ceiling, { calls, tokens }: CallCost): Promise<Date | undefined> {
    const words = [callsPerDay ?? "", tokensPerDay ?? "", Math.round(calls), Math.round(tokens)];
    const hour = check(until, await redis.run(spend, [key], words), key);
    return hour === 0 ? undefined : new Date(hour * HOUR_MS);
  }

  return {
    reserve: run,
    async correct(cost) {
      await run({}, cost);
    },
    reachedUntil: (ceiling) => run(ceiling, { calls: 0, tokens: 0 }),
  };
}
