import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** The command is no dependency of this package: it is run as it would be by a person. */
const CLI = fileURLToPath(new URL("../../../mcp-server/src/cli.ts", import.meta.url));

/** What the command said and how it ended. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** A server that speaks MCP, and a host of it that writes single requests. */
export interface Serving {
  /** Resolves with the answer to a call, as it came over the line. */
  call(tool: string, input: unknown): Promise<string>;
  /** All it has written to stderr so far. */
  stderr(): string;
  /** Closes its stdin, and waits until it has ended. */
  close(): Promise<void>;
}

/** A command that goes on until it is told to end. */
export interface Going {
  /** All it has written to stderr so far. */
  stderr(): string;
  /** Sends it SIGTERM, and waits until it has ended. */
  end(): Promise<Outcome>;
  /** The same with SIGKILL. */
  kill(): Promise<Outcome>;
}

/** The command with a home of its own. */
export interface CommandHome extends AsyncDisposable {
  readonly directory: string;
  lifelong(words: readonly string[], input?: string): Promise<Outcome>;
  start(words: readonly string[]): Going;
  serve(): Promise<Serving>;
  /** Every file below the home, by its path. */
  files(): Promise<ReadonlyMap<string, string>>;
}

/** @param location - of the store */
export async function openCommandHome(location: string): Promise<CommandHome> {
  const home = await mkdtemp(join(tmpdir(), "lifelong-test-"));
  const { NODE_COMPILE_CACHE } = process.env;
  const env = { HOME: home, XDG_DATA_HOME: join(home, "data"), LIFELONG_STORE: location, NODE_COMPILE_CACHE };
  const start = (words: readonly string[]) => spawn(process.execPath, [CLI, ...words], { cwd: home, env });
  return {
    async lifelong(words, input = "") {
      const child = start(words);
      child.stdin.on("error", () => undefined); // A command that reads nothing may have ended already.
      child.stdin.end(input);
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
      return { stdout, stderr, code: child.exitCode };
    },
    directory: home,
    start(words) {
      const child = start(words);
      let stderr = "";
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
        stderr += chunk;
      });
      const stdout = text(child.stdout);
      const closed = once(child, "close");
      async function stop(signal: NodeJS.Signals): Promise<Outcome> {
        child.kill(signal);
        await closed;
        return { stdout: await stdout, stderr, code: child.exitCode };
      }
      return { stderr: () => stderr, end: () => stop("SIGTERM"), kill: () => stop("SIGKILL") };
    },
    async serve() {
      const child = start(["serve"]);
      let [stdout, stderr, calls] = ["", "", 0];
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        stdout += chunk;
      });
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
        stderr += chunk;
      });
      const closed = once(child, "close");
      const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
      const clientInfo = { name: "canary-host", version: "1" };
      const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
      send({ id: 0, method: "initialize", params });
      send({ method: "notifications/initialized" });
      return {
        async call(name, input) {
          calls += 1;
          const id = calls;
          send({ id, method: "tools/call", params: { name, arguments: input } });
          for (;;) {
            const answer = stdout.split("\n").find((line) => line.endsWith("}") && line.includes(`"id":${id}`));
            if (answer !== undefined) return answer;
            if (child.exitCode !== null) throw new Error(`The server has ended, and had written: ${stderr}`);
            await new Promise((resolve) => setTimeout(resolve, 10));
          }
        },
        stderr: () => stderr,
        async close() {
          child.stdin.end();
          await closed;
        },
      };
    },
    async files() {
      const entries = await readdir(home, { recursive: true, withFileTypes: true });
      const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
      return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path, "utf8")] as const)));
    },
    async [Symbol.asyncDispose]() {
      await rm(home, { recursive: true, force: true });
    },
  };
}
