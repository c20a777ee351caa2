import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  createPersonalizer,
  deepPass,
  everySessions,
  hostPass,
  instantPass,
  manualRunner,
  memoryStore,
  modelOptimizer,
  type Pass,
} from "@lifelong/core";
import { scriptedModel } from "@lifelong/core/testing";
import { createExtractor } from "@lifelong/extractor";
import { afterEach, beforeEach, expect, test } from "vitest";
import { callCommand } from "../testing/call-command.ts";
import { type CommandRoom, openRoom } from "../testing/command-room.ts";
import * as consent from "./consent.ts";
import * as doctor from "./doctor.ts";
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

test("undo takes back what came after a revision, and what was entered by hand only when told so", async () => {
  for (const content of ["Porto", "Lisbon"]) await room.call(edit, ["--set", `location=${content}`]);
  await room.call(undo, ["--since", "1"]);
  expect(await room.shown()).toContain("Lisbon");
  await room.call(undo, ["--since", "1", "--edits"]);
  expect(await room.shown()).toContain("Porto");
  for (const words of [["--edits"], ["2", "--since", "1"]])
    await expect(room.call(undo, words)).rejects.toMatchObject({ code: "CONFIGURATION" });
});

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

test("status tells what is kept, and history what was cleared away", async () => {
  const clock = new Date("2026-03-01T10:00:00Z");
  const personalizer = createPersonalizer({
    store: memoryStore(),
    retention: { sessions: 90, revisions: 200 },
    now: () => clock,
  });
  await personalizer.recordSession("default", { messages: [{ role: "user", text: "My cat is called Biscuit." }] });
  const { stdout } = await callCommand(status, [], { personalizer });
  expect(stdout.replace(/\s+/g, " ")).toContain("kept conversations for 90 days, the newest 200 changes");
  clock.setDate(clock.getDate() + 97);
  await personalizer.runDue();
  const told = (await callCommand(history, [], { personalizer })).stdout.replace(/\s+/g, " ");
  expect(told).toContain("Revision 1 old text cleared away");
  expect(told).toContain("the text of 1 conversation and 0 earlier revisions; no values changed");
  const cost = (await callCommand(status, ["--cost"], { personalizer })).stdout.replace(/\s+/g, " ");
  expect(cost).toContain("the text of 1 is not held, and not counted");
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
  const told = stdout.replace(/\s+/g, " ");
  expect(told).toContain("1 conversation, unreadable after 1 try of 3");
  expect(told).toContain("tried again after the next update, or by `lifelong optimize --retry`");
  expect(told.match(/The model answered what is no proposal/g)).toHaveLength(2);
  for (const _ of [2, 3]) await personalizer.optimize("default", { retry: true });
  const later = (await callCommand(status, [], { personalizer })).stdout.replace(/\s+/g, " ");
  expect(later).toContain("1 conversation, unreadable after 3 tries");
  expect(later).toContain("tried again only by `lifelong optimize --retry`");
});

test("doctor names what the model could not be read for, once it is not tried again by itself", async () => {
  const passes = [deepPass(modelOptimizer({ model: scriptedModel(() => "no idea") }))];
  const personalizer = createPersonalizer({ store: memoryStore(), passes });
  await personalizer.recordSession("default", { messages: [{ role: "user", text: "My cat is called Biscuit." }] });
  const warned = async () => (await callCommand(doctor, [], { personalizer })).stdout.replace(/\s+/g, " ");
  const sentence = "The model's answers about 1 conversation could not be read, and they are not tried again";
  for (const retry of [false, true]) await personalizer.optimize("default", { retry });
  expect(await warned()).not.toContain(sentence);
  await personalizer.optimize("default", { retry: true });
  expect(await warned()).toContain(sentence);
});

test("status says what reads an old conversation, with a model and with the assistant's own", async () => {
  const store = memoryStore();
  const open = (pass: Pass) => createPersonalizer({ store, passes: [pass] });
  const personalizer = open(deepPass(modelOptimizer({ model: scriptedModel([]) })));
  const messages = [{ role: "user" as const, text: "My cat is called Biscuit." }];
  await personalizer.recordSession("default", { startedAt: "2020-01-01T00:00:00Z", messages });
  await personalizer.optimize("default");
  const told = async (by: typeof personalizer) =>
    (await callCommand(status, [], { personalizer: by })).stdout.replace(/\s+/g, " ");
  expect(await told(personalizer)).toContain("1 conversation, old read only by `lifelong optimize --all`");
  expect(await told(open(hostPass()))).toContain("read only when you ask your assistant to run optimize_persona");
});

test("optimize tells what was learned, and that a part of it was set aside", async () => {
  const answers = ['{"operations":[]}', "no idea", "no idea"];
  const passes = [
    deepPass(modelOptimizer({ model: scriptedModel(answers), budgetTokens: 1 }), { policy: everySessions(1) }),
  ];
  const personalizer = createPersonalizer({ store: memoryStore(), passes, runner: manualRunner() });
  for (const text of ["My cat is called Biscuit.", "She sleeps all day."]) {
    await personalizer.recordSession("default", { messages: [{ role: "user", text }] });
  }
  const { stdout } = await callCommand(optimize, [], { personalizer });
  expect(stdout.replace(/\s+/g, " ")).toContain(
    "0 changes from 2 conversations. The model answered what is no proposal, also when it was asked again.",
  );
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
