import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import * as z from "zod";
import { callsScript, hookCalls } from "./hook-calls.ts";

const run = promisify(execFile);
const item = z.object({ hooks: z.tuple([z.object({ command: z.string() })]) });

test.for(["plain", "with a space", 'it\'s $HOME `id` "quoted"', "naïve-日本"])(
  "a shell runs the command of a folder named %s",
  async (name) => {
    const folder = await mkdtemp(join(tmpdir(), `${name}-`));
    const script = join(folder, "lifelong.mjs");
    await writeFile(script, "console.log(JSON.stringify(process.argv.slice(2)))");
    const server = { command: process.execPath, args: [script, "serve", "--profile", "Ada's"] };
    const machine = { platform: "linux", home: "/home/ada", environment: {}, list: () => [] } as const;
    const change = hookCalls(machine, "file", server, { host: "codex", events: { Stop: "stop" }, settings: {} });
    const [include] = change?.format === "json" ? change.changes : [];
    if (include?.kind !== "include") throw new Error("nothing is included");
    const [{ command }] = item.parse(include.item).hooks;
    const { stdout } = await run("sh", ["-c", command]);
    expect(JSON.parse(stdout)).toEqual(["hook", "stop", "--host", "codex", "--profile", "Ada's"]);
    expect(callsScript(include.item, script)).toBe(true);
    expect(callsScript(include.item, join(folder, "other.mjs"))).toBe(false);
    await rm(folder, { recursive: true });
  },
);
