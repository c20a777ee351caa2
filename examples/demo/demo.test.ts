import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const program = fileURLToPath(new URL("main.ts", import.meta.url));
/** The demo starts eight processes one after the other; a busy machine takes its time. */
const PATIENCE = 180_000; // milliseconds

let temporary: string;
beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), "lifelong-demo-test-"));
});
afterAll(() => rm(temporary, { recursive: true }));

/** The demo, with its own folder for temporary files. */
function startDemo() {
  return spawn(process.execPath, [program], {
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, NO_COLOR: "1", FORCE_COLOR: undefined },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function exitCode(child: ChildProcess): Promise<number | null> {
  await once(child, "close");
  return child.exitCode;
}

test("the demo shows four weeks, holds all its claims and leaves nothing behind", { timeout: PATIENCE }, async () => {
  const demo = startDemo();
  const [shown, complaints, code] = await Promise.all([text(demo.stdout), text(demo.stderr), exitCode(demo)]);
  expect({ complaints, code }).toEqual({ complaints: "", code: 0 });
  expect(shown).toContain("+ lives in: Bristol");
  expect(shown).toContain("× The conversation is private: nothing of it was kept.");
  expect(shown).toContain("“narrowboat” is gone from the data folder");
  expect(shown).toContain(
    "the deep pass, by a script in place of a model\n\n  + uses assistants: between two patients",
  );
  expect(shown).toContain("× likes: mushrooms refused");
  expect(shown).toMatch(/model calls +0/);
  expect(shown.split("\n").filter((line) => [...line].length > 80)).toEqual([]);
  expect(shown).not.toContain("\u001B");
  expect(await readdir(temporary)).toEqual([]);
});

const isWindows = process.platform === "win32";
if (isWindows) console.log("The demo is not interrupted here: on Windows no process can catch SIGTERM.");
test.skipIf(isWindows)("an interrupted demo takes its server and its data with it", async () => {
  const demo = startDemo();
  await once(demo.stdout, "data");
  demo.kill("SIGTERM");
  demo.stdout.resume();
  expect(await exitCode(demo)).toBe(130);
  expect(await readdir(temporary)).toEqual([]);
});
