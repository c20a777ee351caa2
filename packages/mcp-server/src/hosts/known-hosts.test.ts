import { basename, dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { catalogue } from "../catalogue.ts";
import { APPROVABLE_TOOLS, type Host, isInstalled, type Machine } from "./host.ts";
import { knownHosts } from "./known-hosts.ts";

const SERVER = { command: "/usr/bin/node", args: ["/data/lifelong/command/lifelong.js", "serve"] };

/** A machine on which the given paths are there. */
function machine(
  platform: NodeJS.Platform,
  environment: Record<string, string> = {},
  paths: readonly string[] = [],
): Machine {
  const list = (folder: string) => paths.filter((path) => dirname(path) === folder).map((path) => basename(path));
  return { platform, home: "/home/ada", environment, list };
}

function hostOf(name: string): Host {
  const host = knownHosts.find((known) => known.name === name);
  if (host === undefined) throw new Error(`no host ${name}`);
  return host;
}

const WINDOWS = { APPDATA: "/home/ada/Roaming", LOCALAPPDATA: "/home/ada/Local" };
const PACKAGE = "/home/ada/Local/Packages/Claude_pzs8sxrjxfjjc";
const PACKAGED = `${PACKAGE}/LocalCache/Roaming/Claude`;

describe("the file with the servers of", () => {
  test.for<[string, NodeJS.Platform, Record<string, string>, readonly string[], string]>([
    ["claude-desktop", "linux", {}, [], "/home/ada/.config/Claude/claude_desktop_config.json"],
    ["claude-desktop", "linux", { XDG_CONFIG_HOME: "/xdg" }, [], "/xdg/Claude/claude_desktop_config.json"],
    ["claude-desktop", "darwin", {}, [], "/home/ada/Library/Application Support/Claude/claude_desktop_config.json"],
    ["claude-desktop", "win32", {}, [], "/home/ada/AppData/Roaming/Claude/claude_desktop_config.json"],
    ["claude-desktop", "win32", WINDOWS, [PACKAGE], "/home/ada/Roaming/Claude/claude_desktop_config.json"],
    ["claude-desktop", "win32", WINDOWS, [PACKAGE, PACKAGED], `${PACKAGED}/claude_desktop_config.json`],
    [
      "claude-desktop",
      "darwin",
      WINDOWS,
      [PACKAGE, PACKAGED],
      "/home/ada/Library/Application Support/Claude/claude_desktop_config.json",
    ],
    ["claude-code", "linux", {}, [], "/home/ada/.claude.json"],
    ["claude-code", "win32", WINDOWS, [], "/home/ada/.claude.json"],
    ["claude-code", "darwin", { CLAUDE_CONFIG_DIR: "/other" }, [], "/other/.claude.json"],
    ["claude-code", "darwin", { CLAUDE_CONFIG_DIR: "" }, [], "/home/ada/.claude.json"],
    ["cursor", "linux", { XDG_CONFIG_HOME: "/xdg" }, [], "/home/ada/.cursor/mcp.json"],
    ["cursor", "win32", WINDOWS, [], "/home/ada/.cursor/mcp.json"],
    ["vscode", "linux", {}, [], "/home/ada/.config/Code/User/mcp.json"],
    ["vscode", "linux", { XDG_CONFIG_HOME: "/xdg" }, [], "/xdg/Code/User/mcp.json"],
    ["vscode", "darwin", {}, [], "/home/ada/Library/Application Support/Code/User/mcp.json"],
    ["vscode", "win32", WINDOWS, [], "/home/ada/Roaming/Code/User/mcp.json"],
    [
      "vscode",
      "win32",
      WINDOWS,
      ["/home/ada/Roaming/Code - Insiders"],
      "/home/ada/Roaming/Code - Insiders/User/mcp.json",
    ],
    [
      "vscode",
      "win32",
      WINDOWS,
      ["/home/ada/Roaming/Code - Insiders", "/home/ada/Roaming/Code"],
      "/home/ada/Roaming/Code/User/mcp.json",
    ],
    ["codex", "linux", {}, [], "/home/ada/.codex/config.toml"],
    ["codex", "win32", { CODEX_HOME: "/codex" }, [], "/codex/config.toml"],
    ["codex", "win32", { CODEX_HOME: "relative" }, [], "/home/ada/.codex/config.toml"],
    ["gemini", "darwin", {}, [], "/home/ada/.gemini/settings.json"],
    ["gemini", "linux", { GEMINI_CLI_HOME: "/other" }, [], "/other/.gemini/settings.json"],
    ["windsurf", "darwin", {}, [], "/home/ada/.config/devin/mcp_config.json"],
    ["windsurf", "win32", WINDOWS, [], "/home/ada/Roaming/devin/mcp_config.json"],
    ["windsurf", "linux", {}, ["/home/ada/.codeium/windsurf"], "/home/ada/.codeium/windsurf/mcp_config.json"],
    [
      "windsurf",
      "linux",
      {},
      ["/home/ada/.codeium/windsurf", "/home/ada/.config/devin"],
      "/home/ada/.config/devin/mcp_config.json",
    ],
    ["zed", "linux", { XDG_CONFIG_HOME: "/xdg" }, [], "/xdg/zed/settings.json"],
    ["zed", "darwin", { XDG_CONFIG_HOME: "/xdg" }, [], "/home/ada/.config/zed/settings.json"],
    ["zed", "win32", WINDOWS, [], "/home/ada/Roaming/Zed/settings.json"],
  ])("%s on %s with %o and %o is %s", ([name, platform, environment, paths, file]) => {
    expect(hostOf(name).entry(machine(platform, environment, paths), SERVER).file).toBe(file);
  });
});

describe("what is written", () => {
  const linux = machine("linux");

  test.for<[string, unknown]>([
    ["claude-desktop", { path: ["mcpServers", "lifelong"], value: SERVER }],
    ["claude-code", { path: ["mcpServers", "lifelong"], value: { type: "stdio", ...SERVER, env: {} } }],
    ["cursor", { path: ["mcpServers", "lifelong"], value: SERVER }],
    ["vscode", { path: ["servers", "lifelong"], value: { type: "stdio", ...SERVER } }],
    ["gemini", { path: ["mcpServers", "lifelong"], value: SERVER }],
    ["windsurf", { path: ["mcpServers", "lifelong"], value: SERVER }],
    ["zed", { path: ["context_servers", "lifelong"], value: { ...SERVER, env: {} } }],
  ])("for %s is an entry as its vendor shows it", ([name, change]) => {
    expect(hostOf(name).entry(linux, SERVER)).toMatchObject({
      format: "json",
      changes: [{ kind: "set", ...(change as object) }],
    });
  });

  test("for codex is a table as its vendor shows it", () => {
    expect(hostOf("codex").entry(linux, SERVER)).toMatchObject({
      format: "toml",
      tables: [{ path: ["mcp_servers", "lifelong"], values: SERVER }],
    });
  });

  test("to approve names single tools, never the whole server", () => {
    const approvals = knownHosts.map(({ name, approval }) => [
      name,
      JSON.stringify(approval?.(linux, ["get_persona"])),
    ]);
    expect(Object.fromEntries(approvals)).toEqual({
      "claude-desktop": undefined,
      "claude-code": expect.stringMatching(
        /\.claude\/settings\.json.*"permissions","allow".*"mcp__lifelong__get_persona"/,
      ),
      cursor: expect.stringMatching(/permissions\.json.*"mcpAllowlist".*"lifelong:get_persona".*"onlyExisting":true/),
      vscode: undefined,
      codex: expect.stringMatching(/"mcp_servers","lifelong","tools","get_persona".*"approval_mode":"approve"/),
      gemini: expect.stringMatching(
        /policies\/lifelong\.toml.*toolName = \[\\"get_persona\\"\]\\ndecision = \\"allow\\"/,
      ),
      windsurf: expect.stringMatching(/devin\/config\.json.*"mcp__lifelong__get_persona"/),
      zed: expect.stringMatching(/"mcp:lifelong:get_persona".*"default":"allow"/),
    });
  });

  test.for([
    ["codex", "/home/ada/.codex/hooks.json", ["SessionStart", "Stop", "SessionEnd"], { timeout: 5 }],
    [
      "gemini",
      "/home/ada/.gemini/settings.json",
      ["SessionStart", "BeforeAgent", "AfterAgent", "SessionEnd"],
      { name: "lifelong", timeout: 5000 },
    ],
  ] as const)("for %s are calls of hooks as its vendor shows them", ([name, file, events, settings]) => {
    const change = hostOf(name).hooks?.change(linux, { ...SERVER, args: [...SERVER.args, "--profile", "work"] });
    expect(change).toMatchObject({ file, format: "json" });
    const calls = change?.format === "json" ? change.changes : [];
    expect(calls.map(({ path }) => path)).toEqual(events.map((event) => ["hooks", event]));
    const command = `/usr/bin/node /data/lifelong/command/lifelong.js hook session-start --host ${name} --profile work`;
    expect(calls[0]).toMatchObject({ kind: "include", item: { hooks: [{ type: "command", command, ...settings }] } });
  });

  test("can approve only tools that exist, and none that takes something away", () => {
    const tools = catalogue.filter(({ name }) => APPROVABLE_TOOLS.includes(name));
    expect(tools.map(({ name }) => name)).toEqual(APPROVABLE_TOOLS);
    expect(tools.filter(({ annotations }) => annotations.destructiveHint)).toEqual([]);
  });
});

test("a host is found by what it leaves behind", () => {
  const found = (paths: readonly string[], platform: NodeJS.Platform = "linux") =>
    knownHosts.filter((host) => isInstalled(host, machine(platform, WINDOWS, paths))).map(({ name }) => name);
  expect(found([])).toEqual([]);
  expect(found(["/home/ada/.claude.json", "/home/ada/.cursor"])).toEqual(["claude-code", "cursor"]);
  expect(found([PACKAGE, PACKAGED, "/home/ada/.codeium/windsurf"], "win32")).toEqual(["claude-desktop", "windsurf"]);
});

test("every host names its vendor's pages and what to do after a change", () => {
  for (const { name, title, documentation, next } of knownHosts) {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(title).not.toBe("");
    expect(documentation.length).toBeGreaterThan(0);
    for (const url of documentation) expect(new URL(url).protocol).toBe("https:");
    expect(next).toMatch(/\.$/);
  }
});
