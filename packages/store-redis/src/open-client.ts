import { PersonaError } from "@lifelong/core";
import { createClient, createCluster, type RedisClientType } from "redis";
import type { RedisClient } from "./connection.ts";
import type { RedisLocation } from "./location.ts";

/** For a connection, for an answer, and for a line that says nothing. */
export const TIMEOUT_MS = 5_000;
/** Less than that, so that a quiet line is told from a dead one. */
const PING_INTERVAL_MS = 2_000;
/** Between two attempts to connect again. */
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 500;

/** Calls on such a line are answered at once, so that a silent line is a dead one. */
const ANSWERING = { pingInterval: PING_INTERVAL_MS, socketTimeout: TIMEOUT_MS };
/** On such a line commands wait for something to happen: silence means nothing. */
const WAITING = {};

type Address = Omit<RedisLocation, "prefix">;
type Line = typeof ANSWERING | typeof WAITING;

/** A client that is connected, and closed by whoever asked for it. */
export interface OpenedClient extends RedisClient {
  destroy(): void;
}

/**
 * Connects to a server. A connection that is lost is made again by itself; the first one is tried once.
 *
 * @param options.waits - whether commands on it wait for something to happen
 * @throws PersonaError `CONFIGURATION` for an account that is not let in, `STORE_UNAVAILABLE` where nobody answers
 */
export async function openServer(address: Address, { waits }: { waits: boolean }): Promise<RedisClientType> {
  const [url = ""] = address.urls;
  const { settings, connected } = settingsOf(address, waits ? WAITING : ANSWERING);
  const client: RedisClientType = createClient({ ...settings, url, database: address.database });
  await connecting(client);
  connected();
  return client;
}

/** The same for a cluster, found through any of the nodes named. */
export async function openCluster(address: Address): Promise<OpenedClient> {
  const { settings, connected } = settingsOf(address, ANSWERING);
  const client = createCluster({ rootNodes: address.urls.map((url) => ({ url })), defaults: settings });
  await connecting(client);
  connected();
  return client;
}

function settingsOf({ urls: [url = ""], username, password }: Address, line: Line) {
  let wasConnected = false;
  const { pingInterval, ...socket } = { pingInterval: undefined, ...line };
  return {
    connected() {
      wasConnected = true;
    },
    settings: {
      username,
      password,
      ...(pingInterval !== undefined && { pingInterval }),
      socket: {
        ...socket,
        connectTimeout: TIMEOUT_MS,
        reconnectStrategy: (retries: number) =>
          wasConnected && Math.min(SHORTEST_PAUSE_MS * (retries + 1), LONGEST_PAUSE_MS),
        ...(url.startsWith("rediss:") && { tls: true as const }),
      },
    },
  };
}

async function connecting(client: {
  on(event: "error", listener: () => void): unknown;
  connect(): Promise<unknown>;
}): Promise<void> {
  // Without a listener the loss of a connection would end the process; the calls meanwhile tell of it themselves.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw refusal(cause);
  }
}

/** Errors of the client name host and port and hold no password. */
function refusal(cause: unknown): PersonaError {
  if (cause instanceof Error && /^(WRONGPASS|NOAUTH|NOPERM|ERR AUTH)/.test(cause.message)) {
    const sentence = "Redis does not let this account in. Check user, password and rights in the location.";
    return new PersonaError("CONFIGURATION", sentence, { cause });
  }
  const sentence = "Redis cannot be reached. Check host, port and TLS in the location, and that it runs.";
  return new PersonaError("STORE_UNAVAILABLE", sentence, { cause });
}
