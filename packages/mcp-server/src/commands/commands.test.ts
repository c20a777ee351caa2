import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CommandRoom, openRoom } from "../testing/command-room.ts";
import * as consent from "./consent.ts";
import * as edit from "./edit.ts";
import * as exportCommand from "./export.ts";
import * as history from "./history.ts";
import * as optimize from "./optimize.ts";
import * as pause from "./pause.ts";
import * as resume from "./resume.ts";
import * as status from "./status.ts";
import * as undo from "./undo.ts";

let room: CommandRoom;
beforeEach(async () => {
  room = await openRoom();
});
afterEach(() => room[Symbol.asyncDispose]());

test("undo takes a change back", async () => {
  await room.tell("User: My name is Ada.");
  await room.call(edit, ["--set", "name=Grace"]);
  await room.call(undo);
  expect(await room.shown()).toMatch(/name\s+Ada/);
});

test("nothing said during a pause is kept, and learning goes on after it", async () => {
  await room.call(pause);
  expect((await room.tell("User: My name is Ada.")).stdout).not.toContain("Learned");
  expect((await room.call(status)).stdout).toContain("paused");
  await room.call(resume);
  expect((await room.tell("User: I live in Lisbon.")).stdout).toContain("+ lives in: Lisbon");
  expect(await room.shown()).not.toContain("Ada");
});

test("consent is given and withdrawn, for a category that exists", async () => {
  await room.call(consent, ["health"]);
  expect((await room.personalizer.status("default")).consents).toEqual(["health"]);
  await room.call(consent, ["health", "--withdraw"]);
  expect((await room.personalizer.status("default")).consents).toEqual([]);
  await expect(room.call(consent, ["shoes"])).rejects.toThrowError(/health, religion, politics, sexuality/);
});

test("history lists the newest change first, as many as asked for", async () => {
  await room.call(edit, ["--set", "name=Ada"]);
  await room.call(edit, ["--set", "name=Grace"]);
  const { stdout } = await room.call(history);
  expect(stdout.indexOf("Revision 2")).toBeLessThan(stdout.indexOf("Revision 1"));
  expect(JSON.parse((await room.call(history, ["--limit", "1", "--json"])).stdout)).toMatchObject([{ revision: 2 }]);
  await expect(room.call(history, ["--limit", "0"])).rejects.toThrowError(/whole number from 1/);
});

test("optimize says that there is nothing left to learn", async () => {
  await room.tell("User: My name is Ada.");
  expect((await room.call(optimize)).stdout).toMatch(/^Nothing changed/);
});

test("export writes everything into a new file for the user's eyes alone, and never over another", async () => {
  await room.tell("User: My name is Ada.");
  const output = join(room.directory, "me.json");
  await room.call(exportCommand, ["--output", output]);
  expect(JSON.parse(await readFile(output, "utf8"))).toMatchObject({
    sessions: [{ messages: [{ text: "My name is Ada." }] }],
  });
  expect((await stat(output)).mode & 0o777).toBe(0o600);
  await expect(room.call(exportCommand, ["--output", output])).rejects.toThrowError(/exists already/);
});

test("status names the folder, counts what is held, and says why nothing waits", async () => {
  await room.tell("User: My name is Ada.");
  const { stdout } = await room.call(status);
  expect(stdout).toContain("/nowhere");
  expect(stdout).toMatch(/persona\s+1 value/);
  expect(stdout).toMatch(/recorded\s+1 conversation/);
});
