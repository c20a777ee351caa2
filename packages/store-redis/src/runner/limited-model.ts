import { setTimeout as sleep } from "node:timers/promises";
import { type LanguageModel, PersonaError } from "@lifelong/core";
import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { RedisClient } from "../connection.ts";

const MINUTE_S = 60;
/** For so long a call waits for its turn; then it is put off. */
const PATIENCE_MS = 30_000;
/** Without a limit of ours only what a vendor asks for holds calls up. */
const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** Keeps the calls to one vendor within a limit, over all workers together. */
export function vendorLimit({
  client,
  prefix,
  callsPerMinute,
}: {
  client: RedisClient;
  prefix: string;
  callsPerMinute: number | undefined;
}): (model: LanguageModel) => LanguageModel {
  const limiter = new RateLimiterRedis({
    storeClient: client,
    useRedisPackage: true,
    keyPrefix: `${prefix}:{queue}:calls`,
    points: callsPerMinute ?? UNLIMITED,
    duration: MINUTE_S,
  });

  /** Waits for a turn. A Redis that cannot be asked holds no call up: the update itself will find it away. */
  async function turn({ provider }: LanguageModel, signal: AbortSignal | undefined): Promise<void> {
    for (const start = Date.now(); ; ) {
      try {
        await limiter.consume(provider);
        return;
      } catch (full) {
        if (!(full instanceof RateLimiterRes)) return;
        const pause = Math.max(1, full.msBeforeNext);
        if (Date.now() - start + pause > PATIENCE_MS) {
          const sentence = `The calls to ${provider} of this minute are used up, by all workers together. The update is put off.`;
          throw new PersonaError("MODEL_UNAVAILABLE", sentence, { retryAfterMs: pause, spent: { calls: 0 } });
        }
        await sleep(pause, undefined, { signal });
      }
    }
  }

  return (model) => ({
    ...model,
    provider: model.provider,
    modelId: model.modelId,
    async generate(request) {
      await turn(model, request.signal);
      try {
        return await model.generate(request);
      } catch (error) {
        const pause = PersonaError.isInstance(error) ? error.retryAfterMs : undefined;
        // What one worker was told holds for all.
        if (pause !== undefined) await limiter.block(model.provider, Math.ceil(pause / 1000)).catch(() => undefined);
        throw error;
      }
    },
  });
}
