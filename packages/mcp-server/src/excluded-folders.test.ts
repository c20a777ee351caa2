import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as pause from "./commands/pause.ts";
import * as resume from "./commands/resume.ts";
import { excludedFolders } from "./excluded-folders.ts";
import { openRoom } from "./testing/command-room.ts";

let room: string;
beforeEach(async () => {
  room = await realpath(await mkdtemp(join(tmpdir(), "lifelong-test-")));
  await mkdir(join(room, "work", "deep"), { recursive: true });
  await mkdir(join(room, "workshop"));
});
afterEach(() => rm(room, { recursive: true, force: true }));
const excluded = () => excludedFolders(join(room, "data"));

describe("a folder that is excluded", () => {
  test.for([
    ["excludes itself", "work", true],
    ["excludes those in it", "work/deep", true],
    ["excludes one in it that is gone", "work/gone/deeper", true],
    ["leaves one beside it whose name begins alike", "workshop", false],
    ["leaves the one above", ".", false],
  ] as const)("%s", async ([, folder, is]) => {
    await excluded().add(join(room, "work"));
    expect(await excluded().covering(join(room, folder))).toBe(is ? join(room, "work") : undefined);
  });

  test("is found through a symlink, from either side", async () => {
    await symlink(join(room, "work"), join(room, "link"));
    await excluded().add(join(room, "link"));
    expect(await excluded().covering(join(room, "work", "deep"))).toBe(join(room, "work"));
    expect(await excluded().covering(join(room, "link", "deep"))).toBe(join(room, "work"));
  });

  test("is excluded once, and no more after it was taken out", async () => {
    await excluded().add(join(room, "work"));
    await excluded().add(join(room, "work"));
    expect(await excluded().remove(join(room, "work"))).toBe(true);
    expect(await excluded().remove(join(room, "work"))).toBe(false);
    expect(await excluded().covering(join(room, "work"))).toBeUndefined();
  });
});

test("a list that cannot be read is an error, since nothing may be recorded on a guess", async () => {
  await mkdir(join(room, "data"));
  await writeFile(join(room, "data", "excluded-folders.json"), '{"folders":');
  await expect(excluded().covering(room)).rejects.toThrowError("cannot be read. Repair it, or delete it");
});

describe("pause and resume --here", () => {
  test("exclude the folder in which they are called, and touch no persona", async () => {
    await using commands = await openRoom();
    const calling = { config: { elsewhere: join(room, "data") } };
    const said = await commands.call(pause, ["--here"], calling);
    expect(said.stdout).toContain(`Nothing that is said in ${process.cwd()}`);
    expect(await excluded().covering(join(process.cwd(), "src"))).toBe(process.cwd());
    expect(await commands.personalizer.status("default")).toMatchObject({ paused: false, head: null });
    expect((await commands.call(resume, ["--here"], calling)).stdout).toContain("recorded again");
    expect((await commands.call(resume, ["--here"], calling)).stdout).toContain("was not excluded");
  });

  test("resume --here names the folder above that is excluded", async () => {
    await using commands = await openRoom();
    const above = await excluded().add(join(process.cwd(), ".."));
    const calling = { config: { elsewhere: join(room, "data") } };
    await expect(commands.call(resume, ["--here"], calling)).rejects.toThrowError(`This folder lies in ${above}`);
  });
});
