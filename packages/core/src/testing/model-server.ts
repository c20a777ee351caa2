import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";

/** A request as it arrived. */
export interface Received {
  readonly at: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The text of the body, and the same parsed; undefined when it is no JSON. */
  readonly body: string;
  readonly json: unknown;
}

/** How the server answers one request. */
export type Answer =
  | {
      readonly kind: "reply";
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body: unknown;
    }
  /** The headers and half of the body; then the connection is torn down, or nothing more comes. */
  | { readonly kind: "torn" | "stalled"; readonly body: unknown }
  /** Piece by piece. `early`: half of them, and then a proper end of the body; `torn` and `stalled` after half as above. */
  | {
      readonly kind: "stream";
      readonly contentType: string;
      readonly pieces: readonly string[];
      readonly end: "whole" | "early" | "torn" | "stalled";
    }
  /** Nothing, for so long; then the body. */
  | { readonly kind: "slow"; readonly milliseconds: number; readonly body: unknown };

/** A server on this machine that stands for a vendor's. */
export interface ModelServer {
  readonly baseURL: string;
  /** In the order of arrival. */
  readonly received: readonly Received[];
  /** Connections that the client closed before it had its answer. */
  readonly abandoned: () => number;
  close(): Promise<void>;
}

/** @param answer - asked once for each request, with its number, from 0 */
export async function openModelServer(answer: (request: Received, index: number) => Answer): Promise<ModelServer> {
  const received: Received[] = [];
  const closing = new AbortController();
  const torn = new WeakSet<ServerResponse>();
  let abandoned = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on("close", () => {
      if (!response.writableEnded && !closing.signal.aborted && !torn.has(response)) abandoned += 1;
    });
    const body = await text(request);
    const entry = {
      at: performance.now(),
      path: request.url ?? "",
      headers: request.headers,
      body,
      json: parsed(body),
    };
    received.push(entry);
    const told = answer(entry, received.length - 1);
    if (told.kind === "stream") {
      await stream(response, told);
      return;
    }
    const bytes = typeof told.body === "string" ? told.body : JSON.stringify(told.body);
    if (told.kind === "slow") await delay(told.milliseconds, undefined, { signal: closing.signal }).catch(() => {});
    if (response.destroyed) return;
    if (told.kind === "torn" || told.kind === "stalled") {
      response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(bytes) });
      response.write(bytes.slice(0, Math.ceil(bytes.length / 2)), () => {
        if (told.kind === "stalled") return;
        torn.add(response);
        response.destroy();
      });
      return;
    }
    const headers = told.kind === "reply" ? told.headers : undefined;
    response.writeHead((told.kind === "reply" && told.status) || 200, {
      "content-type": "application/json",
      ...headers,
    });
    response.end(bytes);
  }

  async function stream(response: ServerResponse, told: Extract<Answer, { kind: "stream" }>): Promise<void> {
    const { contentType, pieces, end } = told;
    response.writeHead(200, { "content-type": contentType });
    const sent = end === "whole" ? pieces : pieces.slice(0, Math.ceil(pieces.length / 2));
    for (const piece of sent) {
      if (response.destroyed) return;
      await new Promise((resolve) => response.write(piece, resolve));
      // So that each piece arrives by itself.
      await delay(1);
    }
    if (end === "stalled" || response.destroyed) return;
    if (end === "torn") {
      torn.add(response);
      response.destroy();
    } else response.end();
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    baseURL: `http://127.0.0.1:${port}`,
    received,
    abandoned: () => abandoned,
    async close() {
      closing.abort();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
