import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { COMMAND } from "./host.ts";

/**
 * Runs the `lifelong` command as the user would, in a process of its own beside the server, and answers what it prints.
 * Rejects when its exit code is not 0.
 */
export async function byHand(
  words: readonly string[],
  { environment, signal }: { environment: Readonly<Record<string, string>>; signal: AbortSignal },
): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...words], {
    env: { ...environment },
    signal,
  });
  return stdout.trimEnd();
}
