import { randomUUID } from "node:crypto";
import {
  createPersonalizer,
  deepPass,
  everySessions,
  type Optimizer,
  type PersonaEvent,
  type Personalizer,
  type PersonalizerOptions,
  type UpdatePolicy,
} from "@lifelong/core";
import { createClient, type RedisClientType } from "redis";
import { redisStore } from "../../redis-store.ts";
import { openRedisServer, type RedisServer } from "../../testing/open-redis-server.ts";
import type { RedisBinary } from "../../testing/redis-binary.ts";
import { type BullmqRunnerOptions, bullmqRunner, type RunnerClient } from "../bullmq-runner.ts";

export interface HouseProcess {
  readonly personalizer: Personalizer;
  readonly events: readonly PersonaEvent[];
}

/** Personalizers over one Redis, each with connections of its own as in a process of its own. */
export interface QueueHouse {
  readonly server: RedisServer;
  /** A connection for looking. */
  readonly client: RedisClientType;
  /** @param options.prefix - of a deployment; each test should have its own */
  open(options: HouseOptions): Promise<HouseProcess>;
  close(): Promise<void>;
}

export interface HouseOptions extends Omit<BullmqRunnerOptions, "client"> {
  readonly prefix: string;
  readonly optimizer: Optimizer;
  readonly policy?: UpdatePolicy;
  readonly ceiling?: PersonalizerOptions["ceiling"];
}

export const newPrefix = (): string => `lifelong-test-${randomUUID()}`;

async function connect(url: string): Promise<RedisClientType> {
  const client: RedisClientType = createClient({ url });
  await client.on("error", () => undefined).connect();
  return client;
}

export async function openQueueHouse(
  binary: RedisBinary,
  settings: Readonly<Record<string, string>> = {},
): Promise<QueueHouse> {
  const server = await openRedisServer(binary, settings);
  const client = await connect(server.url);
  const opened: (() => Promise<void>)[] = [];
  return {
    server,
    client,
    async open({ optimizer, policy = everySessions(3), ceiling, ...options }) {
      const own = await connect(server.url);
      const events: PersonaEvent[] = [];
      const personalizer = createPersonalizer({
        store: redisStore({ client: own, prefix: options.prefix, timeoutMs: options.timeoutMs ?? 5_000 }),
        passes: [deepPass(optimizer, { policy })],
        runner: bullmqRunner({ client: own as RunnerClient, lockMs: 2_000, firstPauseMs: 20, ...options }),
        ...(ceiling && { ceiling }),
        onEvent: (event) => events.push(event),
      });
      opened.push(async () => {
        await personalizer.close();
        own.destroy();
      });
      return { personalizer, events };
    },
    async close() {
      for (const end of opened) await end();
      client.destroy();
      await server.close();
    },
  };
}
