import { join } from "node:path";
import { copyUsers, memoryStore, type PersonaStore, readLife } from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";
import { afterEach, expect, test, vi } from "vitest";
import { type CommandHome, openCommandHome } from "./__fixtures__/command-process.ts";
import { openRedis } from "./__fixtures__/open-redis.ts";
import { commitNext, samplePart } from "./__fixtures__/sample-user.ts";
import { redisStore } from "./redis-store.ts";
import { useRedis } from "./testing/use-redis.ts";

const redis = useRedis(process.env, async (find) => openRedis(await find()));
const USERS = 150;
const LONG_MS = 120_000;

const homes: CommandHome[] = [];
afterEach(async () => {
  for (const home of homes.splice(0)) await home[Symbol.asyncDispose]();
  await redis().client.flushAll();
});

/** A folder in which several users have talked, one of whom forgot a conversation. */
async function openFilled(users: number): Promise<{ home: CommandHome; from: PersonaStore; location: string }> {
  const home = await openCommandHome(redis().server.url);
  homes.push(home);
  const directory = join(home.directory, "old");
  const from = fileStore({ directory });
  for (let user = 0; user < users; user += 1) {
    const userId = `user ${user}`;
    await from.appendPart(userId, samplePart("first"));
    await from.appendPart(userId, { ...samplePart("private"), messages: [], closed: true });
    await commitNext(from, userId);
  }
  return { home, from, location: `file:${directory}` };
}

test("a life goes from files to Redis, to memory and to files again, and is the same", async () => {
  const { home, from } = await openFilled(3);
  const stores = [from, redis().store, memoryStore(), fileStore({ directory: join(home.directory, "new") })];
  for (const [index, to] of stores.slice(1).entries()) {
    expect(await copyUsers(stores[index] as PersonaStore, to)).toMatchObject({ copied: 3, refused: [] });
  }
  const last = stores.at(-1) as PersonaStore;
  expect(JSON.stringify(await readLife(last, "user 1"))).toBe(JSON.stringify(await readLife(from, "user 1")));
  expect(await last.appendPart("user 1", samplePart("private"))).toEqual({ outcome: "closed" });
});

test(
  "a copy that is killed with SIGKILL is finished by the next one",
  async () => {
    const { home, from, location } = await openFilled(USERS);
    const words = ["copy", "--from", location, "--to", redis().server.url];
    const going = home.start(words);
    await vi.waitFor(() => expect(going.stderr()).toContain(`30 of ${USERS} profiles`), {
      timeout: 60_000,
      interval: 5,
    });
    await going.kill();
    const left = await home.lifelong(words);
    expect(left).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${USERS} profiles of ${USERS} stand in redis://`),
    });
    const to = redisStore({ client: redis().client });
    for (let user = 0; user < USERS; user += 1) {
      expect(await readLife(to, `user ${user}`)).toEqual(await readLife(from, `user ${user}`));
    }
    const again = await home.lifelong([...words, "--json"]);
    expect(JSON.parse(again.stdout)).toMatchObject({ users: USERS, present: USERS, copied: 0, refused: [] });
  },
  LONG_MS,
);

test(
  "a profile that has gone on in the other store is named, and the exit code tells",
  async () => {
    const { home, location } = await openFilled(2);
    const words = ["copy", "--from", location, "--to", redis().server.url];
    expect((await home.lifelong(words)).code).toBe(0);
    await commitNext(redis().store, "user 0");
    const { code, stdout } = await home.lifelong(words);
    expect(code).toBe(1);
    expect(stdout).toMatch(/Not copied: profile user 0\. The other store has gone on/);
  },
  LONG_MS,
);

test.for([
  [["--from", "file:./a", "--to", "file:./a"], "the same store"],
  [["--from", "file:./a"], "--to"],
  [["--from", "file:./a", "--to", "redis://ann:CANARY@127.0.0.1:1"], "Redis cannot be reached"],
] as const)("lifelong copy %j says what does not fit", async ([words, sentence]) => {
  const home = await openCommandHome(redis().server.url);
  homes.push(home);
  const { code, stderr } = await home.lifelong(["copy", ...words]);
  expect(code).not.toBe(0);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toContain("CANARY");
});
