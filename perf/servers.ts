import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
// The settings of the published bundle, so that the bare server is bundled by the same.
import settings from "../packages/mcp-server/rolldown.config.ts";
import type { ServerCommand } from "./mcp-process.ts";

export interface Bundle {
  /** The file to run. */
  readonly program: string;
  /** Which packages' code each file of the bundle holds, by the file's path. */
  readonly packages: ReadonlyMap<string, readonly string[]>;
}

/** Bundles the `lifelong` command from its sources as a build does. */
export function bundleLifelong(directory: string): Promise<Bundle> {
  return bundle(fileURLToPath(new URL("../packages/mcp-server", import.meta.url)), "src/cli.ts", directory);
}

export function bundleBare(directory: string): Promise<Bundle> {
  return bundle(fileURLToPath(new URL(".", import.meta.url)), "bare-server.ts", directory);
}

async function bundle(cwd: string, input: string, directory: string): Promise<Bundle> {
  const { output, ...options } = settings;
  const build = await rolldown({ ...options, cwd, input: { main: input }, logLevel: "silent" });
  const written = await build.write({ ...output, dir: directory });
  await build.close();
  // Bundles are ES modules, which a folder says by its manifest.
  writeFileSync(join(directory, "package.json"), '{ "type": "module" }\n');
  const packages = written.output.flatMap((file): [string, readonly string[]][] =>
    file.type === "chunk" ? [[join(directory, file.fileName), packagesOf(file.moduleIds)]] : [],
  );
  return { program: join(directory, "main.js"), packages: new Map(packages) };
}

function packagesOf(moduleIds: readonly string[]): readonly string[] {
  const names = moduleIds.map((id) => /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? "");
  return [...new Set(names)].filter((name) => name !== "");
}

export function lifelongServer({ program }: Bundle, data: string): ServerCommand {
  return { name: "lifelong serve", arguments: [program, "serve", "--store", `file:${data}`, "--profile", "default"] };
}

/** @param result - what its tool answers */
export function bareServer({ program }: Bundle, directory: string, result: object): ServerCommand {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "result.json");
  writeFileSync(path, JSON.stringify(result));
  return { name: "bare tool, same SDK", arguments: [program, path] };
}

export function officialServer(memoryFile: string): ServerCommand {
  return {
    name: "server-memory",
    arguments: [fileURLToPath(import.meta.resolve("@modelcontextprotocol/server-memory/dist/index.js"))],
    environment: { MEMORY_FILE_PATH: memoryFile },
  };
}
