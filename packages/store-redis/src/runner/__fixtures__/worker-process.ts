// A worker as a process of its own, whose model notes in Redis when a call begins and ends:
// `node worker-process.ts <redis url> <prefix> <milliseconds that a model takes> [updates at once]`.
import { createPersonalizer, deepPass, everySessions } from "@lifelong/core";
import { scriptedOptimizer } from "@lifelong/core/testing";
import { createClient } from "redis";
import { redisStore } from "../../redis-store.ts";
import { bullmqRunner } from "../bullmq-runner.ts";
import { type CallNote, SCALE_K } from "./scale-report.ts";

const [url = "", prefix = "", model = "0", concurrency = "2"] = process.argv.slice(2);
const client = createClient({ url });
await client.on("error", () => undefined).connect();
/** Whoever started this knows by it what was under way when it was killed. */
async function note(userId: string, begins: boolean): Promise<void> {
  const said: CallNote = { worker: process.pid, userId, begins };
  await client.rPush(`${prefix}:calls`, JSON.stringify(said));
}

const optimizer = scriptedOptimizer(async ({ persona }) => {
  await note(persona.userId, true);
  await new Promise((resolve) => setTimeout(resolve, Number(model)));
  await note(persona.userId, false);
  return { operations: [], model: "acme:one", usage: { calls: 1 } };
});
createPersonalizer({
  store: redisStore({ client, prefix }),
  passes: [deepPass(optimizer, { policy: everySessions(SCALE_K) })],
  runner: bullmqRunner({ client, prefix, concurrency: Number(concurrency), lockMs: 1_000, firstPauseMs: 50 }),
});
process.send?.("ready");
