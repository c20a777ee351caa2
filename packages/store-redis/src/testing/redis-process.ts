import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createClient } from "redis";
import type { RedisBinary } from "./redis-binary.ts";

/** Nodes of a cluster also take the port ten thousand above; both lie below those that Linux gives to connections. */
const LOWEST_PORT = 10_000;
const HIGHEST_PORT = 22_000;
const BUS_OFFSET = 10_000;
const START_TIMEOUT_MS = 10_000;

/** One server process on this machine's loopback. */
export interface RedisProcess {
  readonly port: number;
  /** Ends it as a crash would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port and folder. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a server on a free port of 127.0.0.1 and waits until it answers. It dies with this process.
 *
 * @param settings - of `redis.conf`, by name
 */
export async function startRedis(
  { command, libraries }: RedisBinary,
  directory: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RedisProcess> {
  const port = await freePort();
  const all = { bind: "127.0.0.1", port: String(port), dir: directory, save: "", ...settings };
  const words = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  const environment = libraries === undefined ? {} : { LD_LIBRARY_PATH: libraries };
  let child: ChildProcess | undefined;
  const killAtExit = () => child?.kill("SIGKILL");
  process.on("exit", killAtExit);

  async function end(signal: NodeJS.Signals): Promise<void> {
    const going = child;
    child = undefined;
    if (going === undefined || going.exitCode !== null || going.signalCode !== null) return;
    const gone = once(going, "exit");
    going.kill(signal);
    await gone;
  }

  async function start(): Promise<void> {
    child = spawn(command, words, { env: environment, stdio: "ignore" });
    await answering(port, child);
  }

  await start();
  return {
    port,
    start,
    kill: () => end("SIGKILL"),
    async stop() {
      process.off("exit", killAtExit);
      await end("SIGKILL");
    },
  };
}

async function answering(port: number, child: ChildProcess): Promise<void> {
  const end = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The Redis server ended at start with ${child.exitCode}.`);
    const client = createClient({ socket: { host: "127.0.0.1", port, reconnectStrategy: false } });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.ping();
      return;
    } catch (cause) {
      if (Date.now() > end) throw new Error("The Redis server does not answer.", { cause });
      await new Promise((resolve) => setTimeout(resolve, 10));
    } finally {
      if (client.isOpen) client.destroy();
    }
  }
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT));
    if ((await isFree(port)) && (await isFree(port + BUS_OFFSET))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
