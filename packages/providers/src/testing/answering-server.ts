import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** A server on this machine that gives every request the same answer, and keeps what it was asked. */
export interface AnsweringServer {
  readonly baseURL: string;
  /** In the order of arrival. */
  readonly asked: readonly { readonly headers: IncomingHttpHeaders; readonly body: unknown }[];
  close(): void;
}

export async function openAnsweringServer(answer: unknown): Promise<AnsweringServer> {
  const asked: { headers: IncomingHttpHeaders; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    asked.push({ headers: request.headers, body: await json(request) });
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
