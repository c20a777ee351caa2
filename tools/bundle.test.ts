import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type OutputChunk, rolldown } from "rolldown";
import { beforeAll, expect, test } from "vitest";
import config from "../packages/mcp-server/rolldown.config.ts";

const HTTP =
  /node_modules\/(?:hono|@hono|jose|rate-limiter-flexible)\/|mcp-server\/src\/http\/|server\/dist\/index\.mjs$/;
const INSTALL =
  /node_modules\/(?:jsonc-parser|toml-eslint-parser|diff|atomically)\/|mcp-server\/src\/(?:hosts|install)\//;
const IMPORT = /node_modules\/(?:yauzl|pend)\/|mcp-server\/src\/importing\//;
const CARD = /mcp-server\/src\/card\/|node_modules\/rolldown\//;

let chunks: readonly OutputChunk[];
beforeAll(async () => {
  const cwd = fileURLToPath(new URL("../packages/mcp-server/", import.meta.url));
  const bundle = await rolldown({ ...config, cwd });
  const { output } = await bundle.generate({ ...config.output, minify: false });
  chunks = output.filter((part): part is OutputChunk => part.type === "chunk");
  await bundle.close();
});

/** The chunks that a source file brings into memory at once. */
function imported(name: string): readonly OutputChunk[] {
  const seen = new Set(chunks.filter((chunk) => chunk.facadeModuleId?.endsWith(name)));
  expect(seen.size, name).toBe(1);
  for (const chunk of seen) for (const other of chunks) if (chunk.imports.includes(other.fileName)) seen.add(other);
  return [...seen];
}

function read(name: string): readonly string[] {
  return imported(name).flatMap(({ moduleIds }) => moduleIds);
}

test.for([
  ["HTTP", HTTP, "src/http/serve-http.ts"],
  ["installations", INSTALL, "src/commands/install.ts"],
  ["imports", IMPORT, "src/commands/import.ts"],
] as const)("in the bundle, a server over stdio reads nothing that is for %s", ([, needless, user]) => {
  for (const name of ["src/cli.ts", "src/commands/serve.ts"]) {
    expect(read(name).filter((id) => needless.test(id))).toEqual([]);
  }
  expect(read(user).filter((id) => needless.test(id)).length).toBeGreaterThan(10);
});

test("in the bundle, no server reads a skill before it is asked for one", async () => {
  const path = new URL("../packages/mcp-server/skills/lifelong-optimizer/SKILL.md", import.meta.url);
  const skill = JSON.stringify(await readFile(path, "utf8")).slice(1, -1);
  const holding = chunks.filter(({ code }) => code.includes(skill));
  expect(holding).toHaveLength(1);
  for (const name of ["src/cli.ts", "src/commands/serve.ts", "src/v1.ts"]) {
    expect(imported(name)).not.toContain(holding[0]);
  }
});

test("the bundle carries the card as one page, which no server reads before it is asked for it", () => {
  for (const name of ["src/cli.ts", "src/commands/serve.ts"]) {
    expect(read(name).filter((id) => CARD.test(id))).toEqual([]);
  }
  expect(read("src/card/card-html.ts").filter((id) => CARD.test(id))).toEqual([
    expect.stringMatching(/card-html\.ts$/),
  ]);
  const page = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith("card-html.ts"));
  expect(page?.code).toContain("<!doctype html>");
});

test("the bundle installs itself, is started by what it wrote though the bundle is gone, and leaves no trace", async () => {
  const root = await mkdtemp(join(tmpdir(), "lifelong-test-"));
  try {
    const [home, dist] = [join(root, "home"), join(root, "dist")];
    await mkdir(home);
    for (const { fileName, code } of chunks) {
      await mkdir(dirname(join(dist, fileName)), { recursive: true });
      await writeFile(join(dist, fileName), code);
    }
    await writeFile(join(dist, "package.json"), '{"type":"module"}');
    const env = { PATH: process.env.PATH ?? "", HOME: home, USERPROFILE: home };
    const node = (...words: string[]) => promisify(execFile)(process.execPath, words, { env, cwd: home });

    await node(join(dist, "cli.js"), "install", "--host", "claude-code", "codex", "--approve", "--keep-special");
    await rm(dist, { recursive: true });
    const { mcpServers } = JSON.parse(await readFile(join(home, ".claude.json"), "utf8"));
    const { command, args } = mcpServers.lifelong;
    expect(await readFile(join(home, ".codex/config.toml"), "utf8")).toContain(JSON.stringify(args[0]));
    expect((await node(args[0], "status", "--json")).stdout).toContain("sexuality");

    const server = spawn(command, args, { env, cwd: home, stdio: ["pipe", "pipe", "ignore"] });
    expect(await toolsOf(server)).toContain("get_persona");
    server.stdin.end();
    await once(server, "exit");
    await node(args[0], "uninstall", "--everything", "--yes");
    expect(await readdir(home)).toEqual([]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

/** Speaks to a server over stdio as an older host does. */
async function toolsOf({ stdin, stdout }: ChildProcess): Promise<readonly string[]> {
  if (stdin === null || stdout === null) throw new Error("the server has no pipes");
  const clientInfo = { name: "test", version: "1" };
  const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo };
  stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params })}\n`);
  stdin.write(`${JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" })}\n`);
  stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: 2, method: "tools/list" })}\n`);
  for await (const line of createInterface({ input: stdout })) {
    const { id, result } = JSON.parse(line);
    if (id === 2) return result.tools.map(({ name }: { name: string }) => name);
  }
  throw new Error("the server ended without an answer");
}
