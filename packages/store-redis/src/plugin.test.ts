import { inspect } from "node:util";
import { emptyPersona, openStore, type PersonaStore } from "@lifelong/core";
import { createClient } from "redis";
import { afterEach, describe, expect, test } from "vitest";
import { commitNext, headOf, samplePart, sampleRevision } from "./__fixtures__/sample-user.ts";
import plugin from "./index.ts";
import { openRedisCluster } from "./testing/open-redis-cluster.ts";
import { openRedisServer } from "./testing/open-redis-server.ts";
import { useRedis } from "./testing/use-redis.ts";

const USER = "ann";
/** With what an address gives a meaning. */
const PASSWORD = "s3cret/@:?#%";
const ACCOUNT = `${USER}:${encodeURIComponent(PASSWORD)}`;

/** All that an account needs, as docs/operations.md has it. */
const RIGHTS = ["+@connection", "+@scripting", "+@hash", "+@sortedset", "+unlink", "+del", "+exists"];

const opened: PersonaStore[] = [];
afterEach(async () => {
  for (const store of opened.splice(0)) await store.close?.();
});

async function open(location: string): Promise<PersonaStore> {
  const store = await openStore(location, { plugins: [plugin], environment: {} });
  opened.push(store);
  return store;
}

const part = samplePart("first");

describe("a server with accounts", () => {
  const server = useRedis(process.env, async (find) => {
    const running = await openRedisServer(await find());
    const client = await createClient({ url: running.url }).connect();
    await client.sendCommand(["ACL", "SETUSER", USER, "on", `>${PASSWORD}`, "~lifelong:*", ...RIGHTS]);
    await client.sendCommand(["ACL", "SETUSER", "default", "off"]);
    client.destroy();
    return running;
  });

  test("opens by location with user, password and database number, and needs few rights", async () => {
    const { port } = server();
    const store = await open(`redis://${ACCOUNT}@127.0.0.1:${port}/3`);
    expect(await store.appendPart("u", part)).toMatchObject({ outcome: "stored", sequence: 1, session: 1 });
    expect(await (await open(`redis://${ACCOUNT}@127.0.0.1:${port}/3`)).readHead("u")).not.toBeNull();
    expect(await (await open(`redis://${ACCOUNT}@127.0.0.1:${port}`)).readHead("u")).toBeNull();
    await commitNext(store, "u");
    const persona = { ...emptyPersona("u"), revision: 2 };
    const rewrite = {
      base: null,
      revisions: [],
      revision: sampleRevision(2),
      persona,
      erase: [{ sessionId: "first" }],
    };
    await store.rewriteHistory("u", await headOf(store, "u"), rewrite);
    expect(await store.readSession("u", "first")).toMatchObject({ state: "closed" });
    expect(await store.readParts("u", { after: 0, limit: 9 })).toHaveLength(1);
    expect(await store.readRevisions("u", { limit: 9 })).toHaveLength(1);
    await store.eraseUser("u");
    expect(await store.listUsers({ limit: 9 })).toEqual({ users: [] });
  });

  test("keeps deployments apart by prefix", async () => {
    const { port } = server();
    await (await open(`redis://${ACCOUNT}@127.0.0.1:${port}?prefix=lifelong:a`)).appendPart("v", part);
    const other = await open(`redis://${ACCOUNT}@127.0.0.1:${port}?prefix=lifelong:b`);
    expect(await other.readHead("v")).toBeNull();
    expect(await other.listUsers({ limit: 9 })).toEqual({ users: [] });
  });

  test.for([
    ["a wrong password", "ann:s3cret"],
    ["no account", ""],
  ])("refuses %s without telling any", async ([, account = ""]) => {
    const at = account === "" ? "" : `${account}@`;
    const opening = open(`redis://${at}127.0.0.1:${server().port}`);
    await expect(opening).rejects.toMatchObject({ code: "CONFIGURATION" });
    await expect(opening.catch(inFull)).resolves.not.toContain("s3cret");
  });
});

describe("a cluster with accounts", () => {
  const cluster = useRedis(process.env, async (find) => {
    const running = await openRedisCluster(await find());
    for (const url of running.urls) {
      const client = await createClient({ url }).connect();
      const rights = [...RIGHTS, "+cluster|slots"];
      await client.sendCommand(["ACL", "SETUSER", USER, "on", `>${PASSWORD}`, "~lifelong:*", ...rights]);
      await client.sendCommand(["ACL", "SETUSER", "default", "off"]);
      client.destroy();
    }
    return running;
  });

  test("opens by several nodes, the first of which may be gone, and needs few rights", async () => {
    const hosts = cluster().urls.map((url) => url.replace("redis://", ""));
    const store = await open(`redis+cluster://${ACCOUNT}@${["127.0.0.1:1", ...hosts].join(",")}`);
    for (const userId of ["a", "b", "c", "d"]) await store.appendPart(userId, part);
    const users = (await store.listUsers({ limit: 9 })).users.toSorted();
    expect(users).toEqual(["a", "b", "c", "d"]);
  });
});

test.for([
  "redis://ann:s3cret@host:port",
  "redis://ann:s3cret@host/x",
  "redis://ann:s3cret@one,two",
  "redis://ann:s3cret%@host",
  "redis://ann:s3cret@host?password=s3cret",
  "redis:ann:s3cret",
  "redis+cluster://ann:s3cret@host/1",
  "redis+cluster://ann:s3cret@host?tls=perhaps",
])("refuses %s without repeating it", async (location) => {
  const opening = open(location);
  await expect(opening).rejects.toMatchObject({ code: "CONFIGURATION" });
  await expect(opening.catch(inFull)).resolves.not.toContain("s3cret");
});

test("says at once that nobody answers, without user and password", async () => {
  const opening = open("redis://ann:s3cret@127.0.0.1:1");
  await expect(opening).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
  await expect(opening.catch(inFull)).resolves.not.toContain("s3cret");
});

/** Everything that a log could show of an error. */
function inFull(error: unknown): string {
  return inspect(error, { depth: null, showHidden: true });
}
