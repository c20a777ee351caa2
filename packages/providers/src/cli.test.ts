import { execFile } from "node:child_process";
import { access, chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect, promisify } from "node:util";
import type { ModelRequest } from "@lifelong/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cliModel } from "./cli.ts";

const STUB = fileURLToPath(new URL("testing/stub-assistant.mjs", import.meta.url));
const COMMAND = fileURLToPath(new URL("../../mcp-server/src/cli.ts", import.meta.url));
const SECRET = "my diary says that I am afraid";
const ASK: ModelRequest = {
  messages: [
    { role: "system", text: "Propose." },
    { role: "user", text: SECRET },
  ],
};

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifelong-stub-"));
  await chmod(STUB, 0o755);
});
afterAll(() => rm(folder, { recursive: true }));

const environment = (mode: string, more: Record<string, string> = {}) => ({
  PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
  STUB_MODE: mode,
  STUB_NOTES: join(folder, `${mode}.json`),
  ...more,
});
const open = (assistant: string, mode = assistant, more: Record<string, string> = {}) =>
  cliModel({ assistant, command: STUB, environment: environment(mode, more) });
const notes = async (mode: string) => JSON.parse(await readFile(join(folder, `${mode}.json`), "utf8"));
/** Ids of all processes that run the stub, or what it starts. */
const running = async () => {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pid,args"]);
  return stdout.split("\n").filter((line) => line.includes("stub-assistant") || line.includes("process.on('SIGTERM'"));
};
const workplaces = async () => (await readdir(tmpdir())).filter((name) => name.startsWith("lifelong-cli-"));

describe.each([
  ["claude", ["--safe-mode", "--strict-mcp-config", "--no-session-persistence", "--tools"]],
  ["codex", ["exec", "--ephemeral", "--ignore-user-config", "read-only", "hooks"]],
  ["gemini", ["--extensions", "--allowed-mcp-server-names", "plan"]],
] as const)("cli:%s", (assistant, flags) => {
  test("answers once, with its tokens, from an empty folder that is gone afterwards", async () => {
    const reply = await open(assistant).generate(ASK);
    expect(reply).toEqual({
      text: '{"operations":[]}',
      toolCalls: [],
      stop: "end",
      usage: { inputTokens: 25, outputTokens: 15 },
    });
    const given = await notes(assistant);
    expect(given).toMatchObject({ input: `Propose.\n\n${SECRET}`, off: "1", files: [] });
    expect(given.args).toEqual(expect.arrayContaining([...flags]));
    expect(given.args.join(" ")).not.toContain("diary");
    await expect(access(given.cwd)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("is told which model", async () => {
    const model = cliModel({ assistant, modelId: "small", command: STUB, environment: environment(assistant) });
    await model.generate(ASK);
    expect((await notes(assistant)).args).toEqual(expect.arrayContaining(["--model", "small"]));
    expect(model).toMatchObject({ provider: "cli", modelId: `${assistant}/small` });
  });
});

describe("an assistant that", () => {
  test.for(["fail", "garbage", "flood"])(
    "does not answer (%s) is unavailable, and what it said is not told",
    async (mode) => {
      const error = await open("claude", mode)
        .generate(ASK)
        .catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: "MODEL_UNAVAILABLE" });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("diary");
      expect(await running()).toEqual([]);
    },
  );

  test.for(["timeout", "abort"])("hangs is ended with all its children, on %s", async (way) => {
    const before = await workplaces();
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
    await expect.poll(running, { timeout: 8_000 }).toEqual([]);
    await expect.poll(workplaces, { timeout: 8_000 }).toEqual(before);
  });

  test("is not installed is a matter of settings", async () => {
    const model = cliModel({ assistant: "codex", environment: { PATH: folder } });
    await expect(model.generate(ASK)).rejects.toMatchObject({
      code: "CONFIGURATION",
      message: expect.stringContaining("Codex is not installed"),
    });
  });

  test("nobody knows, and tools, are refused", async () => {
    expect(() => open("eliza")).toThrow(/cli: and one of claude, codex, gemini/);
    const tools = [{ name: "t", description: "d", parameters: {} }];
    await expect(open("claude").generate({ ...ASK, tools })).rejects.toMatchObject({ code: "CONFIGURATION" });
  });

  test("runs a hook of ours records nothing", async () => {
    const store = join(folder, "store");
    const hooked = { STUB_HOOK: COMMAND, LIFELONG_STORE: `file:${store}` };
    const before = await running();
    await open("claude", "claude", hooked).generate(ASK);
    await expect(readdir(store)).rejects.toMatchObject({ code: "ENOENT" });
    expect(await running()).toEqual(before);
  });
});
