import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RedisBinary } from "./redis-binary.ts";
import { startRedis } from "./redis-process.ts";

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Of its files; removed by `close`. */
  readonly directory: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again after `kill`, with what it had written. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A server of one's own, in a temporary folder.
 *
 * @param settings - of `redis.conf`, by name; persistence is off without any
 */
export async function openRedisServer(
  binary: RedisBinary,
  settings: Readonly<Record<string, string>> = {},
): Promise<RedisServer> {
  const directory = await mkdtemp(join(tmpdir(), "lifelong-redis-"));
  const server = await startRedis(binary, directory, settings);
  return {
    url: `redis://127.0.0.1:${server.port}`,
    port: server.port,
    directory,
    kill: server.kill,
    start: server.start,
    async close() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
