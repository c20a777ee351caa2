import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createPersonalizer, memoryStore, PersonaError } from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { noteClient } from "../clients.ts";
import { excludedFolders } from "../excluded-folders.ts";
import { hookLog } from "../hooks/hook-log.ts";
import { parseLocation } from "../location.ts";
import { type CommandRoom, openRoom } from "../testing/command-room.ts";
import * as doctor from "./doctor.ts";
import * as show from "./show.ts";

let room: CommandRoom;
beforeEach(async () => {
  room = await openRoom();
});
afterEach(() => room[Symbol.asyncDispose]());

test("doctor warns of a synchronised folder, and says why nothing was learned", async () => {
  await room.tell("User: Ich wohne in Lissabon.");
  const store = { scheme: "file" as const, directory: join(room.directory, "Dropbox", "lifelong") };
  const { stdout } = await room.call(doctor, [], { config: { store } });
  expect(stdout).toContain(store.directory);
  expect(stdout).toContain("by Dropbox");
  expect(stdout).toContain("only plain statements in English and Chinese");
});

test("doctor finds a damaged file, and with --repair goes back to the last good revision", async () => {
  const store = { scheme: "file" as const, directory: join(room.directory, "data") };
  const stored = createPersonalizer({ store: fileStore({ directory: store.directory }) });
  await stored.edit("default", [{ kind: "set", field: "location", content: "Lisbon" }]);
  await stored.close();
  const files = await readdir(store.directory, { recursive: true });
  const damaged = files.find((file) => file.endsWith("persona.json")) ?? "";
  await writeFile(join(store.directory, damaged), "torn");

  const reopened = createPersonalizer({ store: fileStore({ directory: store.directory }) });
  const calledOn = { personalizer: reopened, config: { store } };
  const found = await room.call(doctor, [], calledOn);
  expect(found.stdout).toContain("This cannot be read.");
  expect(found.stdout).toContain(damaged);
  expect((await room.call(doctor, ["--repair"], calledOn)).stdout).toMatch(/^Repaired\n/);
  expect((await room.call(show, [], calledOn)).stdout).toContain("Lisbon");
  await reopened.close();
});

test("doctor tells which programs last read and recorded", async () => {
  const store = { scheme: "file" as const, directory: room.directory };
  await noteClient(store, { name: "desktop", version: "1.0", profile: "default", readAt: new Date().toISOString() });
  await noteClient(store, { name: "other", version: "1.0", profile: "work", readAt: new Date().toISOString() });
  const { stdout } = await room.call(doctor, [], { config: { store } });
  expect(stdout).toMatch(/desktop\s+last read just now, never recorded/);
  expect(stdout).not.toContain("other");
});

test("doctor tells what failed in a hook lately, and which folders are left out", async () => {
  const config = { store: { scheme: "file" as const, directory: room.directory }, elsewhere: room.directory };
  const excluded = await excludedFolders(room.directory).add(join(room.directory, "work"));
  const failure = new PersonaError("INVALID_INPUT", "A transcript was not read.");
  await hookLog(room.directory, () => new Date("2026-01-01"))("stop", failure);
  const calm = await room.call(doctor, [], { config });
  expect(calm.stdout).toContain(`Left out, by \`lifelong pause --here\`\n  ${excluded}\n`);
  expect(calm.stdout).not.toContain("A transcript was not read.");
  await hookLog(room.directory, () => new Date())("stop", failure);
  const told = (await room.call(doctor, [], { config })).stdout;
  expect(told.replaceAll(/\s+/g, " ")).toContain("stop: INVALID_INPUT: A transcript was not read.");
  expect(told).toContain(join(room.directory, "hooks.log"));
});

describe("over a store elsewhere", () => {
  const config = { store: parseLocation("own://ann:CANARY@host/1?key=CANARY", "/nowhere/lifelong") };

  test("doctor tells what the store finds about itself, and where it is", async () => {
    const finding = { sentence: "Its disk is slow: buy another." };
    const openStore = async () => ({ ...memoryStore(), examine: async () => [finding] });
    const { stdout } = await room.call(doctor, ["--json"], { config, openStore });
    expect(JSON.parse(stdout)).toMatchObject({ place: "own://host/1", warnings: [finding], repairs: [] });
    expect(stdout).not.toContain("CANARY");
  });

  test("doctor says once that it cannot be reached, and goes on", async () => {
    const away = new PersonaError("STORE_UNAVAILABLE", "Nobody answers.");
    const openStore = () => Promise.reject(away);
    const { stdout } = await room.call(doctor, ["--json"], { config, openStore });
    expect(JSON.parse(stdout)).toMatchObject({ status: null, warnings: [{ sentence: "Nobody answers." }] });
    const lost = async () => ({ ...memoryStore(), examine: () => Promise.reject(away) });
    const told = await room.call(doctor, ["--json"], { config, openStore: lost });
    expect(JSON.parse(told.stdout)).toMatchObject({ warnings: [{ sentence: "Nobody answers." }] });
  });

  test("doctor has nothing to repair, and says whose that is", async () => {
    await expect(room.call(doctor, ["--repair"], { config })).rejects.toThrow(
      /^--repair mends the folder of the file store, and own:\/\/host\/1 is another store/,
    );
  });
});
