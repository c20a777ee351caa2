import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Endpoint } from "../../examples/agent-frameworks/conversation.ts";
import { listenBetween } from "./listen-between.ts";
import { type Meeting, meetingOf } from "./wire.ts";

/** A running `lifelong serve --http`, behind a listener. */
export interface HttpServer {
  readonly way: Endpoint;
  meeting(): Promise<Meeting>;
  end(): Promise<void>;
}

/** @throws Error with what the server wrote when it ends before it listens */
export async function openHttpServer(command: string, environment: Record<string, string>): Promise<HttpServer> {
  const token = randomBytes(24).toString("hex");
  const child = spawn(process.execPath, [command, "serve", "--http", "--port", "0"], {
    env: { ...environment, LIFELONG_TOKEN: token },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const closed = once(child, "close");
  const listening = Promise.withResolvers<URL>();
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    const address = /serves MCP on (\S+)\.\n/.exec(stderr)?.[1];
    if (address !== undefined) listening.resolve(new URL(address));
  });
  void closed.then(() => listening.reject(new Error(`The server has ended, and had written: ${stderr}`)));
  const listener = await listenBetween(await listening.promise);
  return {
    way: { url: listener.url.href, headers: { Authorization: `Bearer ${token}` } },
    meeting: async () => meetingOf(listener.sent, listener.agreed),
    async end() {
      await listener.end();
      child.kill("SIGTERM");
      await closed;
    },
  };
}
