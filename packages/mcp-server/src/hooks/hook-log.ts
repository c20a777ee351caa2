import { appendFile, mkdir, readFile, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import { errorLine } from "../error-line.ts";

const LARGEST = 64 * 1024; // bytes

/** Nobody watches a hook, so that what went wrong is kept for `lifelong doctor` and for the curious. */
export type HookLog = (event: string, error: unknown) => Promise<void>;

/** @param folder - of this machine's data: `hooks.log` lies there, and the one before it, never more than 128 KiB together */
export function hookLog(folder: string, clock: () => Date): HookLog {
  const path = join(folder, "hooks.log");
  return async (event, error) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const size = (await stat(path).catch(() => undefined))?.size ?? 0;
    if (size > LARGEST) await rename(path, `${path}.1`);
    await appendFile(path, `${clock().toISOString()} ${event}: ${errorLine(error)}\n`, { mode: 0o600 });
  };
}

/** The newest line of the log: when, and what went wrong in which hook. Undefined where nothing did. */
export async function lastFailure(folder: string): Promise<{ readonly at: Date; readonly what: string } | undefined> {
  const text = await readFile(join(folder, "hooks.log"), "utf8").catch(() => "");
  const [, time = "", what = ""] = /^(\S+) (.+)\n$/m.exec(text.split(/(?<=\n)/).at(-1) ?? "") ?? [];
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? undefined : { at, what };
}
