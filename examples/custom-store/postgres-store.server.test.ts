import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { inspect } from "node:util";
import { openStore, type PersonaStore, parsePlugin } from "@lifelong/core";
import { storeContract } from "@lifelong/core/testing";
import { Pool } from "pg";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import plugin, { postgresStore } from "./postgres-store.ts";
import { ask } from "./testing/postgres-server.ts";
import { commitFirst, forgetAll, samplePart } from "./testing/sample-user.ts";
import { usePostgres } from "./testing/use-postgres.ts";

const POOLS = 3;
const CONNECTIONS = 8;
const STARTERS = 8;
const WRITERS = 8;
const ROUNDS = process.env.LIFELONG_FAULTS === "short" ? 2 : 6;

const server = usePostgres(process.env);
const plugins = [parsePlugin(plugin, "postgres-store.ts")];
const opened: PersonaStore[] = [];
let databases = 0;

afterEach(async () => {
  for (const store of opened.splice(0)) await store.close?.();
});

async function open(location: string): Promise<PersonaStore> {
  const store = await openStore(location, { plugins, environment: {} });
  opened.push(store);
  return store;
}

function newDatabase(options?: string): Promise<string> {
  databases += 1;
  return server().createDatabase(`d${databases}`, options);
}

describe("the store contract on a server, over many connections of several pools", () => {
  let opening: Promise<readonly Pool[]> | undefined;
  let handles = 0;
  afterAll(async () => {
    for (const pool of (await opening) ?? []) await pool.end();
  });

  async function openPools(): Promise<readonly Pool[]> {
    const connectionString = await newDatabase();
    return Array.from({ length: POOLS }, () => openPool(connectionString, CONNECTIONS));
  }

  async function openHandle(): Promise<PersonaStore> {
    opening ??= openPools();
    const pools = await opening;
    handles += 1;
    return postgresStore({ pool: pools[handles % POOLS] ?? expect.unreachable() });
  }

  for (const { name, run } of storeContract) test(name, () => run(openHandle));
});

describe("the tables", () => {
  test("are made once, however many processes start at the same time", async () => {
    const location = await newDatabase();
    const stores = await Promise.all(Array.from({ length: STARTERS }, () => open(location)));
    const outcomes = await Promise.all(stores.map((store, index) => store.appendPart("ana", samplePart(`s${index}`))));
    expect(outcomes.map(({ session }) => session).toSorted()).toEqual(outcomes.map((_, index) => index + 1));
  });

  test("serve an account that may make none", async () => {
    const location = await newDatabase();
    await commitFirst(await open(location), "ana");
    await ask(location, "CREATE ROLE clerk LOGIN PASSWORD 'clerk'");
    await ask(location, "GRANT USAGE ON SCHEMA lifelong TO clerk");
    await ask(location, "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA lifelong TO clerk");
    const store = await open(location.replace(/\/\/.*@/, "//clerk:clerk@"));
    expect(await store.appendPart("ana", samplePart("first"))).toMatchObject({ outcome: "stored" });
    await forgetAll(store, "ana", "first");
    await store.eraseUser("ana");
    expect(await store.listUsers({ limit: 9 })).toEqual({ users: [] });
  });

  test("are not made in a database that cannot hold every text", async () => {
    const location = await newDatabase("ENCODING 'LATIN1' TEMPLATE template0");
    await expect(open(location)).rejects.toMatchObject({ code: "CONFIGURATION" });
  });
});

describe("a server that crashes and starts again", () => {
  test("makes calls fail as unavailable, takes them again, and has lost nothing acknowledged", async () => {
    const location = await newDatabase();
    const store = await open(location);
    const acknowledged = new Set<string>();
    let written = 0;

    /** Records session after session until the server is gone. */
    async function writeOn(userId: string): Promise<unknown> {
      for (;;) {
        written += 1;
        const sessionId = `session ${written}`;
        try {
          await store.appendPart(userId, samplePart(sessionId));
          acknowledged.add(`${userId} ${sessionId}`);
        } catch (error) {
          return error;
        }
      }
    }

    const users = Array.from({ length: WRITERS }, (_, index) => `writer ${index % 4}`);
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = acknowledged.size;
      const writing = users.map(writeOn);
      while (acknowledged.size < before + 10 * WRITERS) await new Promise((resolve) => setImmediate(resolve));
      await server().crash();
      for (const error of await Promise.all(writing)) expect(error).toMatchObject({ code: "STORE_UNAVAILABLE" });
      await expect(store.readHead("writer 0")).rejects.toMatchObject({ code: "STORE_UNAVAILABLE", retryable: true });
      await server().start();

      const held = new Set<string>();
      for (const userId of new Set(users)) {
        const parts = await store.readParts(userId, { after: 0, limit: 1_000_000 });
        for (const { sessionId } of parts) held.add(`${userId} ${sessionId}`);
        expect(parts.map(({ ordinal }) => ordinal)).toEqual(parts.map((_, index) => index + 1));
      }
      expect([...acknowledged].filter((one) => !held.has(one))).toEqual([]);
    }
  }, 120_000);
});

test("a process that stands still in the middle of a write holds up others for a while only", async () => {
  const connectionString = await newDatabase();
  const store = await open(connectionString);
  const pool = openPool(connectionString, 1);
  const begun = Promise.withResolvers<void>();
  const going = Promise.withResolvers<void>();
  const stopped = postgresStore({
    pool: {
      async connect() {
        const session = await pool.connect();
        return {
          async query(sql: string, values?: unknown[]) {
            const answer = await session.query(sql, values);
            if (sql.includes("BEGIN ISOLATION")) {
              begun.resolve();
              await going.promise;
            }
            return answer;
          },
          on: (event, listener) => session.on(event, listener),
          off: (event, listener) => session.off(event, listener),
          release: (destroy) => session.release(destroy),
        };
      },
    },
  });
  const writing = stopped.appendPart("ana", samplePart("late")).catch((thrown: unknown) => thrown);
  await begun.promise;
  expect(await store.appendPart("ana", samplePart("early"))).toMatchObject({ outcome: "stored", sequence: 1 });
  going.resolve();
  expect(await writing).toMatchObject({ code: "STORE_UNAVAILABLE" });
  expect(await store.readParts("ana", { after: 0, limit: 9 })).toMatchObject([{ sessionId: "early" }]);
  await pool.end();
});

describe("what cannot be read", () => {
  test("is corrupt and not absent, and is not repeated", async () => {
    const location = await newDatabase();
    const store = await open(location);
    await commitFirst(store, "ana", "secret words");
    await store.appendPart("ana", samplePart("first", "secret words"));
    for (const table of ["life SET persona", "revision SET document", "part SET document"]) {
      await ask(location, `UPDATE lifelong.${table} = 'secret words'`);
    }
    for (const call of [
      () => store.readPersona("ana"),
      () => store.readRevisions("ana", { limit: 9 }),
      () => store.readParts("ana", { after: 0, limit: 9 }),
      () => store.readSession("ana", "first"),
    ]) {
      const error = await call().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "STORE_CORRUPT" });
      expect(inFull(error)).not.toContain("secret");
    }
  });

  test("is corrupt when a table is missing", async () => {
    const location = await newDatabase();
    const store = await open(location);
    await commitFirst(store, "ana");
    await ask(location, "DROP TABLE lifelong.revision");
    await expect(store.readRevisions("ana", { limit: 9 })).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    await expect(forgetAll(store, "ana", "first")).rejects.toMatchObject({ code: "STORE_CORRUPT" });
    expect(await store.readHead("ana")).toMatchObject({ revision: 1 });
  });
});

test("what is refused is not repeated in the error", async () => {
  const location = await newDatabase();
  const store = await open(location);
  await store.listUsers({ limit: 1 });
  await ask(location, "ALTER TABLE lifelong.part ADD CHECK (length(document) < 10)");
  // A failed check tells the beginning of each column.
  const error = await store.appendPart("ana", samplePart("secret id")).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "STORE_UNAVAILABLE", message: expect.stringContaining("23514") });
  expect(inFull(error)).not.toContain("secret");
  expect(await store.readHead("ana")).toBeNull();
});

test("what was forgotten is in no file of the tables once they are vacuumed", async () => {
  const location = await newDatabase();
  const store = await open(location);
  await commitFirst(store, "ana", "hushed note");
  await store.appendPart("ana", samplePart("hushed id", "hushed words"));
  await ask(location, "CHECKPOINT");
  expect(await filesWith("hushed")).not.toEqual([]);
  await forgetAll(store, "ana", "hushed id");
  await ask(location, "VACUUM FULL");
  await ask(location, "CHECKPOINT");
  expect(await filesWith("hushed")).toEqual([]);
});

describe("a location", () => {
  test.for(["postgres", "postgresql"])("is opened with the scheme %s, user and password", async (scheme) => {
    const location = (await newDatabase()).replace("postgres", scheme);
    await (await open(location)).appendPart("ana", samplePart("first"));
    expect(await (await open(location)).readHead("ana")).toMatchObject({ sessions: 1 });
  });

  test.for([
    ["a wrong password", (location: string) => location.replace(/:[^/]*@/, ":wr0ng@")],
    ["an account that is not there", (location: string) => location.replace(/\/\/.*@/, "//nobody:wr0ng@")],
    ["a database that is not there", (location: string) => location.replace(/[^/]*$/, "wr0ng")],
  ] as const)("with %s is refused, and nothing of it is repeated", async ([, change]) => {
    await refusesUnsaid(change(await newDatabase()), "CONFIGURATION");
  });

  test("where nobody answers is unavailable at once, without user and password", async () => {
    await refusesUnsaid("postgres://ann:s3cret@127.0.0.1:1/db", "STORE_UNAVAILABLE");
  });

  test.for([
    "postgres:ann:s3cret",
    "postgres:s3cret",
    "postgres://ann:s3cret@host:port/db",
    "postgres://ann:s3cret/@host/db",
  ])("%s is refused without being repeated", async (location) => {
    await refusesUnsaid(location, "CONFIGURATION");
  });
});

function openPool(connectionString: string, max: number): Pool {
  return new Pool({ connectionString, max }).on("error", () => undefined);
}

async function refusesUnsaid(location: string, code: string): Promise<void> {
  const error = await open(location).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code });
  expect(inFull(error)).not.toMatch(/s3cret|wr0ng|ann:/);
}

/** Everything that a log could show of an error. */
function inFull(error: unknown): string {
  return inspect(error, { depth: null, showHidden: true });
}

/** The files of the databases that hold the text; the log of the server's writes is none of them. */
async function filesWith(text: string): Promise<readonly string[]> {
  const base = join(server().data, "base");
  const entries = await readdir(base, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const found: string[] = [];
  for (const path of paths) if ((await readFile(path, "latin1")).includes(text)) found.push(path);
  return found;
}
