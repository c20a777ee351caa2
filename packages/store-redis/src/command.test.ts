import { createClient } from "redis";
import { afterEach, describe, expect, test } from "vitest";
import { type CommandHome, openCommandHome } from "./__fixtures__/command-process.ts";
import { openRedisServer } from "./testing/open-redis-server.ts";
import { useRedis } from "./testing/use-redis.ts";

const USER = "CANARYuser";
const PASSWORD = "CANARY/pass@word";
const ACCOUNT = `${USER}:${encodeURIComponent(PASSWORD)}`;
const QUERY = "?prefix=CANARYprefix";
/** Runs every command of the command line; a slow machine takes a second or two for each. */
const LONG_MS = 240_000;

/** What is typed after a command's name, where it needs more. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  why: ["name"],
  edit: ["--set", "name=Ada"],
  forget: ["name", "--yes"],
  consent: ["health"],
  doctor: ["--json"],
  bench: ["--help"],
  eval: ["--help"],
  help: ["doctor"],
};
const CHAT = "User: I live in Lisbon.\n";

const homes: CommandHome[] = [];
afterEach(async () => {
  for (const home of homes.splice(0)) await home[Symbol.asyncDispose]();
});

async function openHome(location: string): Promise<CommandHome> {
  const home = await openCommandHome(location);
  homes.push(home);
  return home;
}

/** Runs every command that the help lists, and gives all that was printed, by command. */
async function runAll(home: CommandHome): Promise<ReadonlyMap<string, string>> {
  const help = await home.lifelong(["--help"]);
  const names = [...help.stdout.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name = ""]) => name);
  expect(names.length).toBeGreaterThan(15);
  const printed = new Map([["--help", help.stdout + help.stderr]]);
  for (const words of [...names.map((name) => [name, ...(WORDS[name] ?? [])]), ["status", "--json"], ["doctor"]]) {
    const { stdout, stderr } = await home.lifelong(words, CHAT);
    printed.set(words.join(" "), stdout + stderr);
  }
  return printed;
}

/** The commands that printed a part of the location that is nobody's business. */
function leaksIn(printed: ReadonlyMap<string, string>): string[] {
  return [...printed].flatMap(([words, said]) => (/canary(user|%2f|\/|prefix)/i.test(said) ? [words] : []));
}

describe("the lifelong command over a private Redis", () => {
  const redis = useRedis(process.env, async (find) => {
    const server = await openRedisServer(await find(), { appendonly: "yes", appendfsync: "always" });
    const client = createClient({ url: server.url });
    await client.on("error", () => undefined).connect();
    await client.sendCommand(["ACL", "SETUSER", USER, "on", `>${PASSWORD}`, "allkeys", "+@all"]);
    return {
      server,
      client,
      location: `redis://${ACCOUNT}@127.0.0.1:${server.port}/0${QUERY}`,
      async close() {
        client.destroy();
        await server.close();
      },
    };
  });

  test(
    "needs no plugin to be named, and no command prints user, password or query",
    async () => {
      const home = await openHome(redis().location);
      const printed = await runAll(home);
      expect(leaksIn(printed)).toEqual([]);
      expect(printed.get("record")).toContain("+ lives in: Lisbon");
      expect(printed.get("edit --set name=Ada")).toContain("Ada");
      const place = `redis://127.0.0.1:${redis().server.port}/0`;
      expect(printed.get("status")).toContain(place);
      expect(JSON.parse(printed.get("doctor --json") ?? "")).toMatchObject({ place, warnings: [] });
      expect(await redis().client.keys("CANARYprefix:*")).not.toEqual([]);
    },
    LONG_MS,
  );

  test(
    "serves an assistant, and notes which one without user, password or query",
    async () => {
      const home = await openHome(redis().location);
      const server = await home.serve();
      const messages = [{ role: "user", text: "My name is Ada." }];
      const recorded = await server.call("record_session", { messages });
      expect(recorded).not.toContain('"isError":true');
      expect(await server.call("get_persona", {})).not.toContain('"isError":true');
      await server.close();
      const files = await home.files();
      expect([...files.keys()].filter((path) => path.endsWith("clients.json"))).toHaveLength(1);
      const told = await home.lifelong(["doctor"]);
      expect(told.stdout).toMatch(/canary-host\s+last read/);
      const printed = new Map([["serve", server.stderr() + recorded], ["doctor", told.stdout], ...files]);
      expect(leaksIn(printed)).toEqual([]);
    },
    LONG_MS,
  );

  test(
    "warns of a server that may lose what it acknowledged, in doctor and once when it begins to serve",
    async () => {
      const { client, location } = redis();
      await client.configSet("maxmemory-policy", "allkeys-lru");
      const home = await openHome(location);
      const told = await home.lifelong(["doctor"]);
      expect(told.stdout.replace(/\s+/g, " ")).toContain("Look at this · maxmemory-policy is allkeys-lru");
      const server = await home.serve();
      await server.call("get_persona", {});
      await server.close();
      expect(server.stderr().match(/^lifelong: maxmemory-policy is allkeys-lru/gm)).toHaveLength(1);
      await client.configSet("maxmemory-policy", "noeviction");
    },
    LONG_MS,
  );

  test(
    "has no folder to repair, which is one sentence",
    async () => {
      const { stdout, stderr, code } = await (await openHome(redis().location)).lifelong(["doctor", "--repair"]);
      expect(stderr).toMatch(/^lifelong: --repair mends the folder of the file store, and redis:\/\/127[^\n]*\.\n$/);
      expect([stdout, code]).toEqual(["", 2]);
    },
    LONG_MS,
  );

  test(
    "goes on once a server that was away at its start is there",
    async () => {
      const { server } = redis();
      await server.kill();
      // Accounts are gone with the process.
      const home = await openHome(`redis://127.0.0.1:${server.port}/0${QUERY}`);
      const serving = await home.serve();
      const first = await serving.call("get_persona", {});
      expect(first).toContain("STORE_UNAVAILABLE");
      await server.start();
      let later = first;
      while (later.includes("STORE_UNAVAILABLE")) later = await serving.call("get_persona", {});
      expect(later).not.toContain('"isError":true');
      await serving.close();
      expect(leaksIn(new Map([["serve", serving.stderr() + first + later]]))).toEqual([]);
    },
    LONG_MS,
  );
});

test(
  "no command prints user, password or query of a server that does not answer",
  async () => {
    const home = await openHome(`redis://${ACCOUNT}@127.0.0.1:1/0${QUERY}`);
    const printed = await runAll(home);
    expect(leaksIn(printed)).toEqual([]);
    expect(printed.get("status")).toMatch(/^lifelong: Redis cannot be reached\./);
    expect(printed.get("doctor")?.replace(/\s+/g, " ")).toContain("Look at this · Redis cannot be reached.");
    expect(printed.get("serve")).toContain("redis://127.0.0.1:1/0");
    expect(leaksIn(await home.files())).toEqual([]);
  },
  LONG_MS,
);
