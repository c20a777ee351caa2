import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type InstallRoom, openInstallRoom } from "../testing/install-room.ts";

let room: InstallRoom;
beforeEach(async () => {
  room = await openInstallRoom();
  await room.fill();
});
afterEach(() => room[Symbol.asyncDispose]());

const start = async () => (await promisify(execFile)(process.execPath, [room.script, "serve"])).stdout.trim();
const versions = async () =>
  Object.keys(await room.look()).filter((path) => /^\.data\/lifelong\/command\/[^/]+\/cli\.js$/.test(path));

describe("update", () => {
  test("has all hosts start another version, and tells from which to which", async () => {
    await room.install(["--all"]);
    expect(await start()).toBe("one serve");
    await room.build("two ");
    expect((await room.update()).stdout).toMatch(/^Assistants start another build of .* from now on/);
    expect(await start()).toBe("two serve");
    expect((await room.update()).stdout).toMatch(/^Assistants start .* already\.$/);
  });

  test("keeps the former version for servers that run, and removes those before it", async () => {
    await room.install(["--all"]);
    const [first = ""] = await versions();
    await room.build("two ");
    await room.update();
    expect(await versions()).toHaveLength(2);
    expect(await versions()).toContain(first);
    await room.build("three ");
    await room.update();
    expect(await versions()).toHaveLength(2);
    expect(await versions()).not.toContain(first);
    expect(await start()).toBe("three serve");
  });

  test("by an installation is the same", async () => {
    await room.install(["--host", "zed"]);
    await room.build("two ");
    expect((await room.install(["--host", "cursor"])).stdout).toContain("another build");
    expect(await start()).toBe("two serve");
  });

  test("says what comes first where nothing is installed", async () => {
    await expect(room.update()).rejects.toThrowError("`lifelong install` does that.");
  });
});

describe("uninstall", () => {
  test("of one host leaves the others and the command; with the last the command goes", async () => {
    await room.install(["--host", "cursor", "zed"]);
    await room.uninstall(["--host", "cursor"]);
    expect(await readFile(room.fileOf("cursor"), "utf8")).not.toContain("lifelong");
    expect(await readFile(room.fileOf("zed"), "utf8")).toContain("lifelong");
    expect(await versions()).toHaveLength(1);
    await room.uninstall(["--host", "zed"]);
    expect(Object.keys(await room.look()).filter((path) => path.startsWith(".data"))).toEqual([]);
  });

  test("leaves what is known, unless everything is to go", async () => {
    await room.install(["--host", "zed"]);
    await writeFile(join(room.data, "layout.json"), "{}");
    await room.uninstall([]);
    expect(await room.look()).toHaveProperty([".data/lifelong/layout.json"]);
    await room.uninstall(["--everything", "--yes"]);
    expect(await room.look()).not.toHaveProperty([".data"]);
  });

  test("erases only after the word was typed, naming the folders that go", async () => {
    await room.install(["--host", "zed"]);
    const before = await room.look();
    const kept = await room.uninstall(["--everything"], { confirms: true, answers: ["yes"] });
    expect(kept.notes).toContain(room.data);
    expect(kept.notes).toContain("Nothing was removed.");
    expect(await room.look()).toEqual(before);
    await expect(room.uninstall(["--everything"])).rejects.toThrowError(/add --yes/);
    await expect(room.uninstall(["--everything", "--host", "zed"])).rejects.toThrowError(/leave --host or/);
    await room.uninstall(["--everything"], { confirms: true, answers: ["erase"] });
    expect(await room.look()).not.toHaveProperty([".data"]);
  });

  test("in a folder that the user named erases what the store keeps, and nothing else", async () => {
    const named = join(room.home, "mine");
    for (const folder of ["users/ab", "new", "aside", "asked", "told"])
      await mkdir(join(named, folder), { recursive: true });
    for (const file of ["layout.json", "users/ab/x", "told/x", "http-token", "letter.txt"])
      await writeFile(join(named, file), "x");
    const config = { elsewhere: room.data, store: { scheme: "file", directory: named } } as const;
    const { stdout } = await room.uninstall(["--everything", "--yes"], { config: { ...config, home: room.home } });
    expect(stdout).toContain("All data is erased");
    const left = Object.keys(await room.look()).filter((path) => path.startsWith("mine"));
    expect(left).toEqual(["mine", "mine/letter.txt"]);
  });

  test("says that a store elsewhere stays", async () => {
    const store = { scheme: "redis", secret: "redis://ada:secret@host", notes: "/notes" };
    const config = { elsewhere: room.data, home: room.home, store };
    const { notes } = await room.uninstall(["--everything", "--yes"], { config });
    expect(notes).toMatch(/What is kept at redis:\/\/host stays/);
  });

  test("erases nothing while a host's file cannot be read", async () => {
    await room.install(["--host", "cursor"]);
    const file = room.fileOf("cursor");
    await writeFile(file, `${await readFile(file, "utf8")}]`);
    const before = await room.look();
    await expect(room.uninstall(["--everything", "--yes"])).rejects.toThrowError(/mcp\.json cannot be read near line/);
    expect(await room.look()).toEqual(before);
  });

  test.for([
    ["damaged", async (path: string) => writeFile(path, "{nope")],
    ["of another form", async (path: string) => writeFile(path, '{"files":7}')],
    ["lost", async (path: string) => rm(path)],
  ] as const)("finds its entries in the hosts' files when the record is %s", async ([, harm]) => {
    await room.install(["--all", "--approve", "--hooks"]);
    await harm(join(room.data, "install/installed.json"));
    await room.uninstall([]);
    const texts = Object.entries(await room.look()).filter(([path]) => !path.startsWith(".data"));
    expect(texts.filter(([path, text]) => path.endsWith("lifelong.toml") || text.includes("lifelong"))).toEqual([]);
    expect(await versions()).toEqual([]);
  });

  test("finds hooks without a record also where their server was taken out by hand", async () => {
    await room.install(["--host", "codex", "--hooks"]);
    await rm(join(room.data, "install/installed.json"));
    await writeFile(room.fileOf("codex"), "");
    await room.uninstall([]);
    const texts = Object.entries(await room.look()).filter(([path]) => !path.startsWith(".data"));
    expect(texts.filter(([, text]) => text.includes("lifelong"))).toEqual([]);
  });

  test("after an installation that ended before it wrote leaves the files as they are", async () => {
    const before = await room.look();
    const file = room.fileOf("zed");
    const text = await readFile(file, "utf8");
    await room.install(["--host", "zed"]);
    await writeFile(file, text);
    expect((await room.uninstall([])).stdout).toContain("holds nothing of Lifelong any more");
    expect(await room.look()).toEqual(before);
  });

  test("does no harm where nothing was installed, whatever state the hosts' files are in", async () => {
    await writeFile(room.fileOf("cursor"), "{");
    const before = await room.look();
    expect((await room.uninstall([])).stdout).toContain("No assistant had it.");
    expect(await room.look()).toEqual(before);
  });

  test("a damaged record is an error for an installation, which says what to do", async () => {
    await room.install(["--host", "zed"]);
    await writeFile(join(room.data, "install/installed.json"), "{nope");
    await expect(room.install(["--host", "cursor"])).rejects.toThrowError(
      /installed\.json, is damaged\. `lifelong uninstall`/,
    );
  });
});
