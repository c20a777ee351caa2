import { execFile } from "node:child_process";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, inject, onTestFinished, test } from "vitest";
import { defaultTools } from "../../packages/mcp-server/src/catalogue.ts";
import { IMPLEMENTATION } from "../../packages/mcp-server/src/implementation.ts";
import { meet } from "./meet.ts";

const run = promisify(execFile);
const { command } = inject("packed");
const lifelong = join(command, "node_modules/.bin/lifelong");

test("npm installs the command and nothing else, and what it links is the bundle", async () => {
  const lock = await readFile(join(command, "package-lock.json"), "utf8");
  expect(Object.keys((JSON.parse(lock) as { packages: object }).packages)).toEqual(["", "node_modules/lifelong"]);
  expect(await realpath(lifelong)).toBe(await realpath(join(command, "node_modules/lifelong/dist/cli.js")));
  expect((await run(lifelong, ["--version"])).stdout).toBe(`${IMPLEMENTATION.version}\n`);
});

test("the installed command serves a client, and its doctor looks at what the client left", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lifelong-installed-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const env = { LIFELONG_STORE: `file:${folder}` };
  const { tools, persona } = await meet({ command: lifelong, args: ["serve"], env });
  expect(tools).toEqual(defaultTools.map(({ name }) => name));
  expect(persona).toContain("Porto");
  const { stdout } = await run(lifelong, ["doctor"], { env: { ...process.env, ...env } });
  expect(stdout).toContain(folder);
});
