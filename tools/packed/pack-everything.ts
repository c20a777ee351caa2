import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import rootManifest from "../../package.json" with { type: "json" };
import commandManifest from "../../packages/mcp-server/package.json" with { type: "json" };

/** All packages as a registry would hand them out, and folders in which they are installed. Paths are absolute. */
export interface Packed {
  readonly packages: readonly PackedPackage[];
  /** For Claude Desktop. */
  readonly bundle: string;
  /** The command alone, as `npm install lifelong` leaves it. */
  readonly command: string;
  /** All packages. Each finds what it declares and nothing else. */
  readonly libraries: string;
}

export interface PackedPackage {
  readonly name: string;
  readonly tarball: string;
}

declare module "vitest" {
  interface ProvidedContext {
    packed: Packed;
  }
}

/** Peers that an entry needs beside its package to be imported; others may be missing. */
const PEERS = ["@modelcontextprotocol/sdk", "bullmq", "redis"];

const run = promisify(execFile);
const workspace = fileURLToPath(new URL("../..", import.meta.url));

/** Packs what was built last, once for all tests, outside the workspace. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "lifelong-packed-"));
  const clear = () => rm(folder, { recursive: true });
  try {
    const packages = await pack(join(folder, "tarballs"));
    const [bundle, command, libraries] = await Promise.all([
      packBundle(folder),
      installCommand(join(folder, "command"), packages),
      installLibraries(join(folder, "libraries"), packages),
    ]);
    provide("packed", { packages, bundle, command, libraries });
  } catch (error) {
    await clear();
    throw error;
  }
  return clear;
}

async function pack(folder: string): Promise<PackedPackage[]> {
  const words = ["--filter", "./packages/*", "pack", "--json", "--pack-destination", folder];
  const { stdout } = await pnpm(workspace, ...words);
  const packed = JSON.parse(stdout) as { name: string; filename: string; size: number }[];
  for (const { filename, size } of packed) console.log(`${basename(filename)}: ${Math.ceil(size / 1024)} KiB`);
  return packed.map(({ name, filename }) => ({ name, tarball: filename }));
}

async function packBundle(folder: string): Promise<string> {
  const { stdout } = await run(process.execPath, [join(workspace, "tools/distribution/pack-bundle.ts"), folder]);
  console.log(stdout.trimEnd());
  return join(folder, `lifelong-${commandManifest.version}.mcpb`);
}

/** Without a registry: the command brings all that it needs. */
async function installCommand(folder: string, packages: readonly PackedPackage[]): Promise<string> {
  const tarball = packages.find(({ name }) => name === "lifelong")?.tarball ?? "";
  await writeManifest(folder, {});
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], { cwd: folder });
  return folder;
}

/** In the versions that the packages are tested with. */
async function testedPeers(): Promise<Readonly<Record<string, string>>> {
  const peers: Record<string, string> = {};
  for (const name of await readdir(join(workspace, "packages"))) {
    const { devDependencies = {} } = JSON.parse(
      await readFile(join(workspace, "packages", name, "package.json"), "utf8"),
    ) as { devDependencies?: Record<string, string> };
    for (const peer of PEERS) if (devDependencies[peer]) peers[peer] = devDependencies[peer];
  }
  return peers;
}

async function installLibraries(folder: string, packages: readonly PackedPackage[]): Promise<string> {
  const tarballs = Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const { "@types/node": node } = rootManifest.devDependencies;
  await writeManifest(folder, { ...tarballs, ...(await testedPeers()), "@types/node": node });
  await writeFile(join(folder, "pnpm-workspace.yaml"), `overrides: ${JSON.stringify(tarballs)}\nhoist: false\n`);
  await pnpm(folder, "install", "--prefer-offline", "--ignore-scripts");
  return folder;
}

async function writeManifest(folder: string, dependencies: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
}

function pnpm(cwd: string, ...words: readonly string[]): Promise<{ stdout: string }> {
  return run("npx", ["-y", rootManifest.packageManager, ...words], { cwd, maxBuffer: 2 ** 26 });
}
