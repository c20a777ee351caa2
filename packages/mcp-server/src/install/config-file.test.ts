import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfigFile, removeConfigFile, replaceConfigFile } from "./config-file.ts";
import { makeFolder, removeEmpty } from "./folders.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifelong-test-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("a file that another program has changed meanwhile is left as it is", async () => {
  const path = join(folder, "settings.json");
  await writeFile(path, "theirs");
  const replace = (before: Buffer | null) => replaceConfigFile(path, before, Buffer.from("ours"));
  await expect(replace(Buffer.from("before"))).rejects.toMatchObject({ code: "REVISION_CONFLICT", retryable: true });
  await expect(replace(null)).rejects.toThrowError(/changed by another program just now/);
  expect(await readFile(path, "utf8")).toBe("theirs");
  await rm(path);
  await expect(replace(Buffer.from("theirs"))).rejects.toMatchObject({ code: "REVISION_CONFLICT" });
  expect(await readConfigFile(path)).toBeNull();
});

test("a link to a file that is not there yet leads to the new file, and outlives it", async () => {
  const [link, target] = [join(folder, "link.json"), join(folder, "dotfiles/target.json")];
  await symlink("dotfiles/target.json", link);
  const made = await replaceConfigFile(link, null, Buffer.from("ours"));
  expect(made).toEqual([join(folder, "dotfiles")]);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect(await readFile(target, "utf8")).toBe("ours");
  await removeConfigFile(link);
  await removeEmpty(made);
  expect(await readdir(folder)).toEqual(["link.json"]);
});

test("a new file is for its user alone, and nothing is left beside it", async () => {
  const path = join(folder, "settings.json");
  await replaceConfigFile(path, null, Buffer.from("ours"));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).toEqual(["settings.json"]);
});

test("the folders that were made are told, the innermost first, and go again only while they are empty", async () => {
  const made = await makeFolder(join(folder, "a/b/c"));
  expect(made).toEqual(["a/b/c", "a/b", "a"].map((path) => join(folder, path)));
  expect(await makeFolder(join(folder, "a/b/c"))).toEqual([]);
  await writeFile(join(folder, "a/kept"), "");
  await removeEmpty([...made, join(folder, "nowhere")]);
  expect(await readdir(folder, { recursive: true })).toEqual(["a", join("a", "kept")]);
});
