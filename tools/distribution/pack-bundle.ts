// Packs the bundle for Claude Desktop, of what was built last: `pnpm pack:mcpb`.
import { cp, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { packExtension } from "@anthropic-ai/mcpb";
import { rolldown } from "rolldown";
import packageJson from "../../packages/mcp-server/package.json" with { type: "json" };
import { bundleManifest } from "./bundle-manifest.ts";

const command = fileURLToPath(new URL("../../packages/mcp-server/", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));
const license = fileURLToPath(new URL("../../LICENSE", import.meta.url));

/** @returns the path of the bundle, which lies in the folder */
async function packBundle(folder: string): Promise<string> {
  const stage = await mkdtemp(join(tmpdir(), "lifelong-bundle-"));
  try {
    const server = join(stage, "server");
    await mkdir(server);
    await cp(join(command, "dist"), server, { recursive: true });
    await writeFile(join(server, "package.json"), JSON.stringify({ private: true, type: "module" }));
    const main = await rolldown({ input: join(here, "bundle-main.ts"), platform: "node" });
    await main.write({ file: join(server, "main.js"), format: "esm" });
    await main.close();
    await writeFile(join(stage, "manifest.json"), JSON.stringify(bundleManifest(), undefined, 2));
    await cp(license, join(stage, "LICENSE"));
    await cp(join(command, "PRIVACY.md"), join(stage, "PRIVACY.md"));
    for (const name of ["icon-light.png", "icon-dark.png"]) await cp(join(here, name), join(stage, name));
    const outputPath = join(folder, `${packageJson.name}-${packageJson.version}.mcpb`);
    // Validates first, and says on stderr what is wrong.
    if (!(await packExtension({ extensionPath: stage, outputPath, silent: true }))) {
      throw new Error("The bundle could not be packed.");
    }
    return outputPath;
  } finally {
    await rm(stage, { recursive: true });
  }
}

const bundle = await packBundle(resolve(process.argv[2] ?? "."));
console.log(`${basename(bundle)}: ${Math.ceil((await stat(bundle)).size / 1024)} KiB`);
