import { chmod, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse } from "jsonc-parser";
import { getStaticTOMLValue, parseTOML } from "toml-eslint-parser";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { knownHosts } from "../hosts/known-hosts.ts";
import { type InstallRoom, openInstallRoom } from "../testing/install-room.ts";

const NAMES = knownHosts.map(({ name }) => name);
const EVERY_HOST = ["--host", ...NAMES];
/** All that an installation can enter. */
const WHOLE = [...EVERY_HOST, "--approve", "--hooks"];

function plain(path: string, text: string): Record<string, unknown> {
  return path.endsWith(".toml") ? (getStaticTOMLValue(parseTOML(text)) as Record<string, unknown>) : parse(text);
}

describe.for<NodeJS.Platform>(["linux", "darwin", "win32"])("on %s", (platform) => {
  let room: InstallRoom;
  beforeEach(async () => {
    room = await openInstallRoom(platform);
    await room.fill();
  });
  afterEach(() => room[Symbol.asyncDispose]());

  test.for(NAMES)("%s gets an entry that names Node and the copied command, beside what it held", async (name) => {
    const file = room.fileOf(name);
    const before = plain(file, await readFile(file, "utf8"));
    await room.install(["--host", name]);
    const after = plain(file, await readFile(file, "utf8"));
    const key = { vscode: "servers", codex: "mcp_servers", zed: "context_servers" }[name] ?? "mcpServers";
    const { lifelong, ...others } = after[key] as Record<string, unknown>;
    expect(lifelong).toMatchObject({ command: process.execPath, args: [room.script, "serve"] });
    expect({ ...after, [key]: others }).toEqual({ ...before, [key]: before[key] });
    expect(await readFile(room.script, "utf8")).toMatch(/^import "\.\/[^/]+\/cli\.js";\n$/);
  });

  test("a second installation changes nothing, and says so", async () => {
    await room.install(WHOLE);
    const before = await room.look();
    const { stdout } = await room.install(WHOLE);
    expect(stdout).not.toContain("written");
    expect(stdout.match(/nothing to change: /g)?.length).toBeGreaterThanOrEqual(NAMES.length);
    expect(await room.look()).toEqual(before);
  });

  test("a dry run shows the lines and changes nothing", async () => {
    const before = await room.look();
    const { stdout } = await room.install([...WHOLE, "--dry-run"]);
    for (const name of NAMES) expect(stdout).toContain(`+++ ${room.fileOf(name)}`);
    expect(stdout).toMatch(/^\+.*"lifelong"/m);
    expect(stdout).toMatch(/^\+\[mcp_servers\.lifelong\]/m);
    expect(/^\+.*hook turn-start --host gemini/m.test(stdout)).toBe(platform !== "win32");
    expect(stdout).toMatch(/Nothing was changed\.\n$/);
    expect(await room.look()).toEqual(before);
  });

  test.for([
    ["undone", async (room: InstallRoom) => room.install(["--undo"])],
    ["uninstalled", async (room: InstallRoom) => room.uninstall([])],
    ["erased with everything", async (room: InstallRoom) => room.uninstall(["--everything", "--yes"])],
  ] as const)("%s, every host's file is as it was, byte for byte", async ([how, takeBack]) => {
    const before = await room.look();
    await room.install(WHOLE);
    expect(await room.look()).not.toEqual(before);
    await takeBack(room);
    const after = Object.entries(await room.look());
    const ours = how === "undone" ? after.filter(([path]) => !path.startsWith(".data")) : after;
    expect(Object.fromEntries(ours)).toEqual(before);
  });

  test("Claude Code with the plugin gets the command and no second server", async () => {
    const settings = join(dirname(room.fileOf("claude-code")), ".claude", "settings.json");
    await mkdir(dirname(settings), { recursive: true });
    const withPlugin = (isOn: boolean) => writeFile(settings, `{ "enabledPlugins": { "lifelong@lifelong": ${isOn} } }`);
    await withPlugin(true);
    const before = await room.look();
    const dry = await room.install(["--host", "claude-code", "--approve", "--dry-run"]);
    expect(dry.stdout).toContain("Claude Code: The plugin that is on there brings a server of its own");
    const { stdout } = await room.install(["--host", "claude-code", "--approve"]);
    expect(stdout).toContain("The plugin that is on there brings a server of its own");
    expect(await room.look()).toMatchObject(before);
    expect(await readFile(room.script, "utf8")).toContain("cli.js");
    await withPlugin(false);
    expect((await room.install(["--host", "claude-code"])).stdout).toContain(`written: ${room.fileOf("claude-code")}`);
  });

  test("of a home folder without any host, nothing remains but what was there", async () => {
    await using empty = await openInstallRoom(platform);
    await empty.install(WHOLE);
    expect(Object.keys(await empty.look()).length).toBeGreaterThan(20);
    await empty.uninstall(["--everything", "--yes"]);
    expect(await empty.look()).toEqual({});
  });
});

describe("install", () => {
  let room: InstallRoom;
  beforeEach(async () => {
    room = await openInstallRoom();
    await room.fill();
  });
  afterEach(() => room[Symbol.asyncDispose]());

  test("approves single tools where a file says so, and only when told to", async () => {
    await room.install([...EVERY_HOST, "--no-approve"]);
    const read = async () => Object.values(await room.look()).join("\n");
    expect(await read()).not.toMatch(/lifelong[:_]+get_persona|approval_mode/);
    await room.install([...EVERY_HOST, "--approve"]);
    for (const text of [
      "mcp__lifelong__record_session",
      "lifelong:record_session",
      '"mcp:lifelong:record_session"',
      'approval_mode = "approve"',
    ]) {
      expect(await read()).toContain(text);
    }
    expect(await read()).not.toMatch(/lifelong[:_]+forget/);
  });

  test("asks about each host that it finds, the approvals, and the special categories once", async () => {
    const asked: string[] = [];
    const confirms = (question: string) => /Cursor|Keep health/.test(question);
    const { stdout } = await room.install([], { confirms, asked });
    expect(asked).toEqual([
      ...knownHosts.map(({ title }) => `Add Lifelong to ${title}?`),
      expect.stringContaining("Let Cursor read your persona"),
      "Keep health, religion, politics and sexuality if you mention them?",
    ]);
    expect(stdout).toContain(room.fileOf("cursor"));
    expect(stdout).not.toContain(room.fileOf("zed"));
    const { consents } = await room.personalizer.status("default");
    expect(consents).toEqual(["health", "religion", "politics", "sexuality"]);
    await room.install(["--host", "zed"], { confirms, asked });
    expect(asked.filter((question) => question.startsWith("Keep"))).toHaveLength(1);
    await room.install(["--host", "zed", "--no-keep-special"]);
    expect((await room.personalizer.status("default")).consents).toEqual([]);
  });

  test("records nothing about the special categories unless it is told", async () => {
    await room.install(["--host", "zed"]);
    await room.install(["--host", "cursor", "--no-keep-special"]);
    expect((await room.personalizer.status("default")).head).toBeNull();
  });

  test("has hosts with hooks call them, and tells their server that they record", async () => {
    const { stdout, notes } = await room.install([...EVERY_HOST, "--hooks"]);
    const gemini = parse(await readFile(room.fileOf("gemini"), "utf8"));
    expect(gemini.mcpServers.lifelong.args).toEqual([room.script, "serve", "--recorded-by", "hook"]);
    expect(Object.keys(gemini.hooks)).toEqual(["SessionStart", "BeforeAgent", "AfterAgent", "SessionEnd"]);
    expect(gemini.hooks.SessionStart).toEqual([
      { hooks: [{ type: "command", command: "/home/ada/greet.sh", timeout: 1000 }] },
      {
        hooks: [
          expect.objectContaining({ command: `${process.execPath} ${room.script} hook session-start --host gemini` }),
        ],
      },
    ]);
    const codex = JSON.parse(await readFile(join(dirname(room.fileOf("codex")), "hooks.json"), "utf8"));
    expect(Object.keys(codex.hooks)).toEqual(["Stop", "SessionStart", "SessionEnd"]);
    expect(codex.hooks.Stop).toHaveLength(2);
    expect(stdout).toContain("Codex asks once whether it may run the hooks");
    expect(await readFile(room.fileOf("cursor"), "utf8")).not.toContain("recorded-by");
    expect(notes).toContain("No hooks can be entered for Claude Desktop, Claude Code, Cursor, VS Code, Windsurf");
  });

  test("leaves hooks on in a later installation that does not name them, and moves them to another Node", async () => {
    const hooks = async () => parse(await readFile(room.fileOf("gemini"), "utf8")).hooks;
    const ADA = { hooks: [expect.objectContaining({ command: "/home/ada/greet.sh" })] };
    const other = join(room.home, "node");
    await writeFile(other, "");
    await room.install(["--host", "gemini", "--hooks"]);
    await room.install(["--host", "gemini", "--node", other]);
    expect((await hooks()).SessionStart).toEqual([
      ADA,
      { hooks: [expect.objectContaining({ command: `${other} ${room.script} hook session-start --host gemini` })] },
    ]);
    expect(await readFile(room.fileOf("gemini"), "utf8")).toContain('"--recorded-by"');
    await room.uninstall([]);
    expect(await hooks()).toEqual({ SessionStart: [ADA] });
  });

  test("is not hindered by a broken file of hooks that it does not touch", async () => {
    const file = join(dirname(room.fileOf("codex")), "hooks.json");
    await writeFile(file, "{");
    await room.install(["--host", "codex"]);
    expect(await readFile(room.fileOf("codex"), "utf8")).toContain("lifelong");
    await expect(room.install(["--host", "codex", "--hooks"])).rejects.toThrowError(/hooks\.json cannot be read near/);
    expect(await readFile(file, "utf8")).toBe("{");
  });

  test("names the hooks where they are not on, and enters none on Windows", async () => {
    expect((await room.install(["--host", "codex"])).stdout).toContain(
      "`lifelong install --host codex --hooks` has it record",
    );
    await using windows = await openInstallRoom("win32");
    const { notes, stdout } = await windows.install(["--host", "codex", "--hooks"]);
    expect(notes).toContain("No hooks can be entered for Codex.");
    expect(stdout).not.toContain("--hooks");
    expect(await readFile(windows.fileOf("codex"), "utf8")).not.toContain("recorded-by");
  });

  test("says where a host keeps approvals that no file holds", async () => {
    await using empty = await openInstallRoom();
    const said = async (host: string, how = "--approve") => (await empty.install(["--host", host, how])).stdout;
    expect(await said("vscode")).toContain("keeps approvals in the app");
    expect(await said("cursor")).toMatch(/made: .*mcp\.json\n {2}It keeps approvals in the app/);
    expect(await said("zed")).not.toContain("in the app");
    expect(await said("claude-desktop", "--no-approve")).not.toContain("in the app");
    expect(await empty.look()).not.toHaveProperty([".cursor/permissions.json"]);
  });

  test("says which file it cannot reach", async () => {
    await using empty = await openInstallRoom();
    await writeFile(join(empty.home, ".cursor"), "");
    await expect(empty.install(["--host", "cursor"])).rejects.toThrowError(
      /mcp\.json cannot be read \(ENOTDIR\)\. Check/,
    );
  });

  test("changes nothing when the person wants no host", async () => {
    const before = await room.look();
    expect((await room.install([], { confirms: false })).notes).toBe("Nothing was changed.");
    expect(await room.look()).toEqual(before);
  });

  test("takes all that it finds, and says what to do where nobody can be asked or nothing is found", async () => {
    await expect(room.install([])).rejects.toThrowError(/Name the assistants with --host, .*--all: claude-desktop, /);
    await expect(room.install(["--all", "--host", "zed"])).rejects.toThrowError(/not both/);
    expect((await room.install(["--all"])).stdout).toContain(room.fileOf("windsurf"));
    await using empty = await openInstallRoom();
    await expect(empty.install(["--all"])).rejects.toThrowError(/No assistant .*--host claude-desktop, /);
  });

  test("writes the profile and the folder into the entry, since a host has no variables of a shell", async () => {
    await using told = await openInstallRoom("linux", {
      profile: "work",
      store: { scheme: "file", directory: "/srv/lifelong" },
    });
    await told.install(["--host", "cursor"]);
    const { mcpServers } = JSON.parse(await readFile(told.fileOf("cursor"), "utf8"));
    expect(mcpServers.lifelong.args).toEqual([
      told.script,
      "serve",
      "--store",
      "file:/srv/lifelong",
      "--profile",
      "work",
    ]);
  });

  test("refuses a store that is elsewhere, without its password", async () => {
    await using told = await openInstallRoom("linux", {
      store: { scheme: "redis", secret: "redis://ada:secret@host", notes: "/notes" },
    });
    const call = told.install(["--host", "cursor"]);
    await expect(call).rejects.toThrowError(/the store is redis:\/\/host\. Leave --store/);
    await expect(call).rejects.not.toThrowError(/secret/);
  });

  test("follows a link to its file, and keeps the link and the mode of the file", async () => {
    const file = room.fileOf("zed");
    const target = join(room.home, "dotfiles", "zed.json");
    await mkdir(dirname(target));
    await writeFile(target, "{}\n");
    await chmod(target, 0o604);
    await using linked = await openInstallRoom();
    await mkdir(dirname(linked.fileOf("zed")), { recursive: true });
    await symlink(target, linked.fileOf("zed"));
    await linked.install(["--host", "zed"]);
    expect(await readFile(target, "utf8")).toContain("lifelong");
    expect(await linked.look()).toMatchObject({ ".config/zed/settings.json": `link ${target}` });
    expect(await room.look()).toMatchObject({ "dotfiles/zed.json": expect.stringMatching(/^604 /) });
    await linked.uninstall([]);
    expect(await readFile(target, "utf8")).toBe("{}\n");
    expect(await readFile(file, "utf8")).not.toContain("lifelong");
  });

  test("leaves a broken file as it is, names the line, and goes on with the other hosts", async () => {
    await writeFile(room.fileOf("cursor"), '{\n  "mcpServers": {\n');
    const alone = room.install(["--host", "cursor"]);
    await expect(alone).rejects.toThrowError(/mcp\.json cannot be read near line \d+: .*left as it is/);
    const both = room.install(["--host", "cursor", "zed"]);
    await expect(both).rejects.toThrowError("1 of 2 assistants were left as they were");
    expect(await readFile(room.fileOf("cursor"), "utf8")).toBe('{\n  "mcpServers": {\n');
    expect(await readFile(room.fileOf("zed"), "utf8")).toContain("lifelong");
  });

  test("overwrites an entry of another only by force, and gives it back", async () => {
    const text = '{"mcpServers":{"lifelong":{"command":"npx","args":["-y","lifelong"]}}}';
    await writeFile(room.fileOf("cursor"), text);
    await expect(room.install(["--host", "cursor"])).rejects.toThrowError(/--force/);
    expect(await readFile(room.fileOf("cursor"), "utf8")).toBe(text);
    await room.install(["--host", "cursor", "--force"]);
    expect(await readFile(room.fileOf("cursor"), "utf8")).toContain(room.script);
    await room.install(["--undo"]);
    expect(await readFile(room.fileOf("cursor"), "utf8")).toBe(text);
  });

  test("keeps a backup with host and time in its name, for the user alone", async () => {
    const before = await readFile(room.fileOf("codex"), "utf8");
    await room.install(["--host", "codex"]);
    const backups = Object.entries(await room.look()).filter(([path]) => path.includes("/backups/"));
    expect(backups).toEqual([
      [expect.stringMatching(/backups\/codex-\d{4}-\d\d-\d\dT[\d-]+Z-config\.toml$/), `600 ${before}`],
    ]);
  });

  test("refuses to start what a cache of npx holds", async () => {
    const node = join(room.home, ".npm/_npx/abc/node");
    await mkdir(dirname(node), { recursive: true });
    await writeFile(node, "");
    await expect(room.install(["--host", "zed", "--node", node])).rejects.toThrowError(/cache that is cleared.*--node/);
    await expect(room.install(["--host", "zed", "--node", "/nowhere"])).rejects.toThrowError(/no Node at \/nowhere/);
  });

  test("names Homebrew's Node by the path that outlasts its next version", async () => {
    const opt = join(room.home, "brew/opt/node");
    const node = join(room.home, "brew/Cellar/node/24.1.0/bin/node");
    await mkdir(dirname(node), { recursive: true });
    await writeFile(node, "");
    await mkdir(dirname(opt));
    await symlink(dirname(dirname(node)), opt);
    await room.install(["--host", "cursor", "--node", node]);
    const { mcpServers } = JSON.parse(await readFile(room.fileOf("cursor"), "utf8"));
    expect(mcpServers.lifelong.command).toBe(join(opt, "bin/node"));
  });
});

describe("undo", () => {
  let room: InstallRoom;
  beforeEach(async () => {
    room = await openInstallRoom();
    await room.fill();
  });
  afterEach(() => room[Symbol.asyncDispose]());

  test("takes out only what is Lifelong's where others have written since, and says where the backup is", async () => {
    await room.install(["--host", "claude-code", "--approve"]);
    const file = room.fileOf("claude-code");
    await writeFile(file, (await readFile(file, "utf8")).replace('"numStartups": 12', '"numStartups": 13'));
    const { stdout } = await room.install(["--undo"]);
    expect(stdout).toMatch(
      /changed since, so only what is Lifelong's was taken out\. How it was before lies in .*backups/,
    );
    const text = await readFile(file, "utf8");
    expect(text).toContain('"numStartups": 13');
    expect(text).not.toContain("lifelong");
    expect(await readFile(join(room.home, ".claude/settings.json"), "utf8")).not.toContain("lifelong");
  });

  test("takes a file that was made for it away, and leaves it where others have put something in", async () => {
    await using empty = await openInstallRoom();
    await empty.install(["--host", "cursor", "vscode"]);
    const file = empty.fileOf("vscode");
    await writeFile(file, (await readFile(file, "utf8")).replace('"servers"', '"inputs": [], "servers"'));
    const { stdout } = await empty.install(["--undo"]);
    expect(stdout).toContain(`${empty.fileOf("cursor")} is gone again.`);
    expect(await empty.look()).not.toHaveProperty([".cursor"]);
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual({ inputs: [] });
  });

  test("takes back the last installation alone, or the named host's", async () => {
    await room.install(["--host", "cursor"]);
    await room.install(["--host", "zed"]);
    await room.install(["--undo"]);
    expect(await readFile(room.fileOf("zed"), "utf8")).not.toContain("lifelong");
    expect(await readFile(room.fileOf("cursor"), "utf8")).toContain("lifelong");
    expect((await room.install(["--undo", "--host", "zed"])).notes).toBe("There is no installation to take back.");
    await room.install(["--undo", "--host", "cursor"]);
    expect(await readFile(room.fileOf("cursor"), "utf8")).not.toContain("lifelong");
  });

  test("of two installations in one file brings back how it was before both", async () => {
    const before = await readFile(room.fileOf("zed"), "utf8");
    await room.install(["--host", "zed"]);
    await room.install(["--host", "zed", "--approve"]);
    await room.install(["--undo"]);
    expect(await readFile(room.fileOf("zed"), "utf8")).toBe(before);
  });

  test("never brings back an entry from between two installations", async () => {
    await room.install(["--host", "zed"]);
    const file = room.fileOf("zed");
    await writeFile(file, (await readFile(file, "utf8")).replace("One Dark", "Ayu"));
    await room.install(["--host", "zed", "--approve"]);
    await room.install(["--undo"]);
    expect(await readFile(file, "utf8")).toContain("Ayu");
    expect(await readFile(file, "utf8")).not.toContain("lifelong");
  });

  test("of a file that is broken by now changes nothing, and can be called again", async () => {
    await room.install(["--host", "cursor"]);
    const file = room.fileOf("cursor");
    const good = await readFile(file, "utf8");
    await writeFile(file, `${good}}`);
    await expect(room.install(["--undo"])).rejects.toThrowError(/near line \d+: something follows after the end/);
    await writeFile(file, `${good} `);
    await room.install(["--undo"]);
    expect(await readFile(file, "utf8")).not.toContain("lifelong");
  });
});
