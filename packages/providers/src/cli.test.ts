import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect, promisify } from "node:util";
import { type ModelRequest, openModel } from "@lifelong/core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { cliModel } from "./cli.ts";
import { plugin } from "./plugin.ts";

const COMMAND = fileURLToPath(new URL("../../mcp-server/src/cli.ts", import.meta.url));
const SECRET = "my diary says that I am afraid";
const ASK: ModelRequest = {
  messages: [
    { role: "system", text: "Propose." },
    { role: "user", text: SECRET },
  ],
};
const SCHEMA = { type: "object", properties: {}, required: [], additionalProperties: false };

/** Holds the stub, so that its processes are known by it, and everything that it and its runs leave behind. */
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifelong-stub-"));
  await mkdir(join(folder, "temporary"));
  await mkdir(join(folder, "home"));
  vi.stubEnv("TMPDIR", join(folder, "temporary"));
  await copyFile(new URL("testing/stub-assistant.mjs", import.meta.url), stub());
  await chmod(stub(), 0o755);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const stub = () => join(folder, "stub-assistant.mjs");
const environment = (mode: string, more: Record<string, string> = {}) => ({
  PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
  HOME: join(folder, "home"),
  TMPDIR: join(folder, "temporary"),
  STUB_MODE: mode,
  STUB_NOTES: join(folder, `${mode}.json`),
  ...more,
});
const open = (assistant: string, mode = assistant, more: Record<string, string> = {}) =>
  cliModel({ assistant, command: stub(), environment: environment(mode, more) });
const notes = async (mode: string) => JSON.parse(await readFile(join(folder, `${mode}.json`), "utf8"));
/** Processes that run the stub, or what it starts. */
const running = async () => {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pid,args", "-ww"]);
  return stdout.split("\n").filter((line) => line.includes(folder));
};
const temporary = () => readdir(join(folder, "temporary"));
const nothingIsLeft = async () => {
  expect(await running()).toEqual([]);
  expect(await temporary()).toEqual([]);
};

describe.each([
  ["claude", ["--safe-mode", "--strict-mcp-config", "--no-session-persistence", "--tools"], []],
  ["codex", ["exec", "--ephemeral", "--ignore-user-config", "read-only", "hooks", "shell_tool"], []],
  ["gemini", ["--extensions", "--allowed-mcp-server-names", "plan"], [".gemini"]],
] as const)("cli:%s", (assistant, flags, files) => {
  test("answers once, with its tokens, and leaves nothing behind", async () => {
    const reply = await open(assistant).generate(ASK);
    expect(reply).toEqual({
      text: '{"operations":[]}',
      toolCalls: [],
      stop: "end",
      usage: { inputTokens: 25, outputTokens: 15 },
    });
    const given = await notes(assistant);
    expect(given).toMatchObject({ input: `Propose.\n\n${SECRET}`, off: "1", files });
    expect(given.args).toEqual(expect.arrayContaining([...flags]));
    expect(given.args.join(" ")).not.toContain("diary");
    await expect(access(given.cwd)).rejects.toMatchObject({ code: "ENOENT" });
    await nothingIsLeft();
  });

  test("is told which model", async () => {
    const model = cliModel({ assistant, modelId: "small", command: stub(), environment: environment(assistant) });
    await model.generate(ASK);
    expect((await notes(assistant)).args).toEqual(expect.arrayContaining(["--model", "small"]));
    expect(model).toMatchObject({ provider: "cli", modelId: `${assistant}/small` });
    const opened = await openModel(`cli:${assistant}#small`, { plugins: [plugin], environment: {} });
    expect(opened.modelId).toBe(`${assistant}/small`);
  });
});

describe("a schema for the answer", () => {
  const ask: ModelRequest = { ...ASK, output: { kind: "schema", name: "proposal", schema: SCHEMA } };

  test("is an argument of Claude Code's", async () => {
    const model = open("claude");
    await model.generate(ask);
    const { args } = await notes("claude");
    expect(model.output).toBe("schema");
    expect(JSON.parse(args[args.indexOf("--json-schema") + 1])).toEqual(SCHEMA);
  });

  test("is a file of Codex's", async () => {
    const model = open("codex");
    await model.generate(ask);
    expect(model.output).toBe("schema");
    expect(await notes("codex")).toMatchObject({ schema: SCHEMA, files: [] });
  });

  test("is nothing that Gemini CLI takes", () => {
    expect(open("gemini").output).toBeUndefined();
  });
});

describe("Gemini CLI", () => {
  test("has no tools and no hooks, by the settings of its folder", async () => {
    await open("gemini").generate(ASK);
    expect((await notes("gemini")).settings).toMatchObject({ tools: { core: [] }, hooksConfig: { enabled: false } });
  });

  test("finds the user's own variables, and nobody's that lie above its folder", async () => {
    await writeFile(join(folder, "temporary", ".env"), "GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:9");
    await open("gemini").generate(ASK);
    expect((await notes("gemini")).variables).toBe("");
    await mkdir(join(folder, "home", ".gemini"), { recursive: true });
    await writeFile(join(folder, "home", ".gemini", ".env"), "GEMINI_API_KEY=k");
    await open("gemini").generate(ASK);
    expect((await notes("gemini")).variables).toBe("GEMINI_API_KEY=k");
    await rm(join(folder, "temporary", ".env"));
    await rm(join(folder, "home", ".gemini", ".env"));
  });

  test("keeps no record of the conversation in the user's own folder, and loses nobody else's", async () => {
    const others = join(folder, "home", ".gemini", "tmp", "another-project");
    await mkdir(others, { recursive: true });
    await open("gemini").generate(ASK);
    const left = await readdir(join(folder, "home", ".gemini"), { recursive: true });
    expect(left.toSorted()).toEqual(["history", "tmp", join("tmp", basename(others))]);
  });
});

test("several turns are one text, each under the name of who speaks", async () => {
  const messages: ModelRequest["messages"] = [
    { role: "system", text: "Propose." },
    { role: "user", text: "One." },
    { role: "assistant", text: "Two." },
    { role: "user", text: "Three." },
  ];
  await open("claude").generate({ messages });
  expect((await notes("claude")).input).toBe("Propose.\n\n[user]\nOne.\n\n[assistant]\nTwo.\n\n[user]\nThree.");
});

test("tokens that are not reported are unknown", async () => {
  expect((await open("claude", "claude-no-usage").generate(ASK)).usage).toEqual({});
});

test.for([
  ["claude", "claude-length", "length"],
  ["claude", "claude-refusal", "refusal"],
  ["codex", "codex-length", "length"],
] as const)("an answer of %s that is none (%s) says why: %s", async ([assistant, mode, stop]) => {
  expect(await open(assistant, mode).generate(ASK)).toMatchObject({ text: "", stop });
});

describe("an assistant that", () => {
  test.for([
    ["claude", "claude-401", "CONFIGURATION", "the login of `claude`"],
    ["claude", "claude-login", "CONFIGURATION", "the login of `claude`"],
    ["claude", "claude-429", "MODEL_UNAVAILABLE", "Try again later"],
    ["claude", "claude-400", "MODEL_REJECTED", "answered 400"],
    ["codex", "codex-401", "CONFIGURATION", "the login of `codex`"],
    ["codex", "codex-429", "MODEL_UNAVAILABLE", "Try again later"],
    ["codex", "codex-400", "MODEL_REJECTED", "answered 400"],
    ["codex", "codex-500", "MODEL_UNAVAILABLE", "Run `codex` once by hand"],
    ["gemini", "gemini-login", "CONFIGURATION", "the login of `gemini`"],
    ["gemini", "gemini-401", "CONFIGURATION", "the login of `gemini`"],
    ["gemini", "gemini-400", "MODEL_REJECTED", "answered 400"],
    ["claude", "fail", "MODEL_UNAVAILABLE", "Run `claude` once by hand"],
    ["claude", "garbage", "MODEL_UNAVAILABLE", "Run `claude` once by hand"],
    ["codex", "garbage", "MODEL_UNAVAILABLE", "Run `codex` once by hand"],
    ["gemini", "garbage", "MODEL_UNAVAILABLE", "Run `gemini` once by hand"],
    ["claude", "flood", "MODEL_UNAVAILABLE", "try again later"],
  ] as const)("does not answer (%s, %s) is told of in our words: %s", async ([assistant, mode, code, sentence]) => {
    const error = await open(assistant, mode)
      .generate(ASK)
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, message: expect.stringContaining(sentence) });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("diary");
    await nothingIsLeft();
  });

  test.for(["timeout", "abort"])("hangs has ended with all its children when the call has, on %s", async (way) => {
    const abort = new AbortController();
    const calling = open("claude", "hang").generate({
      ...ASK,
      signal: abort.signal,
      ...(way === "timeout" && { timeoutMs: 700 }),
    });
    if (way === "abort") setTimeout(() => abort.abort(), 700);
    await expect(calling).rejects.toMatchObject(
      way === "abort" ? { name: "AbortError" } : { code: "MODEL_UNAVAILABLE" },
    );
    expect(await notes("hang")).toMatchObject({ input: expect.stringContaining(SECRET) });
    await nothingIsLeft();
  });

  test.for(["SIGINT", "SIGTERM"] as const)("still runs when this program ends by %s ends with it", async (signal) => {
    const program = `
      import { cliModel } from ${JSON.stringify(new URL("cli.ts", import.meta.url).href)};
      const environment = JSON.parse(process.env.STUB_ENVIRONMENT);
      await cliModel({ assistant: "claude", command: ${JSON.stringify(stub())}, environment })
        .generate({ messages: [{ role: "user", text: "Hello" }] });`;
    await rm(join(folder, "wait.json"), { force: true });
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
      env: {
        ...environment("wait"),
        TMPDIR: process.env.TMPDIR,
        STUB_ENVIRONMENT: JSON.stringify(environment("wait")),
      },
      stdio: "ignore",
    });
    const ended = once(child, "exit");
    await expect.poll(() => notes("wait").catch(() => undefined), { timeout: 10_000 }).toMatchObject({ off: "1" });
    expect(await running()).not.toEqual([]);
    child.kill(signal);
    expect(await ended).toEqual([null, signal]);
    await expect.poll(running, { timeout: 5_000 }).toEqual([]);
    expect(await temporary()).toEqual([]);
  });

  test("is not installed is a matter of settings", async () => {
    const model = cliModel({ assistant: "codex", environment: { PATH: folder } });
    await expect(model.generate(ASK)).rejects.toMatchObject({
      code: "CONFIGURATION",
      message: expect.stringContaining("Codex is not installed"),
    });
    await nothingIsLeft();
  });

  test("nobody knows, tools, and flags for a model's name are refused", async () => {
    expect(() => open("eliza")).toThrow(/cli: and one of claude, codex, gemini/);
    expect(() => cliModel({ assistant: "claude", modelId: "--verbose", environment: {} })).toThrow(/is no model of/);
    const tools = [{ name: "t", description: "d", parameters: {} }];
    await expect(open("claude").generate({ ...ASK, tools })).rejects.toMatchObject({ code: "CONFIGURATION" });
  });

  test("runs a hook of ours records nothing", async () => {
    const store = join(folder, "store");
    const hooked = environment("claude", { STUB_HOOK: COMMAND, LIFELONG_STORE: `file:${store}` });
    const recording = promisify(execFile)(process.execPath, [COMMAND, "record"], { env: hooked });
    recording.child.stdin?.end("User: I live in Berlin.");
    await recording;
    const recorded = async () => {
      const paths = (await readdir(store, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
      const read = paths.map(async ({ parentPath, name }) => [name, await readFile(join(parentPath, name), "utf8")]);
      return Object.fromEntries(await Promise.all(read));
    };
    const before = await recorded();
    expect(JSON.stringify(before)).toContain("Berlin");
    await open("claude", "claude", hooked).generate(ASK);
    expect(await recorded()).toEqual(before);
    await nothingIsLeft();
  });
});
