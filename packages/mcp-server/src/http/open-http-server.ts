import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { PersonaError } from "@lifelong/core";
import type { McpServer, ServerNotifier } from "@modelcontextprotocol/server";
import type { PersonaWatches } from "../persona-watch.ts";
import type { Verify } from "./grant.ts";
import { createHttpApp, ENDPOINT } from "./http-app.ts";
import type { HttpSettings } from "./http-settings.ts";
import { createLegacyLeg, type LegacyLimits } from "./legacy-leg.ts";
import { createModernLeg, type ServerOf } from "./modern-leg.ts";
import { createRateLimit } from "./rate-limit.ts";
import { createTraffic, type TrafficLimits } from "./traffic.ts";

/** What one process takes on; a deployment behind its proxy needs no other. */
export interface HttpLimits {
  /** Longest body of a request, bytes: the longest conversation that is recorded at once, and some more. */
  readonly maxBodyBytes: number;
  /** How long a client may take to send a request, milliseconds. */
  readonly requestMs: number;
  /** How long calls under way may take once the server is asked to end, milliseconds. */
  readonly drainMs: number;
  readonly connections: number;
  readonly traffic: TrafficLimits;
  readonly sessions: LegacyLimits;
}

/** What holds unless a test says otherwise; `docs/http.md` lists it. */
export const LIMITS: HttpLimits = {
  maxBodyBytes: 5 * 1024 * 1024,
  requestMs: 30_000,
  drainMs: 25_000,
  connections: 2_000,
  traffic: { call: 32, stream: 16 },
  sessions: { perUser: 16, total: 2_000 },
};

export interface HttpServing {
  /** Where clients on this machine reach it. */
  readonly address: URL;
  /** Tells this user's clients of the 2026-07-28 protocol that something has changed; undefined where none listens. */
  notify(userId: string): ServerNotifier | undefined;
  /** The servers of this user's clients of the 2025 protocols. */
  servers(userId: string): readonly McpServer[];
  /** Takes nothing new, gives calls under way their answer for a bounded time, and ends. Gives how many got none. */
  close(): Promise<number>;
}

/**
 * Listens, and serves what `serverOf` makes for a user: cheap, since it is made anew for every request and session.
 *
 * @throws PersonaError `CONFIGURATION` when the address cannot be had
 */
export async function openHttpServer(
  { host, port, hostnames, oauth, multiUser, requestsPerMinute }: HttpSettings,
  options: {
    readonly verify: Verify;
    readonly serverOf: ServerOf;
    /** Whose changes are told to clients of the 2026-07-28 protocol; those of the 2025 protocols hear of them from their server. */
    readonly watches?: PersonaWatches;
    /** Throws when the store cannot be asked. */
    readonly ready: () => Promise<void>;
    readonly onError: (error: unknown) => void;
    readonly limits?: Partial<HttpLimits>;
  },
): Promise<HttpServing> {
  const { verify, serverOf, watches, ready, onError } = options;
  const limits = { ...LIMITS, ...options.limits };
  const modern = createModernLeg(serverOf, { maxSubscriptions: limits.traffic.stream, onError, watches });
  const legacy = createLegacyLeg(serverOf, { limits: limits.sessions, onError, now: () => Date.now() });
  const traffic = createTraffic(limits.traffic);
  let isEnding = false;
  const app = createHttpApp({
    verify,
    hostnames,
    oauth,
    multiUser,
    modern,
    legacy,
    traffic,
    rateLimit: createRateLimit(requestsPerMinute),
    maxBodyBytes: limits.maxBodyBytes,
    ready,
    isEnding: () => isEnding,
    onError,
  });
  const { requestMs } = limits;
  // Node itself answers 408 to whoever is slower.
  const patience = {
    requestTimeout: requestMs,
    headersTimeout: requestMs,
    connectionsCheckingInterval: Math.min(requestMs / 2, 5_000),
  };
  const server = createServer(patience, getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  server.maxConnections = limits.connections;
  const address = await listen(server, { host, port });

  return {
    address,
    notify: (userId) => modern.notify(userId),
    servers: (userId) => legacy.servers(userId),
    async close() {
      isEnding = true;
      const closed = once(server, "close");
      server.close();
      const left = await traffic.drained(limits.drainMs);
      await Promise.all([modern.close(), legacy.close()]);
      server.closeAllConnections();
      await closed;
      return left;
    },
  };
}

async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<URL> {
  server.listen({ host, port });
  try {
    await once(server, "listening");
  } catch (cause) {
    throw new PersonaError(
      "CONFIGURATION",
      `The server cannot listen on ${host}, port ${port}: another program does, or this one may not. Choose another with --host and --port.`,
      { cause },
    );
  }
  const { address, family, port: taken } = parseAddress(server.address());
  return new URL(ENDPOINT, `http://${family === "IPv6" ? `[${address}]` : address}:${taken}`);
}

function parseAddress(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string") throw new TypeError("The server listens on no port.");
  return address;
}
