import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createPersonalizer, memoryStore, type Personalizer } from "@lifelong/core";
import type { CommandModule } from "../command-context.ts";
import { defineInstall } from "../commands/install.ts";
import * as uninstall from "../commands/uninstall.ts";
import { defineUpdate } from "../commands/update.ts";
import { type Config, parseConfig } from "../config.ts";
import type { Host, Machine } from "../hosts/host.ts";
import { knownHosts } from "../hosts/known-hosts.ts";
import { hostFileOf } from "../install/__fixtures__/host-files.ts";
import { commandFolder } from "../install/command-folder.ts";
import { thisMachine } from "../install/this-machine.ts";
import { type Called, type Calling, callCommand } from "./call-command.ts";

/** A home folder as it is on some platform, and the commands over it. */
export interface InstallRoom {
  readonly home: string;
  readonly data: string;
  readonly machine: Machine;
  readonly personalizer: Personalizer;
  /** What hosts start. */
  readonly script: string;
  /** The file in which a host lists its servers. */
  fileOf(host: string): string;
  /** Writes every host's file as its vendor shows it. */
  fill(): Promise<void>;
  install(words: readonly string[], calling?: Partial<Calling>): Promise<Called>;
  uninstall(words: readonly string[], calling?: Partial<Calling>): Promise<Called>;
  update(): Promise<Called>;
  /** Builds the command anew: an entry that answers with the text, from a chunk. */
  build(says: string): Promise<void>;
  /** Every path below the home folder, with what it is and holds. */
  look(): Promise<Readonly<Record<string, string>>>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openInstallRoom(
  platform: NodeJS.Platform = "linux",
  options: Partial<Config> = {},
): Promise<InstallRoom> {
  const root = await mkdtemp(join(tmpdir(), "lifelong-test-"));
  const [home, built] = [join(root, "home"), join(root, "dist")];
  await mkdir(home);
  const environment =
    platform === "win32" ? { APPDATA: join(home, "AppData/Roaming"), LOCALAPPDATA: join(home, "AppData/Local") } : {};
  const data = join(home, ".data", "lifelong");
  const config = { ...parseConfig({}, environment, platform, home), elsewhere: data, ...options };
  const machine = thisMachine(config);
  const personalizer = createPersonalizer({ store: memoryStore(), passes: [] });
  const server = { command: "", args: [] };
  const install: CommandModule = { define: (command, run) => defineInstall(command, run, () => built) };
  const update: CommandModule = { define: (command, run) => defineUpdate(command, run, () => built) };
  const call = (command: CommandModule, words: readonly string[], calling: Partial<Calling> = {}) =>
    callCommand(command, words, { personalizer, config, ...calling });

  const room: InstallRoom = {
    home,
    data,
    machine,
    personalizer,
    script: commandFolder(data).script,
    fileOf: (name) => hostOf(name).entry(machine, server).file,
    async fill() {
      if (platform === "win32") {
        const packaged = "AppData/Local/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming/Claude";
        await mkdir(join(home, packaged), { recursive: true });
      }
      for (const host of knownHosts) {
        const approval = host.approval?.(machine, ["get_persona"]);
        const changes = [host.entry(machine, server), approval, host.hooks?.change(machine, server)];
        for (const change of changes) {
          const text = change && change.format !== "own" ? hostFileOf(change.file) : undefined;
          if (change === undefined || text === undefined) continue;
          await mkdir(dirname(change.file), { recursive: true });
          await writeFile(change.file, text, { mode: 0o640 });
        }
      }
    },
    install: (words, calling) => call(install, words, calling),
    uninstall: (words, calling) => call(uninstall, words, calling),
    update: () => call(update, []),
    async build(says) {
      await mkdir(join(built, "chunks"), { recursive: true });
      await writeFile(
        join(built, "cli.js"),
        'const { say } = await import("./chunks/say.js");\nconsole.log(say(process.argv.slice(2)));\n',
      );
      await writeFile(join(built, "chunks/say.js"), `export const say = (words) => ${JSON.stringify(says)} + words;\n`);
    },
    look: () => contentOf(home),
    [Symbol.asyncDispose]: async () => {
      await personalizer.close();
      await rm(root, { recursive: true, force: true });
    },
  };
  await room.build("one ");
  return room;
}

function hostOf(name: string): Host {
  const host = knownHosts.find((known) => known.name === name);
  if (host === undefined) throw new Error(`no host ${name}`);
  return host;
}

async function contentOf(directory: string): Promise<Readonly<Record<string, string>>> {
  const paths = (await readdir(directory, { recursive: true })).toSorted();
  const described = paths.map(async (path): Promise<readonly [string, string]> => {
    const whole = join(directory, path);
    const stat = await lstat(whole);
    const mode = (stat.mode & 0o777).toString(8);
    if (stat.isSymbolicLink()) return [path, `link ${await readlink(whole)}`];
    return [path, stat.isDirectory() ? `folder ${mode}` : `${mode} ${await readFile(whole, "utf8")}`];
  });
  return Object.fromEntries(await Promise.all(described));
}
