import { PersonaError, type PersonaStore, type Plugin } from "@lifelong/core";
import { createClient, createCluster } from "redis";
import { parseLocation, type Scheme } from "./location.ts";
import { redisStore } from "./redis-store.ts";

/** For a connection, for an answer, and for a line that says nothing. */
const TIMEOUT_MS = 5_000;
/** Less than that, so that a quiet line is told from a dead one. */
const PING_INTERVAL_MS = 2_000;
/** Between two attempts to connect again. */
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/** The stores of this package, by the scheme of a location. */
export const plugin: Plugin = {
  name: "@lifelong/store-redis",
  apiVersion: 1,
  stores: {
    redis: (location) => openLocation("redis", location),
    rediss: (location) => openLocation("rediss", location),
    "redis+cluster": (location) => openLocation("redis+cluster", location),
  },
};

/**
 * Connects, and gives a store that closes the connection when it is closed. A connection that is lost is made again by
 * itself; the first one is tried once.
 *
 * @throws PersonaError `CONFIGURATION` for a location that does not fit or an account that is not let in,
 * `STORE_UNAVAILABLE` where nobody answers
 */
async function openLocation(scheme: Scheme, location: string): Promise<PersonaStore> {
  const { urls, username, password, database, prefix } = parseLocation(scheme, location);
  const [url = ""] = urls;
  let wasConnected = false;
  const settings = {
    username,
    password,
    pingInterval: PING_INTERVAL_MS,
    socket: {
      connectTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      reconnectStrategy: (retries: number) =>
        wasConnected && Math.min(SHORTEST_PAUSE_MS * (retries + 1), LONGEST_PAUSE_MS),
      ...(url.startsWith("rediss:") && { tls: true as const }),
    },
  };
  const client =
    scheme === "redis+cluster"
      ? createCluster({ rootNodes: urls.map((node) => ({ url: node })), defaults: settings })
      : createClient({ ...settings, url, database });
  // Without a listener the loss of a connection would end the process; the calls meanwhile tell of it themselves.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw refusal(cause);
  }
  wasConnected = true;
  const store = redisStore({ client, timeoutMs: TIMEOUT_MS, ...(prefix !== undefined && { prefix }) });
  return { ...store, close: async () => client.destroy() };
}

/** Errors of the client name host and port and hold no password. */
function refusal(cause: unknown): PersonaError {
  if (cause instanceof Error && /^(WRONGPASS|NOAUTH|NOPERM|ERR AUTH)/.test(cause.message)) {
    const sentence = "Redis does not let this account in. Check user, password and rights in the store's location.";
    return new PersonaError("CONFIGURATION", sentence, { cause });
  }
  const sentence = "Redis cannot be reached. Check host, port and TLS in the store's location, and that it runs.";
  return new PersonaError("STORE_UNAVAILABLE", sentence, { cause });
}
