import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { CLI, type Outcome, type Workplace } from "./command-process.ts";

/** `lifelong serve --http` in a process of its own, on a free port. */
export interface HttpProcess extends AsyncDisposable {
  readonly url: URL;
  /** What it made, or was given. */
  readonly token: string;
  readonly stderr: string;
  /** Asks it to end, and waits until it has. */
  end(signal?: "SIGTERM" | "SIGINT"): Promise<Outcome>;
}

/** @throws Error with what it wrote when it ends before it listens */
export async function openHttpProcess(
  { directory, environment }: Workplace,
  words: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<HttpProcess> {
  const child = spawn(process.execPath, [CLI, "serve", "--http", "--port", "0", ...words], {
    env: { ...environment, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
  });
  const listening = Promise.withResolvers<URL>();
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
    const address = /serves MCP on (\S+)\.\n/.exec(stderr)?.[1];
    if (address) listening.resolve(new URL(address));
  });
  const closed = once(child, "close");
  void closed.then(() => listening.reject(new Error(`The server has ended, and had written: ${stderr}`)));
  const url = await listening.promise;
  const end = async (signal: "SIGTERM" | "SIGINT" = "SIGTERM") => {
    child.kill(signal);
    await closed;
    return { stdout, stderr, code: child.exitCode };
  };
  return {
    url,
    token: env.LIFELONG_TOKEN ?? (await readFile(join(directory, "data", "http-token"), "utf8")).trim(),
    get stderr() {
      return stderr;
    },
    end,
    async [Symbol.asyncDispose]() {
      await end();
    },
  };
}
