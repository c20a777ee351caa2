import { execFile } from "node:child_process";
import { access, constants, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What the server of Debian and Ubuntu consists of. */
const DEBIAN_PACKAGES = ["redis-server", "redis-tools", "libjemalloc2", "liblzf1"];
/** Outside of version control, and gone with the dependencies. */
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/redis-server", import.meta.url));

/** A Redis server that can be started. */
export interface RedisBinary {
  readonly command: string;
  /** Where its libraries are, for those that were unpacked here. */
  readonly libraries?: string;
}

/**
 * Finds `redis-server` or `valkey-server` on the path; else unpacks Debian's beside the dependencies, which takes a
 * second, needs no root and changes nothing on the machine.
 *
 * @throws Error where there is neither
 */
export async function findRedisBinary(path: string): Promise<RedisBinary> {
  for (const name of ["redis-server", "valkey-server"]) {
    for (const folder of path.split(delimiter)) {
      const command = join(folder, name);
      if (await isExecutable(command)) return { command };
    }
  }
  return (await unpacked()) ?? (await unpack());
}

async function unpacked(): Promise<RedisBinary | undefined> {
  const command = join(CACHE, "usr/bin/redis-server");
  if (!(await isExecutable(command))) return undefined;
  const folders = await readdir(join(CACHE, "usr/lib"));
  return { command, libraries: folders.map((folder) => join(CACHE, "usr/lib", folder)).join(delimiter) };
}

async function unpack(): Promise<RedisBinary> {
  await mkdir(join(CACHE, ".."), { recursive: true });
  const folder = await mkdtemp(`${CACHE}-`);
  try {
    await download(folder);
    for (const name of await readdir(folder)) {
      if (name.endsWith(".deb")) await run("dpkg-deb", ["-x", join(folder, name), join(folder, "root")]);
    }
    // Several workers may be here at once: the first one's folder is as good as any.
    await rename(join(folder, "root"), CACHE).catch(() => undefined);
    const binary = await unpacked();
    if (binary !== undefined) return binary;
  } catch (cause) {
    throw new Error("There is no redis-server on the path, and Debian's could not be fetched with apt-get.", { cause });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  throw new Error("Debian's packages brought no redis-server.");
}

/** With the machine's lists of packages, or with new ones of our own where it has none. */
async function download(folder: string): Promise<void> {
  const fetch = (...options: string[]) =>
    run("apt-get", [...options, "download", ...DEBIAN_PACKAGES], { cwd: folder, timeout: 120_000 });
  try {
    await fetch();
  } catch {
    const lists = join(folder, "lists");
    await mkdir(join(lists, "partial"), { recursive: true });
    const own = ["-o", `Dir::State::lists=${lists}`, "-o", `Dir::Cache=${folder}`];
    await run("apt-get", [...own, "update"], { timeout: 120_000 });
    await fetch(...own);
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
