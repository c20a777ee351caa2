import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, realpathSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const PATIENCE_MS = 120_000;
const LATE_MS = 400;

/** The command as it is published. */
export const LIFELONG: string = fileURLToPath(new URL("../../packages/mcp-server/dist/cli.js", import.meta.url));

/** The same, with hooks that may take longer than on a machine where one host runs alone. */
export const PATIENT_COMMAND: string = fileURLToPath(new URL("patient-command.ts", import.meta.url));

/** The plugin for Claude Code. */
export const PLUGIN: string = fileURLToPath(new URL("../../examples/claude-code", import.meta.url));

/** What a program said and how it ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** Null when it was ended for taking too long. */
  readonly code: number | null;
}

/** Where one host runs: a home, a project and a data folder that are nobody's, and no variable of the machine but its PATH. */
export interface HostRoom extends AsyncDisposable {
  readonly directory: string;
  readonly home: string;
  /** The project folder, empty. */
  readonly project: string;
  /** The only variables of a process here. */
  readonly environment: Readonly<Record<string, string>>;
  /** For Lifelong's own processes, also those that a host starts. */
  readonly settings: Readonly<Record<string, string>>;
  /** Runs a file in this Node, in the project folder, to its end; after two minutes it is ended. */
  run(
    words: readonly string[],
    options?: { input?: string; environment?: Readonly<Record<string, string>> },
  ): Promise<Outcome>;
  /** Runs `lifelong` over the data folder. @throws Error with what it wrote when it fails */
  lifelong(...words: readonly string[]): Promise<string>;
}

export async function openHostRoom(): Promise<HostRoom> {
  if (!existsSync(LIFELONG)) throw new Error("The command is not built yet. `pnpm test:hosts` builds it first.");
  const directory = realpathSync(await mkdtemp(join(tmpdir(), "lifelong-host-")));
  const home = join(directory, "home");
  const project = join(directory, "project");
  await Promise.all([mkdir(home), mkdir(project)]);
  const settings = { LIFELONG_STORE: `file:${join(directory, "data")}` };
  const environment = {
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    USERPROFILE: home,
    TMPDIR: directory,
    NO_COLOR: "1",
  };
  const room: HostRoom = {
    directory,
    home,
    project,
    environment,
    settings,
    async run(words, { input = "", environment: more = {} } = {}) {
      const child = spawn(process.execPath, words, {
        cwd: project,
        env: { ...environment, ...more },
        timeout: PATIENCE_MS,
        killSignal: "SIGKILL",
      });
      child.stdin.on("error", () => {}); // A program that reads nothing may have ended already.
      child.stdin.end(input);
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
      return { stdout, stderr, code: child.exitCode };
    },
    async lifelong(...words) {
      const { stdout, stderr, code } = await room.run([LIFELONG, ...words], { environment: settings });
      if (code !== 0) throw new Error(`lifelong ${words.join(" ")} failed: ${stderr}`);
      return stdout;
    },
    async [Symbol.asyncDispose]() {
      // What hooks leave to processes of their own outlives the host, and makes folders anew.
      for (let looks = 0; looks < 3; looks += existsSync(directory) ? 0 : 1) {
        await rm(directory, { recursive: true, force: true, maxRetries: 3 });
        await pause(LATE_MS);
      }
    },
  };
  return room;
}

/** Writes a file of settings, and the folder for it. */
export async function writeJson(file: string, data: object): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(data));
}
