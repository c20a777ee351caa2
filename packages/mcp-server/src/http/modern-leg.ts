import {
  createMcpHandler,
  type McpHttpHandler,
  type McpServer,
  ProtocolError,
  type ServerNotifier,
} from "@modelcontextprotocol/server";
import type { PersonaWatches } from "../persona-watch.ts";
import { ME } from "../resources/me.ts";
import { requestsIn } from "./requests-in.ts";

/** Makes a server for a user: for a session of the legacy era, or for one request of the modern one. */
export type ServerOf = (userId: string, era: "legacy" | "modern") => McpServer;

/** A request of the 2026-07-28 protocol, checked and read. */
export interface Exchange {
  readonly userId: string;
  readonly request: Request;
  /** The body as JSON; undefined for a request without one. */
  readonly body: unknown;
  /** Calls the listener once, when the answer is sent or the client has gone. */
  onEnd(listener: () => void): void;
}

/** Serves clients of the 2026-07-28 protocol, each request with a server of its own. */
export interface ModernLeg {
  handle(exchange: Exchange): Promise<Response>;
  /** Tells the open subscriptions of this user, and of nobody else. */
  notify(userId: string): ServerNotifier | undefined;
  close(): Promise<void>;
}

/**
 * Every user has a handler of their own while they have something under way, since the subscriptions of a handler share
 * their news.
 */
export function createModernLeg(
  serverOf: ServerOf,
  options: {
    readonly maxSubscriptions: number;
    readonly onError: (error: unknown) => void;
    /** Whose changes are told to subscriptions; absent: they hear what `notify` says. */
    readonly watches?: PersonaWatches;
  },
): ModernLeg {
  const handlers = new Map<string, { readonly handler: McpHttpHandler; underWay: number; unhear?: () => void }>();
  return {
    async handle({ userId, request, body, onEnd }) {
      const own = handlers.get(userId) ?? { handler: open(userId), underWay: 0 };
      handlers.set(userId, own);
      own.underWay += 1;
      onEnd(() => {
        own.underWay -= 1;
        if (own.underWay > 0) return;
        handlers.delete(userId);
        own.unhear?.();
      });
      if (requestsIn(body).some(({ method }) => method === "subscriptions/listen")) {
        const watch = options.watches?.of(userId);
        own.unhear ??= watch?.onChange(() => own.handler.notify.resourceUpdated(ME));
        await watch?.look();
      }
      return own.handler.fetch(request, { parsedBody: body });
    },
    notify: (userId) => handlers.get(userId)?.handler.notify,
    async close() {
      await Promise.all([...handlers.values()].map(({ handler }) => handler.close()));
    },
  };

  function open(userId: string): McpHttpHandler {
    const { maxSubscriptions, onError } = options;
    return createMcpHandler(() => serverOf(userId, "modern"), {
      legacy: "reject",
      maxSubscriptions,
      // What a client sent wrongly is told to the client.
      onerror: (error) => (isRejection(error) ? undefined : onError(error)),
    });
  }
}

/** The SDK tells its rejections apart by words alone; should these change, they are logged. */
function isRejection(error: Error): boolean {
  return error instanceof ProtocolError || /^Rejected /.test(error.message);
}
