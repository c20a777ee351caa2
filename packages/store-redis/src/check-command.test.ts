import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runnerContract, storeContract } from "@lifelong/core/testing";
import { afterEach, expect, test, vi } from "vitest";
import { type CommandHome, openCommandHome } from "./__fixtures__/command-process.ts";
import { openRedis } from "./__fixtures__/open-redis.ts";
import { useRedis } from "./testing/use-redis.ts";

const redis = useRedis(process.env, async (find) => openRedis(await find()));

const LONG_MS = 180_000;

let home: CommandHome | undefined;
afterEach(async () => {
  await home?.[Symbol.asyncDispose]();
  await redis().client.flushAll();
});

async function openHome(): Promise<CommandHome> {
  home = await openCommandHome(redis().server.url);
  return home;
}

/** Every key of the server with its value, as the server writes it down. */
async function everything(): Promise<ReadonlyMap<string, unknown>> {
  const { client } = redis();
  const keys = (await client.keys("*")).toSorted();
  return new Map(await Promise.all(keys.map(async (key) => [key, await client.dump(key)] as const)));
}

test(
  "a store in use keeps its contract, and every key is as it was before",
  async () => {
    const { lifelong } = await openHome();
    await lifelong(["record"], "User: I live in Lisbon.\n");
    const before = await everything();
    expect(before.size).toBeGreaterThan(1);
    const { stdout, stderr, code } = await lifelong(["check", "--store", redis().server.url, "--json"]);
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    const { store } = JSON.parse(stdout);
    expect(store).toMatchObject({ cases: storeContract.length, held: storeContract.length, failures: [], left: [] });
    expect(store.comparison.timings).toHaveLength(4);
    expect(await everything()).toEqual(before);
  },
  LONG_MS,
);

test(
  "a queue keeps its contract under a prefix of the check's own, and no key is left",
  async () => {
    const { lifelong } = await openHome();
    const { stdout, stderr, code } = await lifelong(["check", "--runner", `${redis().server.url}?prefix=CANARY`]);
    expect(stderr).toBe("");
    const cases = runnerContract.length;
    expect(stdout).toBe(`queue ${redis().server.url}  ${cases} of ${cases} cases hold\n`);
    expect(code).toBe(0);
    expect([...(await everything()).keys()]).toEqual([]);
  },
  LONG_MS,
);

test(
  "a queue that takes no prefix is not checked while others use it",
  async () => {
    const { directory, lifelong, start } = await openHome();
    // A scheme that leaves the query out stands for a plugin that knows no prefix.
    await writeFile(
      join(directory, "theirs.mjs"),
      `import { plugin } from ${JSON.stringify(new URL("./plugin.ts", import.meta.url).href)};
       export default { name: "theirs", apiVersion: 1,
         models: { own: () => ({ provider: "own", modelId: "m", generate: async () => { throw new Error(); } }) },
         runners: { own: (location, given) => plugin.runners.redis(location.split("?")[0], given) } };`,
    );
    const location = redis().server.url.replace("redis:", "own:");
    const worker = start(["worker", "--plugin", "./theirs.mjs", "--model", "own:m", "--runner", location]);
    await vi.waitFor(() => expect(worker.stderr()).toContain("learns for every profile"), { timeout: 20_000 });
    const { stdout, stderr, code } = await lifelong(["check", "--plugin", "./theirs.mjs", "--runner", location]);
    await worker.end();
    expect({ stdout, code }).toEqual({ stdout: "", code: 2 });
    expect(stderr).toMatch(/^lifelong: The queue own:.* others use it/);
  },
  LONG_MS,
);

test(
  "a check that is ended leaves no key",
  async () => {
    const { start } = await openHome();
    const going = start(["check", "--store", redis().server.url, "--runner", redis().server.url]);
    await vi.waitFor(async () => expect(await redis().client.dbSize()).toBeGreaterThan(0), { timeout: 20_000 });
    const { code, stderr } = await going.end();
    expect({ code, stderr }).toEqual({ code: 1, stderr: "lifelong: The check was stopped before its end.\n" });
    expect([...(await everything()).keys()]).toEqual([]);
  },
  LONG_MS,
);
