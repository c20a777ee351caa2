import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** What the model does next: it calls a tool, by the name that its MCP server or the host gave it, or speaks. */
export type Move = { readonly tool: string; readonly input: object } | { readonly say: string };

/**
 * Stands for a model's mind.
 *
 * @param answers - what the tools have answered in this conversation, oldest first, as the model reads it
 * @param request - all that it reads
 */
export type Script = (answers: readonly string[], request: ModelRequest) => Move;

/** A tool as a host offers it to its model. */
export interface OfferedTool {
  /** By which the model calls it. */
  readonly name: string;
  readonly description: string;
}

/** What a host asked its model, read from its vendor's format. */
export interface ModelRequest {
  /** All that the model reads, whoever wrote it and wherever in the request it stands; tools apart. */
  readonly text: string;
  readonly tools: readonly OfferedTool[];
  readonly answers: readonly string[];
}

/** The tools of the server `lifelong`, also of a plugin of that name, by the names that it gave them. */
export function ownTools({ tools }: ModelRequest): readonly string[] {
  return tools.flatMap(({ name }) => /^mcp_+(?:plugin_lifelong_)?lifelong_+(.+)/.exec(name)?.[1] ?? []);
}

/** How a vendor's models are spoken to. */
export interface Wire {
  /** Where requests are posted to, below the base URL. */
  readonly path: RegExp;
  /** @throws when the request is none that the vendor documents */
  read(body: unknown): ModelRequest;
  /** The data of the server-sent events that stand for a move, named by their `type` where they have one. */
  write(move: Move, request: ModelRequest): readonly object[];
}

/** A model on this machine that does what a script says, and keeps what it was asked. */
export interface ModelStub extends AsyncDisposable {
  readonly baseURL: string;
  /** Requests of the assistant at work, in order of arrival; what a host asks without tools, such as a title, is left out. */
  readonly requests: readonly ModelRequest[];
}

export async function openModelStub(wire: Wire, script: Script): Promise<ModelStub> {
  const requests: ModelRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const { pathname } = new URL(incoming.url ?? "/", "http://localhost");
    const body = await text(incoming);
    const refuse = (status: number, message: string) => {
      const error = { type: "invalid_request_error", message };
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ type: "error", error }));
    };
    if (incoming.method !== "POST" || !wire.path.test(pathname)) {
      refuse(404, "There is no such path.");
      return;
    }
    let events: ReturnType<Wire["write"]>;
    try {
      const request = wire.read(JSON.parse(body));
      const isAtWork = request.tools.length > 0;
      if (isAtWork) requests.push(request);
      events = wire.write(isAtWork ? script(request.answers, request) : { say: "A conversation" }, request);
    } catch (error) {
      // Hosts print what a refusal says, so that the test that fails shows it.
      refuse(400, String(error));
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of events) {
      if ("type" in event) response.write(`event: ${event.type}\n`);
      response.write(`data: ${JSON.stringify(event)}\n\n`);
    }
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
