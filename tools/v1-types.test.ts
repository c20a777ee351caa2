import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
import manifest from "../packages/mcp-server/package.json" with { type: "json" };
import config from "../packages/mcp-server/rolldown.types.config.ts";

const run = promisify(execFile);
const workspace = fileURLToPath(new URL("..", import.meta.url));
const command = join(workspace, "packages/mcp-server");

const PROGRAM = `
  import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
  import { type MountSettings, mountLifelong } from "lifelong/v1";
  declare const personalizer: MountSettings["personalizer"];
  const server = new McpServer({ name: "own", version: "1" });
  mountLifelong(server, { personalizer, userId: "ada", tools: "all", onError: (error) => console.error(error) });
  const { text } = await (await personalizer).getPersona("ada");
  console.log(text.length);
`;

let project: string;
/** What the compiler says of each file. */
let said: Map<string, string[]>;

// As an installation leaves it: the published manifest, what "./v1" declares, and the SDK that it is a peer of.
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "lifelong-v1-"));
  const installed = join(project, "node_modules/lifelong");
  const scope = join(project, "node_modules/@modelcontextprotocol");
  for (const folder of [installed, scope]) await mkdir(folder, { recursive: true });
  await symlink(await realpath(join(command, "node_modules/@modelcontextprotocol/sdk")), join(scope, "sdk"));
  const { name, version, type, publishConfig } = manifest;
  const published = { name, version, type, exports: publishConfig.exports };
  const bundle = await rolldown({ ...config, cwd: command });
  const { output } = await bundle.write({ ...config.output, dir: join(installed, "dist") });
  await bundle.close();
  const files = {
    "package.json": JSON.stringify({ type: "module" }),
    "node_modules/lifelong/package.json": JSON.stringify(published),
    // The declarations of others are not checked, and so theirs are as a source, too.
    "declared.ts": output[0].code,
    "program.ts": PROGRAM,
    "wrong-user.ts": PROGRAM.replace('userId: "ada"', "userId: 1"),
    "wrong-tools.ts": PROGRAM.replace('"all"', '"most"'),
    "wrong-answer.ts": PROGRAM.replace("text.length", "text.size"),
  };
  for (const [path, text] of Object.entries(files)) await writeFile(join(project, path), text);
  const options = ["--module", "nodenext", "--target", "es2023", "--lib", "es2024,dom", "--strict", "--skipLibCheck"];
  const sources = Object.keys(files).filter((path) => path.endsWith(".ts"));
  const { stdout } = await run(
    join(workspace, "node_modules/.bin/tsc"),
    [...options, "--noEmit", "--ignoreConfig", ...sources],
    { cwd: project },
  ).catch((error: { stdout: string }) => error);
  said = Map.groupBy(stdout.split("\n"), (line) => /^([\w-]+\.ts)\(/.exec(line)?.[1] ?? "");
}, 60_000);
afterAll(async () => rm(project, { recursive: true }));

test("a program with the package and the SDK alone compiles against what ./v1 declares", () => {
  expect(said.get("program.ts")).toBeUndefined();
  expect(said.get("declared.ts")).toBeUndefined();
});

test("the compiler finds wrong arguments and answers", () => {
  expect(said.get("wrong-user.ts")).toEqual([expect.stringContaining("'number' is not assignable to type 'string'")]);
  expect(said.get("wrong-tools.ts")).toEqual([expect.stringContaining('"most"')]);
  expect(said.get("wrong-answer.ts")).toEqual([expect.stringContaining("'size' does not exist on type 'string'")]);
});
