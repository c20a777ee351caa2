import { createPersonalizer, instantPass, memoryStore, type Personalizer } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import { type Verify, verifyLocalToken } from "../http/grant.ts";
import type { HttpSettings } from "../http/http-settings.ts";
import type { ServerOf } from "../http/modern-leg.ts";
import { type HttpLimits, type HttpServing, openHttpServer } from "../http/open-http-server.ts";
import type { PersonaWatches } from "../persona-watch.ts";
import { createServer } from "../server.ts";
import { type RawRequest, type RawResponse, rawHttp } from "./raw-http.ts";

/** The token of a room that is given no other way to tell tokens apart. */
export const TOKEN = "a-token-that-only-the-tests-know-0123456789";

/** A server over HTTP in this process, over a store in memory. */
export interface HttpRoom extends AsyncDisposable {
  readonly url: URL;
  readonly serving: HttpServing;
  readonly personalizer: Personalizer;
  /** What a log would have got. */
  readonly errors: readonly unknown[];
  /** Sends a request with the room's token and what MCP wants, but for what is given. A header of undefined is left out. */
  send(request?: Omit<RawRequest, "body"> & { path?: string; body?: unknown }): Promise<RawResponse>;
}

export interface HttpRoomOptions {
  readonly settings?: Partial<HttpSettings>;
  readonly limits?: Partial<HttpLimits>;
  readonly verify?: Verify;
  readonly personalizer?: Personalizer;
  readonly serverOf?: ServerOf;
  readonly watches?: PersonaWatches;
  readonly ready?: () => Promise<void>;
}

export async function openHttpRoom(options: HttpRoomOptions = {}): Promise<HttpRoom> {
  const personalizer =
    options.personalizer ?? createPersonalizer({ store: memoryStore(), passes: [instantPass(createExtractor())] });
  const errors: unknown[] = [];
  const serving = await openHttpServer(
    {
      host: "127.0.0.1",
      port: 0,
      hostnames: ["localhost", "127.0.0.1", "[::1]"],
      multiUser: false,
      requestsPerMinute: 1_000_000,
      ...options.settings,
    },
    {
      verify: options.verify ?? verifyLocalToken(TOKEN, { profile: "default" }),
      serverOf: options.serverOf ?? ((userId) => createServer({ personalizer, userId })),
      ready: options.ready ?? (async () => {}),
      watches: options.watches,
      onError: (error) => void errors.push(error),
      limits: options.limits,
    },
  );
  const { address } = serving;
  return {
    url: address,
    serving,
    personalizer,
    errors,
    send({ method, headers, path = address.pathname, body = INITIALIZE } = {}) {
      const all = { ...HEADERS, ...headers };
      const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
      const text = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
      return rawHttp(new URL(path, address), {
        method,
        headers: sent,
        ...(method === "GET" || method === "DELETE" ? {} : { body: text }),
      });
    },
    async [Symbol.asyncDispose]() {
      await serving.close();
      await personalizer.close();
    },
  };
}

const HEADERS = {
  Authorization: `Bearer ${TOKEN}`,
  "Content-Type": "application/json",
  Accept: "application/json, text/event-stream",
};

/** A call of the 2026-07-28 protocol, which needs no session. */
export function modernRequest(
  method: string,
  params: Readonly<Record<string, unknown>> = {},
  version = "2026-07-28",
): object {
  return {
    jsonrpc: "2.0",
    id: 1,
    method,
    params: {
      ...params,
      _meta: {
        "io.modelcontextprotocol/protocolVersion": version,
        "io.modelcontextprotocol/clientInfo": { name: "raw", version: "1" },
        "io.modelcontextprotocol/clientCapabilities": {},
      },
    },
  };
}

/** The headers that have to say the same as such a call. */
export function modernHeaders(method: string, name?: string): Record<string, string> {
  return {
    "MCP-Protocol-Version": "2026-07-28",
    "Mcp-Method": method,
    ...(name === undefined ? {} : { "Mcp-Name": name }),
  };
}

/** The first request of the 2025 protocols. */
export const INITIALIZE: Readonly<Record<string, unknown>> = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "raw", version: "1" } },
};
