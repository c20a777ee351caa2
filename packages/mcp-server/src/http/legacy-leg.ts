import { randomUUID } from "node:crypto";
import {
  isInitializeRequest,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from "@modelcontextprotocol/server";
import type { Exchange, ServerOf } from "./modern-leg.ts";
import { refuse } from "./refuse.ts";

/** A client that has not been heard of for so long has gone. */
const IDLE_MS = 60 * 60 * 1000;

/** One client of the 2025 protocols, from `initialize` until either side ends it. */
interface Session {
  readonly userId: string;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  readonly server: McpServer;
  /** Under way: requests, and streams that wait for news. */
  calls: number;
  streams: number;
  usedAt: number;
}

export interface LegacyLimits {
  /** Sessions that one user may have open; the longest unused gives way to a new one. */
  readonly perUser: number;
  /** Sessions of all users together. */
  readonly total: number;
}

/** Serves clients of the 2025 protocols, which keep a session: so the server can ask them and tell them something, too. */
export interface LegacyLeg {
  handle(exchange: Exchange): Promise<Response>;
  /** The servers of this user's sessions. */
  servers(userId: string): readonly McpServer[];
  close(): Promise<void>;
}

/**
 * A session belongs to the user whose token began it; to everybody else it does not exist. Its id is no credential.
 *
 * @param options.now - milliseconds
 */
export function createLegacyLeg(
  serverOf: ServerOf,
  options: {
    readonly limits: LegacyLimits;
    readonly onError: (error: unknown) => void;
    readonly now: () => number;
  },
): LegacyLeg {
  const { limits, onError, now } = options;
  // In the order of their last use.
  const sessions = new Map<string, Session>();

  return {
    async handle(exchange) {
      const id = exchange.request.headers.get("mcp-session-id");
      if (id !== null) return resume(id, exchange);
      if (isInitializeRequest(exchange.body)) return begin(exchange);
      if (exchange.request.method !== "POST") {
        return refuse(405, "Without a session there is only POST.", { Allow: "POST" });
      }
      return refuse(400, "Begin with initialize, and send the Mcp-Session-Id that it answers.");
    },
    servers: (userId) =>
      [...sessions.values()].filter((session) => session.userId === userId).map(({ server }) => server),
    async close() {
      await Promise.all([...sessions.values()].map(({ server }) => server.close()));
    },
  };

  async function resume(id: string, exchange: Exchange): Promise<Response> {
    const session = sessions.get(id);
    if (session?.userId !== exchange.userId) return refuse(404, "There is no such session. Begin with initialize.");
    sessions.delete(id);
    sessions.set(id, session);
    return handle(session, exchange);
  }

  async function begin(exchange: Exchange): Promise<Response> {
    const { userId } = exchange;
    if (!(await makeRoom(userId))) return refuse(503, "Too many clients are connected. Call again later.");
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, session),
    });
    const server = serverOf(userId, "legacy");
    const session: Session = { userId, transport, server, calls: 0, streams: 0, usedAt: now() };
    transport.onclose = () => void sessions.delete(transport.sessionId ?? "");
    await server.connect(transport);
    const response = await handle(session, exchange);
    if (transport.sessionId === undefined) await server.close();
    return response;
  }

  async function handle(session: Session, { request, body, onEnd }: Exchange): Promise<Response> {
    const kind = request.method === "GET" ? "streams" : "calls";
    session[kind] += 1;
    onEnd(() => {
      session[kind] -= 1;
      session.usedAt = now();
    });
    return session.transport.handleRequest(request, { parsedBody: body });
  }

  /**
   * Ends sessions that have gone, and the longest unused where there are too many: before one that waits for news, one
   * that does not. Its client begins another. False when all have a call under way.
   */
  async function makeRoom(userId: string): Promise<boolean> {
    const quiet = [...sessions.values()].filter(({ calls }) => calls === 0);
    const unheard = quiet.filter(({ streams }) => streams === 0);
    const gone = new Set(unheard.filter(({ usedAt }) => now() - usedAt > IDLE_MS));
    const candidates = [...unheard, ...quiet];
    const own = [...sessions.values()].filter((session) => session.userId === userId && !gone.has(session));
    if (own.length >= limits.perUser) {
      const oldest = candidates.find((session) => session.userId === userId && !gone.has(session));
      if (!oldest) return false;
      gone.add(oldest);
    }
    if (sessions.size - gone.size >= limits.total) {
      const oldest = candidates.find((session) => !gone.has(session));
      if (!oldest) return false;
      gone.add(oldest);
    }
    await Promise.all([...gone].map(({ server }) => server.close().catch(onError)));
    return true;
  }
}
