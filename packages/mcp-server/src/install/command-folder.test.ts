import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandFolder } from "./command-folder.ts";

test("a build has one name, however its folder is written, and another build another", async () => {
  const room = await mkdtemp(join(tmpdir(), "lifelong-test-"));
  const built = join(room, "dist");
  await mkdir(join(built, "chunks"), { recursive: true });
  await writeFile(join(built, "chunks", "say.js"), "1");
  const { nameOf } = commandFolder(join(room, "data"));
  const name = await nameOf(built);
  expect(await nameOf(`${built}/`)).toBe(name);
  await writeFile(join(built, "chunks", "say.js"), "2");
  expect(await nameOf(built)).not.toBe(name);
  await rm(room, { recursive: true });
});
