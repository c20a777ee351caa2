import { cursor } from "../../packages/mcp-server/src/hosts/cursor.ts";
import { type Host, type JsonValue, SERVER_NAME } from "../../packages/mcp-server/src/hosts/host.ts";
import { vscode } from "../../packages/mcp-server/src/hosts/vscode.ts";
import { PUBLISHED_COMMAND } from "./published-command.ts";

/** A link that has a program ask its user whether to add the server. */
export interface InstallLink {
  readonly title: string;
  readonly url: string;
}

/**
 * Web addresses, since code hosts take links of other schemes out. Documented at https://cursor.com/docs/mcp/install-links
 * and https://code.visualstudio.com/api/extension-guides/ai/mcp; `…/redirect/mcp/install?…&quality=insiders`, which many
 * use, ends in an error for Insiders (github/github-mcp-server#2626).
 */
export function installLinks(): InstallLink[] {
  return [
    { title: "Cursor", url: cursorLink() },
    { title: "VS Code", url: vscodeLink("vscode") },
    { title: "VS Code Insiders", url: vscodeLink("vscode-insiders") },
  ];
}

function cursorLink(): string {
  const config = Buffer.from(JSON.stringify(entryOf(cursor))).toString("base64");
  return `https://cursor.com/en/install-mcp?${new URLSearchParams({ name: SERVER_NAME, config })}`;
}

function vscodeLink(scheme: string): string {
  const config = JSON.stringify({ name: SERVER_NAME, ...entryOf(vscode) });
  const url = `${scheme}:mcp/install?${encodeURIComponent(config)}`;
  return `https://insiders.vscode.dev/redirect?${new URLSearchParams({ url })}`;
}

/** What a host's own file holds under the server's name. */
function entryOf(host: Host): { readonly [key: string]: JsonValue } {
  const machine = { platform: "linux", home: "~", environment: {}, list: () => [] } as const;
  const entry = host.entry(machine, PUBLISHED_COMMAND);
  const [change] = entry.format === "json" ? entry.changes : [];
  if (change?.kind !== "set") throw new Error(`${host.title} has no entry of its own`);
  return change.value as { readonly [key: string]: JsonValue };
}
