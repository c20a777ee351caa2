// A worker as a process of its own: `node worker-process.ts <redis url> <prefix> <milliseconds that a model takes>`.
import { createPersonalizer, deepPass, everySessions } from "@lifelong/core";
import { scriptedOptimizer } from "@lifelong/core/testing";
import { createClient } from "redis";
import { redisStore } from "../../redis-store.ts";
import { bullmqRunner } from "../bullmq-runner.ts";

const [url = "", prefix = "", model = "0", concurrency = "2"] = process.argv.slice(2);
const client = createClient({ url });
await client.on("error", () => undefined).connect();
const optimizer = scriptedOptimizer(async (brief) => {
  // Told before and after, so that whoever started this knows what was under way when it was killed.
  const { userId } = brief.persona;
  await client.rPush(`${prefix}:calls`, JSON.stringify({ worker: process.pid, userId, at: Date.now(), begins: true }));
  await new Promise((resolve) => setTimeout(resolve, Number(model)));
  await client.rPush(`${prefix}:calls`, JSON.stringify({ worker: process.pid, userId, at: Date.now(), begins: false }));
  return { operations: [], model: "acme:one", usage: { calls: 1 } };
});
createPersonalizer({
  store: redisStore({ client, prefix }),
  passes: [deepPass(optimizer, { policy: everySessions(3) })],
  runner: bullmqRunner({ client, prefix, concurrency: Number(concurrency), lockMs: 1_000, firstPauseMs: 50 }),
});
process.send?.("ready");
