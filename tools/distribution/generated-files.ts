import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import packageJson from "../../packages/mcp-server/package.json" with { type: "json" };
import { type PublishedBundle, registryEntry } from "./registry-entry.ts";
import { setupPage } from "./setup-page.ts";

/** What is kept in the repository for people and programs that read it there, with absolute paths. */
export function generatedFiles(bundle?: PublishedBundle): { readonly path: string; readonly text: string }[] {
  const plugin = pathOf("examples/claude-code/.claude-plugin/plugin.json");
  return [
    { path: pathOf("docs/hosts-setup.md"), text: setupPage() },
    {
      path: pathOf("packages/mcp-server/server.json"),
      text: `${JSON.stringify(registryEntry(bundle), undefined, 2)}\n`,
    },
    // Written by hand but for its version, which is the command's.
    { path: plugin, text: withVersion(readFileSync(plugin, "utf8"), packageJson.version) },
  ];
}

function withVersion(manifest: string, version: string): string {
  return manifest.replace(/"version": ".*?"/, `"version": ${JSON.stringify(version)}`);
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
