import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { getMcpConfigForManifest, type McpbManifestAny, unpackExtension, validateManifest } from "@anthropic-ai/mcpb";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { defaultTools } from "../../packages/mcp-server/src/catalogue.ts";
import { meet, type ServerEntry } from "./meet.ts";

let folder: string;
let manifest: McpbManifestAny;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lifelong-bundle-"));
  const unpacked = { mcpbPath: inject("packed").bundle, outputDir: join(folder, "bundle"), silent: true };
  expect(await unpackExtension(unpacked)).toBe(true);
  manifest = JSON.parse(await readFile(join(folder, "bundle/manifest.json"), "utf8")) as McpbManifestAny;
});
afterAll(() => rm(folder, { recursive: true }));

test("the bundle is one that its host takes, with the tools that the server lists", async () => {
  expect(validateManifest(join(folder, "bundle/manifest.json"))).toBe(true);
  expect(manifest.tools?.map(({ name }) => name)).toEqual(defaultTools.map(({ name }) => name));
  expect(manifest.user_config?.api_key).toMatchObject({ sensitive: true, required: false });
  const icons = ["icon-light.png", "icon-dark.png"];
  expect(manifest).toMatchObject({ icons: icons.map((src) => ({ src, size: "512x512" })) });
  expect(await readdir(join(folder, "bundle"))).toEqual(expect.arrayContaining(["LICENSE", "PRIVACY.md", ...icons]));
});

test("an unpacked bundle keeps what it is told in the folder that its user has chosen", async () => {
  const chosen = join(folder, "my data");
  const { tools, persona } = await meet(await configured({ folder: chosen, profile: "work" }));
  expect(tools).toEqual(defaultTools.map(({ name }) => name));
  expect(persona).toContain("Porto");
  expect(await readdir(chosen)).not.toEqual([]);
});

test("an unpacked bundle without a single setting uses the folder of all assistants", async () => {
  const { command, args, env } = await configured({});
  const home = join(folder, "home");
  await meet({ command, args, env: { ...env, HOME: home, USERPROFILE: home, XDG_DATA_HOME: join(home, "data") } });
  const places = ["data/lifelong", "Library/Application Support/lifelong", ".lifelong"];
  const kept = await Promise.all(places.map((place) => readdir(join(home, place)).catch(() => [])));
  expect(kept.flat()).not.toEqual([]);
});

/** What the host would start, by the vendor's own rules. */
async function configured(userConfig: Record<string, string>): Promise<ServerEntry> {
  const extensionPath = join(folder, "bundle");
  const config = await getMcpConfigForManifest({
    manifest,
    extensionPath,
    systemDirs: {},
    userConfig,
    pathSeparator: sep,
  });
  if (config === undefined) throw new Error("The bundle asks for a setting.");
  return { command: config.command, args: config.args ?? [], env: config.env };
}
