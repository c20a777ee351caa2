import { join } from "node:path";
import { absolute } from "./folders.ts";
import { type Host, type Machine, SERVER_NAME } from "./host.ts";

/** One file for the command line, the app and the editor's extension. */
export const codex: Host = {
  name: "codex",
  title: "Codex",
  documentation: [
    "https://developers.openai.com/codex/mcp",
    "https://developers.openai.com/codex/config-reference",
    "https://developers.openai.com/codex/config-basic",
  ],
  traces: (machine) => [folder(machine)],
  entry: (machine, { command, args }) => ({
    file: file(machine),
    format: "toml",
    tables: [{ path: ["mcp_servers", SERVER_NAME], values: { command, args } }],
  }),
  approval: (machine, tools) => ({
    file: file(machine),
    format: "toml",
    tables: tools.map((tool) => ({
      path: ["mcp_servers", SERVER_NAME, "tools", tool],
      values: { approval_mode: "approve" },
    })),
  }),
  next: "Start a new session of Codex; `codex mcp list` shows the server.",
};

function folder({ home, environment }: Machine): string {
  return absolute(environment.CODEX_HOME) ?? join(home, ".codex");
}

function file(machine: Machine): string {
  return join(folder(machine), "config.toml");
}
