import { randomUUID } from "node:crypto";
import { runnerContract } from "@lifelong/core/testing";
import { createClient } from "redis";
import { describe, test } from "vitest";
import { openRedisServer } from "../testing/open-redis-server.ts";
import { useRedis } from "../testing/use-redis.ts";
import { bullmqRunner } from "./bullmq-runner.ts";

const redis = useRedis(process.env, async (find) => {
  const server = await openRedisServer(await find());
  const client = createClient({ url: server.url });
  await client.on("error", () => undefined).connect();
  // Every case opens runners of its own on it.
  client.setMaxListeners(0);
  return {
    client,
    async close() {
      client.destroy();
      await server.close();
    },
  };
});

describe("the runner contract on a queue", () => {
  for (const { name, run } of runnerContract) {
    test(name, async () => {
      const prefix = `lifelong-test-${randomUUID()}`;
      await run(async () => bullmqRunner({ client: redis().client, prefix, concurrency: 3, lockMs: 2_000 }));
    });
  }
});
