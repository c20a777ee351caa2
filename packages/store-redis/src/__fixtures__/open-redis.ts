import type { PersonaStore } from "@lifelong/core";
import { createClient, type RedisClientType } from "redis";
import { redisStore } from "../redis-store.ts";
import { openRedisServer, type RedisServer } from "../testing/open-redis-server.ts";
import type { RedisBinary } from "../testing/redis-binary.ts";

/** A private server, a client of it and a store on it. */
export interface OpenedRedis {
  readonly server: RedisServer;
  readonly client: RedisClientType;
  readonly store: PersonaStore;
  close(): Promise<void>;
}

export async function openRedis(
  binary: RedisBinary,
  { settings, timeoutMs }: { settings?: Readonly<Record<string, string>>; timeoutMs?: number } = {},
): Promise<OpenedRedis> {
  const server = await openRedisServer(binary, settings);
  const client = createClient({ url: server.url });
  await client.on("error", () => undefined).connect();
  return {
    server,
    client,
    store: redisStore({ client, timeoutMs }),
    async close() {
      client.destroy();
      await server.close();
    },
  };
}
