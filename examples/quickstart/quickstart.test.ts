import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("main.ts", import.meta.url));
const readme = readFile(new URL("../../README.md", import.meta.url), "utf8");

test("the README shows the program as it is", async () => {
  const [, shown] = /```ts\n([\s\S]*?)```/.exec(await readme) ?? [];
  expect(shown).toBe(await readFile(program, "utf8"));
});

test("the program prints what the README says", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lifelong-quickstart-"));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program], { cwd: folder });
    const [, shown] = /```text\n([\s\S]*?)```/.exec(await readme) ?? [];
    expect(stdout.trim()).toBe(shown?.trim());
  } finally {
    await rm(folder, { recursive: true });
  }
});
