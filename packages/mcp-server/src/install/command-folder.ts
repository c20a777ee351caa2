import { createHash, randomBytes } from "node:crypto";
import { cp, readdir, readFile, rename, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { writeFile } from "atomically";
import { IMPLEMENTATION } from "../implementation.ts";
import { makeFolder } from "./folders.ts";

/** Versions of the command, by the name of their folder. */
export interface CommandVersions {
  readonly current?: string;
  /** Kept for servers that still run it: they load parts of it when they need them. */
  readonly former?: string;
}

/** The one command that all hosts start, in the data folder. */
export interface CommandFolder {
  /** What hosts name: a script that stays where it is and starts the current version. Absolute. */
  readonly script: string;
  read(): Promise<CommandVersions>;
  /** The name that the folder of a built command gets here. */
  nameOf(built: string): Promise<string>;
  /** Copies a built command and switches to it at once; a version before the former one goes. */
  put(built: string): Promise<{ readonly from?: string; readonly to: string }>;
  remove(): Promise<void>;
}

export function commandFolder(data: string): CommandFolder {
  const folder = join(data, "command");
  const script = join(folder, "lifelong.js");

  async function read(): Promise<CommandVersions> {
    const text = await readFile(script, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "";
      throw error;
    });
    const current = /import "\.\/(.+)\/cli\.js"/.exec(text)?.[1];
    const former = /^\/\/ Before: (.+)$/m.exec(text)?.[1];
    return { ...(current && { current }), ...(former && { former }) };
  }

  /** Two builds of one version are told apart, since a running server must not meet the files of another. */
  async function nameOf(built: string): Promise<string> {
    const digest = createHash("sha256");
    for (const path of await filesOf(built)) digest.update(`${path}\0`).update(await readFile(join(built, path)));
    return `${IMPLEMENTATION.version}-${digest.digest("hex").slice(0, 8)}`;
  }

  return {
    script,
    read,
    nameOf,
    async put(built) {
      const { current, former } = await read();
      const to = await nameOf(built);
      if (to === current) return { from: current, to };
      await makeFolder(folder, 0o700);
      await writeFile(join(folder, "package.json"), '{"type":"module"}\n');
      if (!(await readdir(folder)).includes(to)) {
        const prepared = join(folder, `new-${randomBytes(8).toString("hex")}`);
        for (const path of await filesOf(built)) await cp(join(built, path), join(prepared, path));
        await rename(prepared, join(folder, to));
      }
      const before = current ?? former;
      await writeFile(script, `${before ? `// Before: ${before}\n` : ""}import "./${to}/cli.js";\n`);
      for (const entry of await readdir(folder, { withFileTypes: true })) {
        const isKept = entry.name === to || entry.name === before;
        if (entry.isDirectory() && !isKept) await rm(join(folder, entry.name), { recursive: true });
      }
      return { ...(current && { from: current }), to };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** `0.1.0-3f2a9c1d` as people call it. */
export function versionOf(name: string): string {
  return name.replace(/-[0-9a-f]{8}$/, "");
}

/** Paths of a folder's files, relative and in order. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((path) => relative(folder, path)).toSorted();
}
