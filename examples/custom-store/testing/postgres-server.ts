import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chown, cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join, relative } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import type { PostgresBinary } from "./postgres-binary.ts";

/** Postgres refuses to run as root; this is `nobody` on every Linux. */
const NOBODY = { uid: 65_534, gid: 65_534 };
/** Below the ports that Linux gives to connections. */
const LOWEST_PORT = 23_000;
const HIGHEST_PORT = 32_000;
const START_TIMEOUT_MS = 20_000;
/** With what an address gives a meaning. */
const PASSWORD = "s3cret/@:?#%";

/** Starts what follows, and ends it when its own input ends: also when the process of the tests was killed. */
const ENDS_WITH_INPUT = '"$@" </dev/null & read -r _; kill -QUIT $!; wait';

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  // What is written stays in the memory of the machine when the server alone dies.
  fsync: "off",
  jit: "off",
};

/** A server of one's own on this machine's loopback, in a temporary folder. */
export interface PostgresServer {
  /** Makes an empty database and gives its location, with user and password. */
  createDatabase(name: string, options?: string): Promise<string>;
  /** Of the files of the databases; removed by `close`. */
  readonly data: string;
  /** Ends it as a crash would: nobody is waited for, and nothing is written. */
  crash(): Promise<void>;
  /** Starts it again after `crash`, with what it had written. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function openPostgresServer(binary: PostgresBinary): Promise<PostgresServer> {
  const account = process.getuid?.() === 0 ? NOBODY : undefined;
  const directory = await mkdtemp(join(tmpdir(), "lifelong-postgres-"));
  const data = join(directory, "data");
  const port = await freePort();
  let child: ChildProcess | undefined;

  async function crash(): Promise<void> {
    const going = child;
    child = undefined;
    if (going === undefined || going.exitCode !== null) return;
    const gone = once(going, "exit");
    going.stdin?.end();
    await gone;
  }

  async function close(): Promise<void> {
    await crash();
    await rm(directory, { recursive: true, force: true });
  }

  try {
    const passwordFile = join(directory, "password");
    await writeFile(passwordFile, PASSWORD);
    if (account !== undefined) {
      for (const path of [directory, passwordFile]) await chown(path, account.uid, account.gid);
    }
    const { folder, environment } = await reachable(binary, account && directory);
    const options = { ...account, cwd: directory, env: environment };
    const access = ["--username=lifelong", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    const layout = ["--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"];
    await promisify(execFile)(join(folder, "initdb"), [`--pgdata=${data}`, ...access, ...layout], options);

    const words = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const command = [join(folder, "postgres"), "-D", data, ...words];
    const start = async () => {
      child = spawn("sh", ["-c", ENDS_WITH_INPUT, "sh", ...command], {
        ...options,
        stdio: ["pipe", "ignore", "ignore"],
      });
      await answering(locationOf(port, "postgres"));
    };
    await start();
    return {
      data,
      crash,
      start,
      close,
      async createDatabase(name, more = "") {
        await ask(locationOf(port, "postgres"), `CREATE DATABASE ${name} ${more}`);
        return locationOf(port, name);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Runs one statement on a connection of its own. */
export async function ask(location: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: location });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function locationOf(port: number, database: string): string {
  return `postgres://lifelong:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`;
}

/**
 * Another user may not get into our folders: a server that was unpacked there runs from a copy.
 *
 * @param copies - folder of the other user
 */
async function reachable(
  { folder, root }: PostgresBinary,
  copies: string | undefined,
): Promise<{ folder: string; environment: Record<string, string> }> {
  if (root === undefined) return { folder, environment: {} };
  const own = copies === undefined ? root : join(copies, "server");
  if (own !== root) await cp(root, own, { recursive: true, verbatimSymlinks: true });
  const libraries: string[] = [];
  for (const parent of [join(own, "usr/lib"), join(own, "lib")]) {
    for (const name of await readdir(parent).catch(() => [])) libraries.push(join(parent, name));
  }
  return { folder: join(own, relative(root, folder)), environment: { LD_LIBRARY_PATH: libraries.join(delimiter) } };
}

async function answering(location: string): Promise<void> {
  const end = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await ask(location, "SELECT 1");
      return;
    } catch (cause) {
      if (Date.now() > end) throw new Error("The PostgreSQL server does not answer.", { cause });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST_PORT + Math.floor(Math.random() * (HIGHEST_PORT - LOWEST_PORT));
    const server = createServer();
    const free = await new Promise((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
