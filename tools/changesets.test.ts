import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";

const run = promisify(execFile);
const workspace = fileURLToPath(new URL("..", import.meta.url));
const changeset = join(workspace, "node_modules/.bin/changeset");

test("the changes that wait become one next version of every package, and its changelog", async () => {
  const copy = await mkdtemp(join(tmpdir(), "lifelong-version-"));
  onTestFinished(() => rm(copy, { recursive: true }));
  const rooms = await readdir(join(workspace, "packages"));
  const manifests = rooms.map((room) => `packages/${room}/package.json`);
  for (const path of ["package.json", "pnpm-workspace.yaml", "examples/package.json", ".changeset", ...manifests]) {
    await cp(join(workspace, path), join(copy, path), { recursive: true });
  }
  const waiting = (await readdir(join(copy, ".changeset"))).filter((name) => /^(?!README).*\.md$/.test(name));
  const before = await versionsOf(copy, manifests);

  // What is wrong with which file stands on stdout.
  await run(changeset, ["version"], { cwd: copy }).catch(({ stdout }) => expect.fail(stdout));

  expect(await readdir(join(copy, ".changeset"))).toEqual(["README.md", "config.json"]);
  const after = await versionsOf(copy, manifests);
  expect(new Set(after).size).toBe(1);
  // Until 1.0 no change is called major, and none becomes it by way of a peer.
  expect(after[0]).toMatch(waiting.length > 0 ? /^0\./ : (before[0] ?? ""));
  expect(after[0] === before[0]).toBe(waiting.length === 0);
  if (waiting.length > 0) {
    expect(await readFile(join(copy, "packages/mcp-server/CHANGELOG.md"), "utf8")).toContain(`## ${after[0]}\n`);
  }
});

function versionsOf(folder: string, manifests: readonly string[]): Promise<string[]> {
  return Promise.all(
    manifests.map(
      async (path) => (JSON.parse(await readFile(join(folder, path), "utf8")) as { version: string }).version,
    ),
  );
}
