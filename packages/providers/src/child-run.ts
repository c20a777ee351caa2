import { spawn } from "node:child_process";
import { once } from "node:events";

/** More output than any answer has. */
const MOST_BYTES = 4_000_000;
const GRACE_MS = 2_000;

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
}

/**
 * Runs a program to its end: the prompt on stdin, never among the arguments, where others on the machine could read it; no
 * shell; in a process group of its own, all of which ends with it, with the signal, or with too much output.
 *
 * @throws what the signal says, ENOENT when there is no such program, or an Error when it says too much
 */
export async function runChild(
  command: string,
  args: readonly string[],
  options: {
    cwd: string;
    environment: Readonly<Record<string, string | undefined>>;
    input: string;
    signal: AbortSignal;
  },
): Promise<Ended> {
  const { cwd, environment, input, signal } = options;
  signal.throwIfAborted();
  const child = spawn(command, [...args], {
    cwd,
    env: { ...environment },
    detached: true,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const group = (name: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // Nobody of it is left, or this system has no groups.
      child.kill(name);
    }
  };
  let excess: Error | undefined;
  let hardEnd: NodeJS.Timeout | undefined;
  const end = () => {
    group("SIGTERM");
    hardEnd = setTimeout(() => group("SIGKILL"), GRACE_MS);
  };
  signal.addEventListener("abort", end, { once: true });
  const chunks: Buffer[] = [];
  let bytes = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= MOST_BYTES) chunks.push(chunk);
    else if (!excess) {
      excess = new Error("The program says more than any answer has.");
      end();
    }
  });
  // A program that ends before it has read everything is judged by what it said.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    signal.throwIfAborted();
    if (excess) throw excess;
    return { code, stdout: Buffer.concat(chunks).toString("utf8") };
  } finally {
    signal.removeEventListener("abort", end);
    clearTimeout(hardEnd);
    group("SIGKILL");
  }
}
