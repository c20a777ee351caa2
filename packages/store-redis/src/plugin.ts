import { PersonaError, type PersonaStore, type Plugin, type RunnerSettings, type UpdateRunner } from "@lifelong/core";
import { parseLocation, type Scheme } from "./location.ts";
import { openCluster, openServer, TIMEOUT_MS } from "./open-client.ts";
import { redisStore } from "./redis-store.ts";

/** The stores of this package and its queue of updates, by the scheme of a location. */
export const plugin: Plugin = {
  name: "@lifelong/store-redis",
  apiVersion: 1,
  stores: {
    redis: (location) => openLocation("redis", location),
    rediss: (location) => openLocation("rediss", location),
    "redis+cluster": (location) => openLocation("redis+cluster", location),
  },
  runners: {
    redis: (location, settings) => openQueue("redis", location, settings),
    rediss: (location, settings) => openQueue("rediss", location, settings),
  },
};

/**
 * Connects, and gives a store that closes the connection when it is closed.
 *
 * @throws PersonaError `CONFIGURATION` for a location that does not fit or an account that is not let in,
 * `STORE_UNAVAILABLE` where nobody answers
 */
async function openLocation(scheme: Scheme, location: string): Promise<PersonaStore> {
  const { prefix, ...address } = parseLocation(scheme, location);
  const client = scheme === "redis+cluster" ? await openCluster(address) : await openServer(address, { waits: false });
  const store = redisStore({ client, timeoutMs: TIMEOUT_MS, ...(prefix !== undefined && { prefix }) });
  return { ...store, close: async () => client.destroy() };
}

/** The queue of updates, on a connection of its own. Throws as a store does. */
async function openQueue(
  scheme: "redis" | "rediss",
  location: string,
  { concurrency, callsPerMinute }: RunnerSettings,
): Promise<UpdateRunner> {
  const { prefix, ...address } = parseLocation(scheme, location);
  const { bullmqRunner } = await importRunner();
  const client = await openServer(address, { waits: true });
  const runner = bullmqRunner({
    client,
    concurrency,
    timeoutMs: TIMEOUT_MS,
    ...(prefix !== undefined && { prefix }),
    ...(callsPerMinute !== undefined && { callsPerMinute }),
  });
  return {
    ...runner,
    async close(grace) {
      await runner.close(grace);
      client.destroy();
    },
  };
}

async function importRunner(): Promise<typeof import("./runner/index.ts")> {
  try {
    return await import("./runner/index.ts");
  } catch (cause) {
    const sentence = "The queue of updates needs BullMQ. Install it beside @lifelong/store-redis: npm install bullmq.";
    throw new PersonaError("CONFIGURATION", sentence, { cause });
  }
}
