// A server as a process of its own, which records for a share of the users and answers with what it measured:
// `node server-process.ts <redis url> <prefix> <first user> <users> <sessions of each>`.
import { setTimeout as sleep } from "node:timers/promises";
import { createPersonalizer, deepPass, everySessions, PersonaError } from "@lifelong/core";
import { scriptedOptimizer } from "@lifelong/core/testing";
import { createClient } from "redis";
import { redisStore } from "../../redis-store.ts";
import { bullmqRunner } from "../bullmq-runner.ts";
import { SCALE_K, type ServerReport } from "./scale-report.ts";

const CALLERS = 8;
const TEXT = "I walked along the river today and thought about the garden. ".repeat(8);

const [url = "", prefix = "", first = "0", users = "0", sessions = "0"] = process.argv.slice(2);
const client = createClient({ url });
await client.on("error", () => undefined).connect();
const personalizer = createPersonalizer({
  store: redisStore({ client, prefix }),
  passes: [deepPass(scriptedOptimizer([]), { policy: everySessions(SCALE_K) })],
  runner: bullmqRunner({ client, prefix }),
});

const recordMs: number[] = [];
const readMs: number[] = [];
let refused = 0;

/** Again until it is stored: what was stored already is a duplicate, and says so. */
async function record(userId: string, id: string): Promise<void> {
  for (;;) {
    const start = performance.now();
    try {
      await personalizer.recordSession(userId, { id, messages: [{ role: "user", text: `${id}: ${TEXT}` }] });
      recordMs.push(performance.now() - start);
      return;
    } catch (error) {
      if (!PersonaError.isInstance(error) || !error.retryable) throw error;
      refused += 1;
      await sleep(50);
    }
  }
}

async function read(userId: string): Promise<void> {
  const start = performance.now();
  await personalizer.getPersona(userId).then(
    () => readMs.push(performance.now() - start),
    () => undefined,
  );
}

/** Session by session, as conversations come: the users' first ones, then their second ones. */
async function serve(caller: number): Promise<void> {
  for (let session = 1; session <= Number(sessions); session += 1) {
    for (let user = Number(first) + caller; user < Number(first) + Number(users); user += CALLERS) {
      const userId = `user ${user}`;
      if (session % 3 === 1) await read(userId);
      await record(userId, `session ${session} of ${user}`);
    }
  }
}

await Promise.all(Array.from({ length: CALLERS }, (_, caller) => serve(caller)));
const report: ServerReport = { recordMs, readMs, refused };
process.send?.(report);
await personalizer.close();
client.destroy();
