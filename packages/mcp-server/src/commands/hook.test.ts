import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { createPersonalizer, manualRunner } from "@lifelong/core";
import { fileStore } from "@lifelong/store-file";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CLI, openWorkplace, type Workplace } from "../testing/command-process.ts";

const FIXTURE = fileURLToPath(new URL("../transcripts/__fixtures__/claude-code-2.1.330/typed.jsonl", import.meta.url));
const GEMINI = fileURLToPath(new URL("../transcripts/__fixtures__/gemini-0.61.0/", import.meta.url));
/** A machine on which tests run is a busy one. */
const SECONDS = ["--seconds", "60"];

let workplace: Workplace;
let env: Record<string, string>;
let transcript: string;
beforeEach(async () => {
  workplace = await openWorkplace();
  env = {
    XDG_DATA_HOME: join(workplace.directory, "xdg"),
    USERPROFILE: join(workplace.directory, "xdg"),
    CLAUDE_CONFIG_DIR: join(workplace.directory, "claude"),
  };
  transcript = join(workplace.directory, "claude", "projects", "garden", "talk.jsonl");
  await mkdir(join(transcript, ".."), { recursive: true });
  await cp(FIXTURE, transcript);
});
afterEach(() => workplace[Symbol.asyncDispose]());

/** What Claude Code 2.1.330 sends, but for the paths. */
const input = (more: Record<string, unknown>) =>
  JSON.stringify({
    session_id: "85c9e7a1-deaf-4ef7-9e94-a97ce8588104",
    transcript_path: transcript,
    cwd: "/home/ada/garden",
    ...more,
  });
const stop = (more: Record<string, unknown> = {}) =>
  input({ hook_event_name: "Stop", stop_hook_active: false, last_assistant_message: "Understood (3).", ...more });
const start = () => input({ hook_event_name: "SessionStart", source: "startup", model: "claude-opus-5-5" });
const hook = (words: readonly string[], options: { input?: string; env?: Record<string, string> }) =>
  workplace.lifelong(["hook", ...words, ...SECONDS], { ...options, env: { ...env, ...options.env } });
const log = () => readFile(join(workplace.directory, "xdg", "lifelong", "hooks.log"), "utf8").catch(() => "");

/** What is stored, as another process sees it. */
async function held() {
  const store = fileStore({ directory: join(workplace.directory, "data") });
  const personalizer = createPersonalizer({ store, passes: [], runner: manualRunner() });
  const [sessions, { values }] = [await personalizer.sessions("default"), await personalizer.getPersona("default")];
  await personalizer.close();
  return { sessions, contents: values.map(({ content }) => content).toSorted() };
}

const LEARNED = ["Lisbon", "short"];
const untilLearned = () =>
  vi.waitFor(async () => expect((await held()).contents).toEqual(LEARNED), { timeout: 60_000, interval: 200 });

test("a conversation is recorded and learned while a server runs, and the next start knows it", {
  timeout: 120_000,
}, async () => {
  const server = new Client({ name: "test-host", version: "1.0.0" });
  const args = [CLI, "serve", "--recorded-by", "hook"];
  const process_ = { command: process.execPath, args, env: workplace.environment, stderr: "ignore" as const };
  await server.connect(new StdioClientTransport(process_));
  const { tools } = await server.listTools();
  expect(tools.map(({ name }) => name)).toEqual(["get_persona", "optimize_persona", "edit_persona", "forget"]);
  expect(await hook(["session-start"], { input: start() })).toEqual({ stdout: "", stderr: "", code: 0 });
  const ends = [hook(["stop"], { input: stop() }), hook(["session-end"], { input: input({ reason: "other" }) })];
  expect(await Promise.all(ends)).toEqual(ends.map(() => ({ stdout: "", stderr: "", code: 0 })));
  await untilLearned();
  expect((await held()).sessions).toMatchObject([
    { id: "85c9e7a1-deaf-4ef7-9e94-a97ce8588104", source: "witnessed", messages: [{ role: "user" }, {}] },
  ]);
  const answer = await server.callTool({ name: "get_persona" });
  expect(answer.structuredContent).toMatchObject({ persona: expect.stringContaining("Lisbon") });
  await server.close();

  const { stdout, code } = await hook(["session-start"], { input: start() });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    systemMessage: expect.stringMatching(/“I live in Lisbon.*lifelong undo 1$/),
    hookSpecificOutput: { additionalContext: expect.stringContaining("- lives in: Lisbon\n") },
  });
  expect(await log()).toBe("");
});

describe("Gemini CLI", () => {
  let chat: string;
  beforeEach(async () => {
    chat = join(workplace.directory, "gemini", ".gemini", "tmp", "garden", "chats", "session-1.jsonl");
    await mkdir(join(chat, ".."), { recursive: true });
  });
  /** @param event - and what it sends, but for the paths, as version 0.61.0 does */
  const geminiHook = async (event: string, more: Record<string, unknown> = {}) => {
    const sent = input({ transcript_path: chat, timestamp: "2026-11-27T07:54:54.313Z", ...more });
    const GEMINI_CLI_HOME = join(workplace.directory, "gemini");
    const { stdout, code } = await hook([event, "--host", "gemini"], { input: sent, env: { GEMINI_CLI_HOME } });
    expect({ code, log: await log() }).toEqual({ code: 0, log: "" });
    return stdout === "" ? undefined : JSON.parse(stdout);
  };
  const linesOf = async (name: string) => (await readFile(join(GEMINI, `${name}.jsonl`), "utf8")).split("\n");

  test("hears something at each start, so that its transcript tells persons from programs", async () => {
    await writeFile(chat, "");
    expect(await geminiHook("session-start", { source: "startup" })).toEqual({
      hookSpecificOutput: {
        hookEventName: "SessionStart",
        additionalContext: expect.stringMatching(/^Nothing is known/),
      },
    });
  });

  test("hears at the first turn what it did not hear at the start, and that once", async () => {
    const lines = await linesOf("cleared");
    await writeFile(chat, lines.slice(0, 2).join("\n"));
    await workplace.lifelong(["edit", "--set", "name=Ada"]);
    expect(await geminiHook("turn-start", { prompt: "After clearing I moved to Porto." })).toEqual({
      systemMessage: "Lifelong is on.",
      hookSpecificOutput: { hookEventName: "BeforeAgent", additionalContext: expect.stringContaining("name: Ada") },
    });
    await writeFile(chat, lines.join("\n"));
    expect(await geminiHook("turn-start", { prompt: "I like coffee." })).toBeUndefined();
  });

  test("hears nothing twice where a program asks", async () => {
    await writeFile(chat, (await linesOf("print-mode")).slice(0, 2).join("\n"));
    const prompt = "<hook_context>Nothing is known about the user yet.</hook_context>\n\nI live in Porto.";
    expect(await geminiHook("turn-start", { prompt })).toBeUndefined();
  });

  test("has its conversations recorded and learned", async () => {
    await writeFile(chat, (await linesOf("typed")).join("\n"));
    expect(await geminiHook("stop", { prompt_response: "Understood (1)." })).toBeUndefined();
    await untilLearned();
  });
});

describe("what goes wrong ends with 0, in silence, and stands in the log", () => {
  test.for([
    ["input that is no JSON", ["stop"], "I live in Lisbon", "is not what hooks get"],
    ["an event that is not known", ["dance"], "{}", "There is no such hook"],
    ["a setting that is wrong", ["stop", "--every", "never"], "{}", "--every takes a whole number"],
  ] as const)("%s", async ([, words, given, sentence]) => {
    expect(await hook(words, { input: given })).toEqual({ stdout: "", stderr: "", code: 0 });
    expect(await log()).toContain(sentence);
    expect(await log()).not.toContain("Lisbon");
  });

  test("a transcript outside of the host's folder, also behind a symlink in it", async () => {
    const link = join(transcript, "..", "link.jsonl");
    await symlink(FIXTURE, link);
    for (const path of [FIXTURE, link]) {
      expect(await hook(["stop"], { input: stop({ transcript_path: path }) })).toMatchObject({ code: 0, stdout: "" });
    }
    expect((await log()).match(/stop: INVALID_INPUT: A transcript was not read\./g)).toHaveLength(2);
    expect((await held()).sessions).toEqual([]);
  });

  test("a host that never ends its input, once the time is over", async () => {
    const environment = { ...workplace.environment, ...env };
    const child = spawn(process.execPath, [CLI, "hook", "stop", "--seconds", "0.1"], { env: environment });
    const [stdout] = await Promise.all([text(child.stdout), once(child, "close")]);
    expect({ stdout, code: child.exitCode }).toEqual({ stdout: "", code: 0 });
    expect(await log()).toContain("stop: STORE_UNAVAILABLE: The hook did not finish in its time, and left.");
  });
});

test("LIFELONG_OFF turns hooks off", async () => {
  const off = { LIFELONG_OFF: "1" };
  expect(await hook(["stop"], { input: stop(), env: off })).toEqual({ stdout: "", stderr: "", code: 0 });
  expect((await held()).sessions).toEqual([]);
});

test("no help lists the command, which is for hosts", async () => {
  expect((await workplace.lifelong(["help"])).stdout).not.toContain("hook");
});
