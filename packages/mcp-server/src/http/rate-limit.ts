import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Lets through so many requests of a user in a minute. Gives the seconds to wait; 0: go on. */
export type RateLimit = (userId: string) => Promise<number>;

export function createRateLimit(requestsPerMinute: number): RateLimit {
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
  return async (userId) => {
    try {
      await limiter.consume(userId);
      return 0;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    }
  };
}
