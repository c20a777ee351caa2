import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { getDefaultEnvironment } from "@modelcontextprotocol/client/stdio";

/** The command as it runs from source. */
export const CLI: string = fileURLToPath(new URL("../cli.ts", import.meta.url));

/** What a process said and how it ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** A folder for one test, and the command over it. */
export interface Workplace {
  readonly directory: string;
  /** For a process that shall use the folder and no setting of the machine. */
  readonly environment: Record<string, string>;
  /** Runs `lifelong` to its end. */
  lifelong(
    words: readonly string[],
    options?: { input?: string | Uint8Array; env?: Record<string, string> },
  ): Promise<Outcome>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function openWorkplace(): Promise<Workplace> {
  const directory = await mkdtemp(join(tmpdir(), "lifelong-test-"));
  const { NODE_COMPILE_CACHE } = process.env;
  const environment = {
    ...getDefaultEnvironment(),
    ...(NODE_COMPILE_CACHE !== undefined && { NODE_COMPILE_CACHE }),
    LIFELONG_STORE: `file:${join(directory, "data")}`,
  };
  return {
    directory,
    environment,
    async lifelong(words, { input = "", env = {} } = {}) {
      const child = spawn(process.execPath, [CLI, ...words], { cwd: directory, env: { ...environment, ...env } });
      child.stdin.on("error", () => {}); // A command that reads nothing may have ended already.
      child.stdin.end(input);
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
      return { stdout, stderr, code: child.exitCode };
    },
    async [Symbol.asyncDispose]() {
      await rm(directory, { recursive: true, force: true });
    },
  };
}
