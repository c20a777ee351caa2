import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { type HostRoom, LIFELONG } from "./host-room.ts";
import { readTraffic, type TappedServer } from "./traffic.ts";

/** Lifelong over HTTP on a free port, with the token of this machine, behind a server that hands everything on. */
export async function openHttpTap({ directory, settings }: HostRoom): Promise<TappedServer> {
  const { url, end } = await startServer(settings);
  const said: string[] = [];
  let agreed: string | undefined;
  const tap = createServer(async (incoming, answer) => {
    const { host: _ours, ...headers } = incoming.headers;
    const body = await buffer(incoming);
    if (body.length > 0) said.push(body.toString());
    const onward = request(url, { method: incoming.method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answer.flushHeaders();
      answered.pipe(answer);
      // The handshake's answer is short and comes in one piece; where there is none, nothing matches.
      answered.on("data", (piece: Buffer) => {
        agreed ??= /"result":\{"protocolVersion":"([^"]+)"/.exec(piece.toString())?.[1];
      });
    });
    onward.on("error", () => answer.destroy());
    answer.on("close", () => onward.destroy());
    onward.end(body);
  });
  tap.listen(0, "127.0.0.1");
  await once(tap, "listening");
  const token = (await readFile(join(directory, "data", "http-token"), "utf8")).trim();
  return {
    connection: {
      type: "http",
      url: `http://127.0.0.1:${(tap.address() as AddressInfo).port}${url.pathname}`,
      headers: { Authorization: `Bearer ${token}` },
    },
    traffic: async () => readTraffic(said, agreed),
    async [Symbol.asyncDispose]() {
      tap.closeAllConnections();
      tap.close();
      await end();
    },
  };
}

/** @throws Error with what it wrote when it ends before it listens */
async function startServer(settings: HostRoom["settings"]): Promise<{ url: URL; end(): Promise<void> }> {
  const server = spawn(process.execPath, [LIFELONG, "serve", "--http", "--port", "0"], {
    env: settings,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let wrote = "";
  const listening = Promise.withResolvers<URL>();
  server.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    wrote += chunk;
    const address = /serves MCP on (\S+)\.\n/.exec(wrote)?.[1];
    if (address) listening.resolve(new URL(address));
  });
  const closed = once(server, "close");
  void closed.then(() => listening.reject(new Error(`The server has ended, and had written: ${wrote}`)));
  const url = await listening.promise;
  return {
    url,
    async end() {
      server.kill("SIGTERM");
      await closed;
    },
  };
}
