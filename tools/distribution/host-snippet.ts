import { changeFile } from "../../packages/mcp-server/src/hosts/file-change.ts";
import type { Host, Machine } from "../../packages/mcp-server/src/hosts/host.ts";
import { PUBLISHED_COMMAND } from "./published-command.ts";

/** What a person writes into a host's file by hand. */
export interface HostSnippet {
  /** Of the file's text, as Markdown names it. */
  readonly language: "json" | "toml";
  /** The file of a user who has nothing else in it. */
  readonly text: string;
  /** Where the file is, each with the platforms that agree on it, as their users write it. */
  readonly files: ReadonlyMap<string, readonly string[]>;
}

const PLATFORMS: readonly { readonly name: string; readonly machine: Machine }[] = [
  { name: "macOS", machine: emptyMachine("darwin", "~") },
  { name: "Linux", machine: emptyMachine("linux", "~") },
  { name: "Windows", machine: emptyMachine("win32", "%USERPROFILE%") },
];

export function snippetOf(host: Host): HostSnippet {
  const files = new Map<string, string[]>();
  for (const { name, machine } of PLATFORMS) {
    const { file } = host.entry(machine, PUBLISHED_COMMAND);
    const written = machine.platform === "win32" ? file.replaceAll("/", "\\") : file;
    files.set(written, [...(files.get(written) ?? []), name]);
  }
  const entry = host.entry(emptyMachine("linux", "~"), PUBLISHED_COMMAND);
  const bytes = changeFile(null, entry, { script: "" })?.bytes ?? "";
  return { language: entry.format === "toml" ? "toml" : "json", text: bytes.toString(), files };
}

/** Nothing is installed there and no variable is set. */
function emptyMachine(platform: NodeJS.Platform, home: string): Machine {
  return { platform, home, environment: {}, list: () => [] };
}
