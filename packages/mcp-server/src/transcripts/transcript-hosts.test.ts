import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { locateTranscript, transcriptHosts } from "./transcript-hosts.ts";

let room: string;
let folder: string;
beforeEach(async () => {
  room = await realpath(await mkdtemp(join(tmpdir(), "lifelong-test-")));
  folder = join(room, "projects");
  await mkdir(join(folder, "garden"), { recursive: true });
  await mkdir(join(room, "projects-of-others"));
  for (const name of ["projects/garden/a.jsonl", "projects/garden/a.txt", "projects-of-others/b.jsonl", "c.jsonl"]) {
    await writeFile(join(room, name), "");
  }
});
afterEach(() => rm(room, { recursive: true, force: true }));

test("a transcript in the host's folder is found, at any depth", async () => {
  expect(await locateTranscript(join(folder, "garden", "a.jsonl"), folder)).toBe(join(folder, "garden", "a.jsonl"));
});

test("a folder that is itself a symlink is the folder that it leads to", async () => {
  await symlink(folder, join(room, "link"));
  expect(await locateTranscript(join(room, "link", "garden", "a.jsonl"), folder)).toContain("a.jsonl");
  expect(await locateTranscript(join(folder, "garden", "a.jsonl"), join(room, "link"))).toContain("a.jsonl");
});

describe("nothing else is read:", () => {
  test.for([
    ["a file outside", (root: string) => join(root, "c.jsonl")],
    ["a file outside by way of the folder", (root: string) => `${root}/projects/../c.jsonl`],
    ["a file in a folder whose name begins alike", (root: string) => join(root, "projects-of-others", "b.jsonl")],
    ["a file of another kind", (root: string) => join(root, "projects", "garden", "a.txt")],
    ["a file that is not there", (root: string) => join(root, "projects", "gone.jsonl")],
    ["a relative path", () => "garden/a.jsonl"],
    ["nothing at all", () => ""],
  ] as const)("%s", async ([, pathOf]) => {
    await expect(locateTranscript(pathOf(room), folder)).rejects.toThrowError("A transcript was not read.");
  });

  test("a symlink in the folder that leads out of it", async () => {
    await symlink(join(room, "c.jsonl"), join(folder, "garden", "escape.jsonl"));
    await symlink(room, join(folder, "up"));
    await expect(locateTranscript(join(folder, "garden", "escape.jsonl"), folder)).rejects.toThrowError("not read");
    await expect(locateTranscript(join(folder, "up", "c.jsonl"), folder)).rejects.toThrowError("not read");
  });

  test("a folder with the name of a transcript", async () => {
    await mkdir(join(folder, "folder.jsonl"));
    await expect(locateTranscript(join(folder, "folder.jsonl"), folder)).rejects.toThrowError("It is no file.");
  });

  test("anything, where the host has no folder", async () => {
    await expect(locateTranscript(join(room, "c.jsonl"), join(room, "gone"))).rejects.toThrowError("not read");
  });
});

test("each host's folder follows its own variable", () => {
  const { "claude-code": claude, codex, gemini } = transcriptHosts;
  expect(claude.folder({}, "/home/ada")).toBe(join("/home/ada", ".claude", "projects"));
  expect(claude.folder({ CLAUDE_CONFIG_DIR: "/etc/claude" }, "/home/ada")).toBe(join("/etc/claude", "projects"));
  expect(codex.folder({ CODEX_HOME: "" }, "/home/ada")).toBe(join("/home/ada", ".codex", "sessions"));
  expect(codex.folder({ CODEX_HOME: "/etc/codex" }, "/home/ada")).toBe(join("/etc/codex", "sessions"));
  expect(gemini.folder({}, "/home/ada")).toBe(join("/home/ada", ".gemini", "tmp"));
  expect(gemini.folder({ GEMINI_CLI_HOME: "/etc/gemini" }, "/home/ada")).toBe(join("/etc/gemini", ".gemini", "tmp"));
});
