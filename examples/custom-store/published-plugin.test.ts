import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { usePostgres } from "./testing/use-postgres.ts";

const run = promisify(execFile);
const workspace = fileURLToPath(new URL("../..", import.meta.url));
const compilers = join(workspace, "node_modules/.bin");
const example = fileURLToPath(new URL("postgres-store.ts", import.meta.url));

/** Opens the store as `lifelong` does, by the names of a package and of a place. */
const PROGRAM = `
import { openStore, parsePlugin } from "@lifelong/core";
const [name, location] = process.argv.slice(2);
const plugin = parsePlugin((await import(name)).default, name);
const store = await openStore(location, { plugins: [plugin], environment: {} });
const at = "2026-03-01T09:00:00.000Z";
const messages = [{ role: "user", text: "Good morning." }];
const part = { sessionId: "first", number: 1, firstMessage: 0, startedAt: at, recordedAt: at, source: "witnessed", messages };
console.log(JSON.stringify([await store.appendPart("ana", part), (await store.readHead("ana")).sessions]));
await store.close();
`;

const server = usePostgres(process.env);
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

test("the example, packed as the guide says and installed elsewhere, opens by its location", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lifelong-plugin-"));
  folders.push(folder);
  const core = await buildCore(join(folder, "core"));
  const examples = join(workspace, "examples/node_modules");

  // What a registry would bring is linked.
  const source = join(folder, "package");
  const manifest = await guideManifest();
  await write(join(source, "package.json"), manifest);
  await cp(example, join(source, "postgres-store.ts"));
  await link(join(source, "node_modules"), {
    "@lifelong/core": core,
    "@types/node": join(workspace, "node_modules/@types/node"),
    "@types/pg": join(examples, "@types/pg"),
    pg: join(examples, "pg"),
  });
  const packed = (await npm(source, folder, "pack", "--pack-destination", folder)).trim().split("\n").at(-1) ?? "";

  const app = join(folder, "app");
  await write(join(app, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await write(join(app, "main.js"), PROGRAM);
  await npm(app, folder, "install", "--legacy-peer-deps", join(folder, packed));
  await link(join(app, "node_modules"), { "@lifelong/core": core, pg: join(examples, "pg") });
  const { name } = JSON.parse(manifest) as { name: string };
  const location = await server().createDatabase("plugin");
  const { stdout } = await run(process.execPath, ["main.js", name, location], { cwd: app });
  expect(JSON.parse(stdout)).toEqual([{ outcome: "stored", sequence: 1, session: 1 }, 1]);
}, 120_000);

/** The package.json that the guide shows. */
async function guideManifest(): Promise<string> {
  const guide = await readFile(join(workspace, "docs/write-a-store.md"), "utf8");
  const [, shown = expect.unreachable()] = /```json\n([\s\S]*?)```/.exec(guide) ?? [];
  return shown;
}

/** Core as it is published: JavaScript with declarations. */
async function buildCore(folder: string): Promise<string> {
  const core = join(workspace, "packages/core");
  const output = ["--outDir", join(folder, "dist"), "--tsBuildInfoFile", join(folder, "tsconfig.tsbuildinfo")];
  await run(join(compilers, "tsc"), ["--project", core, "--noCheck", ...output]);
  const { publishConfig, ...manifest } = JSON.parse(await readFile(join(core, "package.json"), "utf8")) as {
    publishConfig: object;
  };
  await write(join(folder, "package.json"), JSON.stringify({ ...manifest, ...publishConfig }));
  await symlink(join(core, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** With an empty cache and no network. */
async function npm(cwd: string, folder: string, ...words: readonly string[]): Promise<string> {
  const env = {
    ...process.env,
    PATH: `${compilers}${delimiter}${process.env.PATH}`,
    npm_config_cache: join(folder, "cache"),
    npm_config_offline: "true",
  };
  return (await run("npm", [...words, "--no-audit", "--no-fund"], { cwd, env })).stdout;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function link(modules: string, packages: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, target] of Object.entries(packages)) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(target, join(modules, name));
  }
}
