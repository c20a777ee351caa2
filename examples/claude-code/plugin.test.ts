import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";

const HERE = fileURLToPath(new URL("./", import.meta.url));
const ROOT = join(HERE, "..", "..");
const read = (path: string) => readFile(join(HERE, path), "utf8");
const readJson = async (path: string): Promise<unknown> => JSON.parse(await read(path));

const servers = z.object({ mcpServers: z.record(z.string(), z.object({ args: z.array(z.string()) })) });
const hooks = z.object({
  hooks: z.record(
    z.string(),
    z.tuple([
      z.object({
        matcher: z.string().optional(),
        hooks: z.tuple([z.object({ type: z.literal("command"), command: z.string(), timeout: z.number() })]),
      }),
    ]),
  ),
});
const named = z.object({ name: z.string(), version: z.string() });

describe("the plugin", () => {
  test("has the skill that the server has, letter by letter", async () => {
    const path = "skills/lifelong-optimizer/SKILL.md";
    expect(await read(path)).toBe(await readFile(join(ROOT, "packages/mcp-server", path), "utf8"));
  });

  test("has the version of the command, and its marketplace offers it from where it lies", async () => {
    const command = named.parse(JSON.parse(await readFile(join(ROOT, "packages/mcp-server/package.json"), "utf8")));
    const plugin = named.parse(await readJson(".claude-plugin/plugin.json"));
    expect(plugin.version).toBe(command.version);
    expect(await readJson(".claude-plugin/marketplace.json")).toMatchObject({
      plugins: [{ name: plugin.name, source: "./" }],
    });
  });

  test("calls one hook of the command for each event, through the script that finds it", async () => {
    const { hooks: events } = hooks.parse(await readJson("hooks/hooks.json"));
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Claude Code puts the plugin's folder there.
    const start = 'node "${CLAUDE_PLUGIN_ROOT}/start.mjs"';
    const commands = Object.entries(events).map(([event, [{ hooks: own }]]) => [event, own[0].command]);
    expect(Object.fromEntries(commands)).toEqual({
      SessionStart: `${start} hook session-start`,
      Stop: `${start} hook stop`,
      SessionEnd: `${start} hook session-end`,
      PreToolUse: `${start} hook optimize`,
    });
  });

  test("has an agent that holds optimize_persona of its own server and nothing else, and keeps the tool for it", async () => {
    const { name } = named.parse(await readJson(".claude-plugin/plugin.json"));
    const [server = ""] = Object.keys(servers.parse(await readJson(".mcp.json")).mcpServers);
    const tool = `mcp__plugin_${name}_${server}__optimize_persona`;
    const head = /^---\n([\s\S]*?)\n---/.exec(await read("agents/optimizer.md"))?.[1]?.split("\n") ?? [];
    expect(head).toEqual([
      "name: optimizer",
      expect.stringMatching(/^description: /),
      `tools: ${tool}`,
      "model: haiku",
    ]);
    expect(hooks.parse(await readJson("hooks/hooks.json")).hooks.PreToolUse?.[0].matcher).toBe(tool);
  });

  test("has a server that offers no record_session, since the hooks record", async () => {
    const { mcpServers } = servers.parse(await readJson(".mcp.json"));
    expect(mcpServers.lifelong?.args.slice(1)).toEqual(["serve", "--recorded-by", "hook"]);
  });
});

describe("the page about it", () => {
  test("names a fixture for each kind of text that is left out", async () => {
    const page = await readFile(join(ROOT, "docs/claude-code.md"), "utf8");
    const table = /\| Left out \| Fixture \|\n([\s\S]*?)\n\n/.exec(page)?.[1] ?? "";
    const fixtures = [...table.matchAll(/`([a-z]+(?:-[a-z]+)+|forked|interruption|pasted)`/g)].map(
      ([, name]) => `${name}.jsonl`,
    );
    const folder = join(ROOT, "packages/mcp-server/src/transcripts/__fixtures__/claude-code-2.1.330");
    const typed = ["cleared.jsonl", "mid-turn.jsonl", "queued.jsonl", "typed.jsonl"];
    expect(fixtures.concat(typed).toSorted()).toEqual((await readdir(folder)).toSorted());
  });

  test("has the same hooks for Codex, but for the one about agents, which it has not", async () => {
    const page = await readFile(join(ROOT, "docs/claude-code.md"), "utf8");
    const codex = hooks.parse(JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "")).hooks;
    const { PreToolUse: _, ...own } = hooks.parse(await readJson("hooks/hooks.json")).hooks;
    const eventOf = ([
      {
        hooks: [{ command }],
      },
    ]: (typeof own)[string]) => /hook ([a-z-]+)/.exec(command)?.[1];
    expect(Object.entries(codex).map(([name, group]) => [name, eventOf(group)])).toEqual(
      Object.entries(own).map(([name, group]) => [name, eventOf(group)]),
    );
    for (const group of Object.values(codex)) expect(group[0].hooks[0].command).toMatch(/ --host codex$/);
  });

  test("has the same hooks for Gemini CLI under its names for the events, which counts time in milliseconds", async () => {
    const section = (await readFile(join(ROOT, "docs/claude-code.md"), "utf8")).split("## Gemini CLI")[1] ?? "";
    const gemini = hooks.parse(JSON.parse(/```json\n([\s\S]*?)```/.exec(section)?.[1] ?? "")).hooks;
    const own = Object.entries(gemini).map(([event, [{ hooks: calls }]]) => [
      event,
      calls[0].command,
      calls[0].timeout,
    ]);
    expect(own).toEqual(
      [
        ["SessionStart", "session-start"],
        ["BeforeAgent", "turn-start"],
        ["AfterAgent", "stop"],
        ["SessionEnd", "session-end"],
      ].map(([event, hook]) => [event, `node /path/to/lifelong.js hook ${hook} --host gemini`, 5000]),
    );
  });

  test("lists for Gemini CLI every kind of entry that has a fixture", async () => {
    const section = (await readFile(join(ROOT, "docs/claude-code.md"), "utf8")).split("## Gemini CLI")[1] ?? "";
    const table = /\| Left out \| Fixture \|\n([\s\S]*?)\n\n/.exec(section)?.[1] ?? "";
    const rows = table.split("\n").map((row) => row.split("|").at(-2) ?? "");
    const fixtures = rows.flatMap((row) => [...row.matchAll(/`([a-z-]+)`/g)].map(([, name]) => `${name}.jsonl`));
    const folder = join(ROOT, "packages/mcp-server/src/transcripts/__fixtures__/gemini-0.61.0");
    expect(fixtures.concat("resumed.jsonl", "rewound.jsonl", "typed.jsonl").toSorted()).toEqual(
      (await readdir(folder)).toSorted(),
    );
  });
});

describe("the script that starts the command", () => {
  let room: string;
  beforeEach(async () => {
    room = await realpath(await mkdtemp(join(tmpdir(), "lifelong-test-")));
    // Claude Code copies a plugin away from the clone.
    await mkdir(join(room, "plugin"));
    await cp(join(HERE, "start.mjs"), join(room, "plugin", "start.mjs"));
  });
  afterEach(() => rm(room, { recursive: true, force: true }));

  async function start(words: readonly string[], env: Record<string, string> = {}, folder = "plugin") {
    const homes = { HOME: room, USERPROFILE: room, XDG_DATA_HOME: join(room, "data"), PATH: join(room, "bin") };
    const child = spawn(process.execPath, [join(room, folder, "start.mjs"), ...words], { env: { ...homes, ...env } });
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
    return { stdout, stderr, code: child.exitCode };
  }

  /** A command that says which it is, and with what it was called. */
  async function put(...steps: readonly string[]): Promise<string> {
    const path = join(room, ...steps);
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(join(path, "..", "package.json"), '{"type":"module"}');
    await writeFile(path, "process.stdout.write(JSON.stringify(process.argv.slice(1)));");
    return path;
  }

  const DATA = process.platform === "darwin" ? ["Library", "Application Support", "lifelong"] : ["data", "lifelong"];

  test.skipIf(process.platform === "win32")("takes that of an installation, else one on the path", async () => {
    const global = await put("bin", "lifelong");
    expect(JSON.parse((await start(["hook", "stop"])).stdout)).toEqual([global, "hook", "stop"]);
    const installed = await put(...DATA, "command", "lifelong.js");
    expect(JSON.parse((await start(["serve"])).stdout)).toEqual([installed, "serve"]);
  });

  test("takes the one that LIFELONG_COMMAND names before all others", async () => {
    const own = await put("own.js");
    expect(JSON.parse((await start(["serve"], { LIFELONG_COMMAND: own })).stdout)).toEqual([own, "serve"]);
  });

  test("takes that of the clone in which it lies", async () => {
    const built = await put("clone", "packages", "mcp-server", "dist", "cli.js");
    const folder = join("clone", "examples", "claude-code");
    await cp(join(room, "plugin"), join(room, folder), { recursive: true });
    expect(JSON.parse((await start(["serve"], {}, folder)).stdout)).toEqual([built, "serve"]);
  });

  test("tells the person once where there is none, and never fails the session", async () => {
    const missing = "Lifelong remembers nothing, since its command is not on this machine.";
    const said = await start(["hook", "session-start"]);
    expect(JSON.parse(said.stdout)).toEqual({ systemMessage: expect.stringContaining(missing) });
    expect(said).toMatchObject({ stderr: "", code: 0 });
    expect(await start(["hook", "stop"])).toEqual({ stdout: "", stderr: "", code: 0 });
    expect(await start(["serve"])).toMatchObject({ stdout: "", stderr: expect.stringContaining(missing), code: 1 });
  });
});
