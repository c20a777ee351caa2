import { once } from "node:events";
import { createServer, request as sendRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type Message, readMessage } from "./wire.ts";

/** A proxy that passes everything on and keeps what clients send. */
export interface Listener {
  readonly url: URL;
  readonly sent: readonly Message[];
  /** The revision in the header of the first request that has one: what a handshake before it has ended in. */
  readonly agreed: string | undefined;
  end(): Promise<void>;
}

export async function listenBetween(target: URL): Promise<Listener> {
  const sent: Message[] = [];
  let agreed: string | undefined;
  const proxy = createServer((request, response) => {
    const { method, url, headers } = request;
    const version = headers["mcp-protocol-version"];
    if (typeof version === "string") agreed ??= version;
    const onward = sendRequest(new URL(url ?? "/", target), { method, headers: { ...headers, host: target.host } });
    onward.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
    if (method === "POST") void text(request).then((body) => sent.push(readMessage(body)));
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  // Listening on a port, it has an address of this form.
  const { port } = proxy.address() as AddressInfo;
  const url = new URL(target);
  url.port = String(port);
  return {
    url,
    sent,
    get agreed() {
      return agreed;
    },
    async end() {
      proxy.closeAllConnections();
      proxy.close();
      await once(proxy, "close");
    },
  };
}
