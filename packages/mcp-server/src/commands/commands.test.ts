import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { createPersonalizer, deepPass, hostPass, instantPass, memoryStore, modelOptimizer } from "@lifelong/core";
import { scriptedModel } from "@lifelong/core/testing";
import { createExtractor } from "@lifelong/extractor";
import { afterEach, beforeEach, expect, test } from "vitest";
import { callCommand } from "../testing/call-command.ts";
import { type CommandRoom, openRoom } from "../testing/command-room.ts";
import * as consent from "./consent.ts";
import * as edit from "./edit.ts";
import * as exportCommand from "./export.ts";
import * as history from "./history.ts";
import * as optimize from "./optimize.ts";
import * as pause from "./pause.ts";
import * as record from "./record.ts";
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

test("status tells what models have cost, and what they save", async () => {
  const model = scriptedModel(() => ({ text: '{"operations":[]}', usage: { inputTokens: 1_500, outputTokens: 20 } }));
  const passes = [deepPass(modelOptimizer({ model }), { ceiling: { callsPerDay: 50 } })];
  const personalizer = createPersonalizer({ store: memoryStore(), passes });
  for (const text of ["My cat is called Biscuit.", "She sleeps all day."]) {
    await personalizer.recordSession("default", { messages: [{ role: "user", text }] });
  }
  await personalizer.optimize("default");
  const { stdout } = await callCommand(status, ["--cost"], { personalizer });
  expect(stdout).toMatch(/24 hours +1 call, 1,500 tokens in, 20 out +at most 50 calls/);
  expect(stdout).toMatch(/scripted:scripted +1 call/);
  expect(stdout).toMatch(/each +760 tokens a conversation/);
  expect(stdout).toMatch(/history +7 tokens +had each begun with all before it/);
  const json = await callCommand(status, ["--cost", "--json"], { personalizer });
  expect(JSON.parse(json.stdout)).toMatchObject({ ever: { calls: 1 }, sessions: 2 });
});

test("status says what is set aside, how often it was tried, and what takes it up", async () => {
  const model = scriptedModel(() => "no idea");
  const personalizer = createPersonalizer({ store: memoryStore(), passes: [deepPass(modelOptimizer({ model }))] });
  await personalizer.recordSession("default", { messages: [{ role: "user", text: "My cat is called Biscuit." }] });
  await personalizer.optimize("default");
  const { stdout } = await callCommand(status, [], { personalizer });
  expect(stdout.replace(/\s+/g, " ")).toContain("1 conversation, unreadable after 1 try of 3");
  expect(stdout).toContain("The model answered what is no proposal");
});

test("status says whose model does the deep pass, and what makes it run", async () => {
  const personalizer = createPersonalizer({ store: memoryStore(), passes: [hostPass()] });
  await personalizer.recordSession("default", { messages: [{ role: "user", text: "My cat is called Biscuit." }] });
  const { stdout } = await callCommand(status, [], { personalizer });
  expect(stdout.replace(/\s+/g, " ")).toContain(
    "1 conversation for your assistant's model. Tell it to run optimize_persona",
  );
});

test("record keeps nothing while Lifelong is off, and says so", async () => {
  const { notes } = await room.call(record, [], { config: { off: true } });
  expect(notes).toContain("Lifelong is off");
  expect((await room.personalizer.status("default")).head).toBeNull();
});

test("optimize says who does the rest, where no model is named", async () => {
  const personalizer = createPersonalizer({
    store: memoryStore(),
    passes: [instantPass(createExtractor()), hostPass()],
  });
  const { stdout } = await callCommand(optimize, [], { personalizer });
  expect(stdout.replace(/\s+/g, " ")).toContain("ask your assistant to run optimize_persona, or name one with --model");
});
