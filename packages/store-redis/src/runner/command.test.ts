import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { type CommandHome, type Going, openCommandHome } from "../__fixtures__/command-process.ts";
import { openRedis } from "../__fixtures__/open-redis.ts";
import { useRedis } from "../testing/use-redis.ts";

const redis = useRedis(process.env, async (find) => openRedis(await find()));

/** A plugin whose model proposes nothing, or is away. */
const PLUGIN = `export default {
  name: "canned",
  apiVersion: 1,
  models: {
    canned: (location) => ({
      provider: "canned",
      modelId: location,
      output: "json",
      async generate() {
        if (location === "broken") throw new Error("secret of a vendor");
        return { text: '{"operations":[]}', toolCalls: [], stop: "end", usage: { inputTokens: 9, outputTokens: 1 } };
      },
    }),
  },
};`;
const PATIENCE = { timeout: 20_000, interval: 100 };
const LONG_MS = 120_000;

const homes: CommandHome[] = [];
const running: Going[] = [];
afterEach(async () => {
  for (const going of running.splice(0)) await going.end();
  for (const home of homes.splice(0)) await home[Symbol.asyncDispose]();
  await redis().client.flushAll();
});

async function openHome(): Promise<CommandHome> {
  const home = await openCommandHome(redis().server.url);
  homes.push(home);
  await writeFile(join(home.directory, "canned.mjs"), PLUGIN);
  return home;
}

const learning = (model: string) => [
  "--plugin",
  "./canned.mjs",
  "--model",
  `canned:${model}`,
  "--runner",
  redis().server.url,
];

async function recordThree(home: CommandHome): Promise<void> {
  for (const place of ["Lisbon", "Porto", "Faro"]) await home.lifelong(["record"], `User: I was in ${place}.\n`);
}

async function startWorker(home: CommandHome, model: string): Promise<Going> {
  const worker = home.start(["worker", ...learning(model)]);
  running.push(worker);
  await vi.waitFor(() => expect(worker.stderr()).toContain("learns for every profile"), PATIENCE);
  return worker;
}

async function statusOf(home: CommandHome) {
  const { stdout, stderr } = await home.lifelong(["status", "--json", ...learning("quiet")]);
  return stdout === "" ? { failure: stderr } : JSON.parse(stdout);
}

test(
  "a worker learns what a sweep finds due, and ends when it is told to",
  async () => {
    const home = await openHome();
    await recordThree(home);
    const alone = await home.lifelong(["sweep", ...learning("quiet")]);
    // What was recorded just now may still be going on.
    expect(alone).toMatchObject({ code: 0, stdout: expect.stringContaining("Looked at 1 profile") });
    const asked = await home.lifelong(["optimize", ...learning("quiet")]);
    expect(asked).toMatchObject({ code: 2, stderr: expect.stringContaining("lifelong worker") });
    const worker = await startWorker(home, "quiet");
    const learned = await home.lifelong(["optimize", "--json", ...learning("quiet")]);
    expect(JSON.parse(learned.stdout)).toMatchObject({
      passes: [{ pass: "instant" }, { pass: "deep", outcome: "committed", sessions: 3, model: "canned:quiet" }],
    });
    expect(await statusOf(home)).toMatchObject({
      queue: { running: 0, waiting: 0, failed: 0, workers: 1, failures: [] },
    });
    running.splice(0);
    expect(await worker.end()).toMatchObject({
      code: 0,
      stdout: "",
      stderr: expect.stringContaining("back to the queue"),
    });
  },
  LONG_MS,
);

test(
  "an update that was given up is told with its reason, and nothing of a vendor's words",
  async () => {
    const home = await openHome();
    await recordThree(home);
    await startWorker(home, "broken");
    const failed = await home.lifelong(["optimize", ...learning("broken")]);
    expect(failed.code).toBe(1);
    const said = failed.stderr + (await home.lifelong(["status", ...learning("broken")])).stdout;
    expect(said).toContain("queue");
    expect(said).not.toContain("secret of a vendor");
  },
  LONG_MS,
);

test.for([
  [["worker", "--runner", "redis://user:CANARY@127.0.0.1:1"], "A worker needs a model"],
  [["worker", "--model", "canned:quiet"], "A worker needs the queue"],
  [["worker", "--model", "canned:quiet", "--runner", "redis://user:CANARY@127.0.0.1:1"], "Redis cannot be reached"],
  [["worker", "--model", "canned:quiet", "--runner", "pigeon:CANARY"], 'The runner "pigeon:'],
  [["worker", "--model", "canned:quiet", "--runner", "redis:CANARY", "--concurrency", "0"], "from 1 to 1000"],
  [["status", "--calls-per-minute", "60"], "--runner or LIFELONG_RUNNER"],
  [["status", "--runner", "redis:x", "--calls-per-minute", "many"], "whole number of calls"],
  [["sweep", "--limit", "all"], "whole number of profiles"],
] as const)("lifelong %j says what to do instead", async ([words, sentence]) => {
  const { code, stderr } = await (await openHome()).lifelong(words);
  expect(stderr).toContain(sentence);
  expect(code).not.toBe(0);
  if (!sentence.includes("pigeon")) expect(stderr).not.toContain("CANARY");
});
