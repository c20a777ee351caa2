import { type ModelReply, PersonaError } from "@lifelong/core";
import pLimit from "p-limit";
import pThrottle from "p-throttle";

const MINUTE_MS = 60_000;

/** What a run may ask and spend. What was answered from the cache costs nothing of it. */
export interface CallLimits {
  /** Calls at once. */
  readonly concurrency: number;
  /** Calls begun in a minute; absent: as many as there are. */
  readonly perMinute?: number;
  /** Calls in all, and tokens in and out as reported; absent: no limit. */
  readonly calls?: number;
  readonly tokens?: number;
}

/** Lets calls through, within the limits. */
export type CallGate = (call: () => Promise<ModelReply>) => Promise<ModelReply>;

/** @throws PersonaError `CONFIGURATION` for every call after a limit of the run is reached; what was answered is kept */
export function createCallGate({ concurrency, perMinute, calls, tokens }: CallLimits): CallGate {
  const limit = pLimit(concurrency);
  const begin =
    perMinute === undefined
      ? (call: () => Promise<ModelReply>) => call()
      : pThrottle({ limit: perMinute, interval: MINUTE_MS })((call: () => Promise<ModelReply>) => call());
  const spent = { calls: 0, tokens: 0 };

  return (call) =>
    limit(async () => {
      if (spent.calls >= (calls ?? Number.POSITIVE_INFINITY)) throw reached(`${calls} calls`);
      if (spent.tokens >= (tokens ?? Number.POSITIVE_INFINITY)) throw reached(`${tokens} tokens`);
      spent.calls += 1;
      const reply = await begin(call);
      spent.tokens += (reply.usage.inputTokens ?? 0) + (reply.usage.outputTokens ?? 0);
      return reply;
    });
}

function reached(limit: string): PersonaError {
  return new PersonaError(
    "CONFIGURATION",
    `The run's limit of ${limit} is reached. Everything answered so far is kept: run the same command with a higher limit to go on.`,
  );
}
