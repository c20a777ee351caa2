import { fileURLToPath } from "node:url";
import { type PublishedBundle, registryEntry } from "./registry-entry.ts";
import { setupPage } from "./setup-page.ts";

/** What is kept in the repository for people and programs that read it there, with absolute paths. */
export function generatedFiles(bundle?: PublishedBundle): { readonly path: string; readonly text: string }[] {
  return [
    { path: pathOf("docs/hosts-setup.md"), text: setupPage() },
    {
      path: pathOf("packages/mcp-server/server.json"),
      text: `${JSON.stringify(registryEntry(bundle), undefined, 2)}\n`,
    },
  ];
}

function pathOf(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
