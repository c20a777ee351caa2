import { appendFile, cp, mkdir, mkdtemp, readFile, realpath, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createPersonalizer,
  deepPass,
  everySessions,
  hostPass,
  instantPass,
  manualRunner,
  memoryStore,
  type Optimizer,
  type Pass,
  PersonaError,
  type Personalizer,
} from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { excludedFolders } from "../excluded-folders.ts";
import { type TranscriptHostName, transcriptHosts } from "../transcripts/transcript-hosts.ts";
import { DEEP_PASS_AGENT, judgeDeepPass } from "./deep-pass-guard.ts";
import { hookLog, lastFailure } from "./hook-log.ts";
import { learnPending, recordTranscript } from "./learning.ts";
import { answerSessionStart } from "./session-start.ts";
import { answerTurnStart } from "./turn-start.ts";

const FIXTURES = fileURLToPath(new URL("../transcripts/__fixtures__/", import.meta.url));
const USER = "default";
const extractor = createExtractor();

let room: string;
let personalizer: Personalizer;
beforeEach(async () => {
  room = await realpath(await mkdtemp(join(tmpdir(), "lifelong-test-")));
  personalizer = open();
});
afterEach(async () => {
  await personalizer.close();
  await rm(room, { recursive: true, force: true });
});

let now: Date;
function open(...passes: readonly Pass[]): Personalizer {
  now = new Date("2026-11-27T03:20:00Z");
  return createPersonalizer({
    store: memoryStore(),
    passes: [instantPass(extractor), ...passes],
    runner: manualRunner(),
    now: () => now,
  });
}

/** Whose fixture it is. */
function hostOf(name: string): TranscriptHostName {
  const hosts = Object.keys(transcriptHosts) as TranscriptHostName[];
  return hosts.find((host) => name.startsWith(host)) ?? "claude-code";
}

/** Puts a fixture where the host keeps its transcripts, and records it. */
async function record(name: string, { cwd }: { cwd?: string } = {}) {
  const folder = join(room, "projects");
  const path = join(folder, `${name.replace("/", "-")}.jsonl`);
  await mkdir(folder, { recursive: true });
  await cp(join(FIXTURES, `${name}.jsonl`), path);
  const host = transcriptHosts[hostOf(name)];
  return recordTranscript(personalizer, USER, { host, path, folder, cwd, data: join(room, "data") });
}

const start = (attended = true, mayAsk = async () => false, speaks = false) =>
  answerSessionStart(personalizer, USER, {
    location: { scheme: "file", directory: join(room, "data") },
    attended,
    mayAsk,
    learner: "call optimize_persona",
    speaks,
  });

const contentOf = async () => (await personalizer.getPersona(USER)).values.map(({ content }) => content).toSorted();

describe("the end of a turn", () => {
  test.for(["claude-code-2.1.330", "codex-0.169.0", "gemini-0.61.0"])(
    "of %s is recorded as witnessed, and learned",
    async (host) => {
      expect(await record(`${host}/typed`)).toMatchObject({ begun: true, kept: 2 });
      await learnPending(personalizer, USER, []);
      expect((await personalizer.sessions(USER))[0]).toMatchObject({ source: "witnessed" });
      expect(await contentOf()).toEqual(["Lisbon", "short"]);
    },
  );

  test("of a conversation that has grown adds what is new, and it is learned", async () => {
    await record("claude-code-2.1.330/typed");
    await learnPending(personalizer, USER, []);
    const path = join(room, "projects", "claude-code-2.1.330-typed.jsonl");
    const later = await readFile(join(FIXTURES, "claude-code-2.1.330/queued.jsonl"), "utf8");
    await appendFile(path, later.split("\n").slice(-2).join("\n"));
    const told = { host: transcriptHosts["claude-code"], path, folder: join(room, "projects"), data: room };
    expect(await recordTranscript(personalizer, USER, told)).toMatchObject({ begun: false, kept: 1 });
    await learnPending(personalizer, USER, []);
    expect(await contentOf()).toEqual(["Lisbon", "nurse", "short"]);
    expect(await recordTranscript(personalizer, USER, told)).toMatchObject({ duplicate: true, kept: 0 });
  });

  const UNATTENDED = ["claude-code-2.1.330/print-mode", "codex-0.169.0/exec", "gemini-0.61.0/print-mode"];
  test.for(UNATTENDED)("of %s is not recorded", async (name) => {
    expect(await record(name)).toBeUndefined();
    expect((await personalizer.status(USER)).head).toBeNull();
  });

  test.for([
    ["the host says", "/home/ada/work", { cwd: "/home/ada/work/deep" }],
    ["the transcript says", "/home/ada", {}],
  ] as const)("in a folder that is excluded is not recorded, as %s", async ([, folder, told]) => {
    await excludedFolders(join(room, "data")).add(folder);
    expect(await record("claude-code-2.1.330/typed", told)).toBeUndefined();
    expect((await personalizer.status(USER)).head).toBeNull();
  });
});

describe("the start of a conversation", () => {
  test("says nothing while nothing is known", async () => {
    expect(await start()).toEqual({});
  });

  test("says that nothing is known to a host that has to hear something", async () => {
    const told = { hookEventName: "SessionStart", additionalContext: "Nothing is known about the user yet." };
    expect(await start(true, undefined, true)).toEqual({ hookSpecificOutput: told });
    await personalizer.edit(USER, [{ kind: "set", field: "demographics.name", content: "Ada" }]);
    const { hookSpecificOutput } = await start(true, undefined, true);
    expect(hookSpecificOutput?.additionalContext).toMatch(/^What is known about the user follows/);
  });

  test("gives the model the persona, and tells the person what is new, once", async () => {
    await start();
    await record("claude-code-2.1.330/typed");
    await learnPending(personalizer, USER);
    expect(await start()).toEqual({
      systemMessage:
        "Lifelong has learned “lives in: Lisbon” from “I live in Lisbon and I prefer short answers.”, and 1 more (lifelong history). Take it back with: lifelong undo 1",
      hookSpecificOutput: {
        hookEventName: "SessionStart",
        additionalContext: expect.stringMatching(/^What is known about the user follows, .*- lives in: Lisbon\n/s),
      },
    });
    expect(await start()).not.toHaveProperty("systemMessage");
  });

  test("keeps the news for a start at which a person sits there", async () => {
    await start();
    await record("claude-code-2.1.330/typed");
    await learnPending(personalizer, USER);
    expect(await start(false)).not.toHaveProperty("systemMessage");
    expect(await start()).toHaveProperty("systemMessage");
  });

  test("tells nothing that is no longer believed, or that the person set", async () => {
    await start();
    await record("claude-code-2.1.330/typed");
    await learnPending(personalizer, USER);
    await personalizer.edit(USER, [{ kind: "undo" }]);
    await personalizer.edit(USER, [{ kind: "set", field: "demographics.name", content: "Ada" }]);
    expect(await start()).not.toHaveProperty("systemMessage");
  });

  test("names one undo for all that several updates learned", async () => {
    await start();
    await record("claude-code-2.1.330/typed");
    await learnPending(personalizer, USER);
    await record("claude-code-2.1.100/typed");
    await learnPending(personalizer, USER);
    expect((await start()).systemMessage).toMatch(
      /^Lifelong has learned “likes: coffee” .* and 2 more .* lifelong undo --since 0$/,
    );
  });

  test("tells no old news where nobody was told before", async () => {
    await record("claude-code-2.1.330/typed");
    await learnPending(personalizer, USER);
    expect(await start()).not.toHaveProperty("systemMessage");
  });

  test("asks the host's model for a deep pass that is due, where it may", async () => {
    await personalizer.close();
    personalizer = open(hostPass({ policy: everySessions(1) }));
    await record("claude-code-2.1.330/typed");
    expect((await start()).hookSpecificOutput).toBeUndefined();
    expect((await start(false, async () => true)).hookSpecificOutput).toBeUndefined();
    expect((await start(true, async () => true)).hookSpecificOutput?.additionalContext).toBe(
      "Several conversations wait to be learned from. Once you have answered the user, call optimize_persona.",
    );
  });
});

describe("the start of a turn", () => {
  const turn = (isAttended: boolean, isTold: boolean, isBegun = true) =>
    answerTurnStart(personalizer, USER, {
      location: { scheme: "file", directory: join(room, "data") },
      mayAsk: async () => true,
      learner: "call optimize_persona",
      sitting: { isAttended, isTold, isBegun },
    });
  const told = (additionalContext: unknown) => ({
    hookSpecificOutput: { hookEventName: "BeforeAgent", additionalContext },
  });

  test("gives the model the persona that it was not told, or says that nothing is known", async () => {
    expect(await turn(true, false)).toEqual(told("Nothing is known about the user yet."));
    await personalizer.edit(USER, [{ kind: "set", field: "demographics.name", content: "Ada" }]);
    expect(await turn(true, false)).toEqual(told(expect.stringContaining("name: Ada")));
  });

  test("shows a line where nothing has shown yet that a person sits there", async () => {
    expect(await turn(false, true)).toEqual({ systemMessage: "Lifelong is on." });
  });

  test("tells the person what is new at the first prompt, once, and not later in the conversation", async () => {
    await turn(true, true, false);
    await record("gemini-0.61.0/typed");
    await learnPending(personalizer, USER);
    expect(await turn(true, true)).toEqual({});
    const { systemMessage } = await turn(false, true, false);
    expect(systemMessage).toMatch(/^Lifelong has learned “lives in: Lisbon”/);
    expect(await turn(true, true, false)).toEqual({});
  });

  test("asks the host's model for a deep pass that is due, at the first prompt", async () => {
    await personalizer.close();
    personalizer = open(hostPass({ policy: everySessions(1) }));
    await record("gemini-0.61.0/typed");
    expect(await turn(true, true)).toEqual({});
    expect(await turn(true, true, false)).toEqual(told(expect.stringMatching(/, call optimize_persona\.$/)));
  });
});

test("a model is asked at the end of a turn only if the turn made it due, at the end of a conversation if anything is", async () => {
  let asked = 0;
  const model: Optimizer = {
    name: "model@1",
    async propose() {
      asked += 1;
      return { operations: [] };
    },
  };
  await personalizer.close();
  personalizer = open(deepPass(model, { policy: everySessions(1) }));
  const recorded = await record("claude-code-2.1.330/typed");
  await learnPending(personalizer, USER, []);
  expect(asked).toBe(0);
  await learnPending(personalizer, USER, recorded?.due);
  expect(asked).toBe(1);
  await record("claude-code-2.1.100/typed");
  now = new Date("2026-11-27T04:20:00Z");
  await learnPending(personalizer, USER);
  expect(asked).toBe(2);
});

test.for([
  [undefined, "deny"],
  ["general-purpose", "deny"],
  ["other:optimizer", "deny"],
  [DEEP_PASS_AGENT, "allow"],
] as const)("the deep pass by %s: %s", ([agent, permissionDecision]) => {
  expect(judgeDeepPass(agent).hookSpecificOutput).toMatchObject({ hookEventName: "PreToolUse", permissionDecision });
});

test("the log says when, where and what went wrong, and never grows beyond its bound", async () => {
  const log = hookLog(room, () => new Date("2026-03-14T09:30:00Z"));
  await log("stop", new PersonaError("INVALID_INPUT", "A transcript was not read."));
  await log("stop", new Error("no sentence of ours: I live in Lisbon"));
  const text = await readFile(join(room, "hooks.log"), "utf8");
  expect(text).toMatch(/^2026-03-14T09:30:00\.000Z stop: INVALID_INPUT: A transcript was not read\.\n.* stop: Error/);
  expect(text).not.toContain("Lisbon");
  expect(await lastFailure(room)).toEqual({
    at: new Date("2026-03-14T09:30:00Z"),
    what: expect.stringMatching(/^stop: Error/),
  });
  expect(await lastFailure(join(room, "gone"))).toBeUndefined();
  await appendFile(join(room, "hooks.log"), "x".repeat(70_000));
  await log("stop", "again");
  await appendFile(join(room, "hooks.log"), "x".repeat(70_000));
  await log("stop", "and again");
  expect((await stat(join(room, "hooks.log"))).size).toBeLessThan(100);
  expect((await stat(join(room, "hooks.log.1"))).size).toBeGreaterThan(70_000);
});
