import { execFile } from "node:child_process";
import { access, constants, mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where Debian and Ubuntu put a server, in a folder for each version; it is not on the path there. */
const INSTALLED = "/usr/lib/postgresql";
/** What the server of Debian 12 consists of, with the libraries that a small installation lacks. */
const DEBIAN_PACKAGES = [
  ...["postgresql-15", "libpq5", "libicu72", "libxml2", "libssl3", "libldap-2.5-0", "libsasl2-2", "libcom-err2"],
  ...["libgssapi-krb5-2", "libkrb5-3", "libk5crypto3", "libkrb5support0", "libkeyutils1"],
];
/** Outside of version control, and gone with the dependencies. */
const CACHE = fileURLToPath(new URL("../../node_modules/.cache/postgresql", import.meta.url));

/** A PostgreSQL that can be started. */
export interface PostgresBinary {
  /** Of `initdb` and `postgres`. */
  readonly folder: string;
  /** Around it and its libraries, for one that was unpacked here. */
  readonly root?: string;
}

/**
 * Finds a server on the path or where Debian puts one; else unpacks Debian's beside the dependencies, which takes a few
 * seconds, needs no root and changes nothing on the machine.
 *
 * @throws Error where there is none
 */
export async function findPostgresBinary(path: string, installed: string = INSTALLED): Promise<PostgresBinary> {
  for (const folder of [...path.split(delimiter), ...(await serversIn(installed))]) {
    if (await hasServer(folder)) return { folder };
  }
  return (await unpacked()) ?? (await unpack());
}

async function serversIn(folder: string): Promise<readonly string[]> {
  const versions = await readdir(folder).catch(() => []);
  return versions
    .toSorted((one, another) => Number(another) - Number(one))
    .map((version) => join(folder, version, "bin"));
}

async function unpacked(): Promise<PostgresBinary | undefined> {
  const [folder] = await serversIn(join(CACHE, INSTALLED));
  return folder !== undefined && (await hasServer(folder)) ? { folder, root: CACHE } : undefined;
}

async function unpack(): Promise<PostgresBinary> {
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
    throw new Error("There is no PostgreSQL server here, and Debian's could not be fetched with apt-get.", { cause });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  throw new Error("Debian's packages brought no PostgreSQL server.");
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

async function hasServer(folder: string): Promise<boolean> {
  try {
    for (const program of ["initdb", "postgres"]) await access(join(folder, program), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
