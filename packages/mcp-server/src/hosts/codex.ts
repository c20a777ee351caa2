import { join } from "node:path";
import { absolute } from "./folders.ts";
import { hookCalls } from "./hook-calls.ts";
import { type Host, type Machine, SERVER_NAME } from "./host.ts";

const CALLS = {
  host: "codex",
  events: { SessionStart: "session-start", Stop: "stop", SessionEnd: "session-end" },
  settings: { timeout: 5 }, // seconds
};

/** One file for the command line, the app and the editor's extension. */
export const codex: Host = {
  name: "codex",
  title: "Codex",
  documentation: [
    "https://developers.openai.com/codex/mcp",
    "https://developers.openai.com/codex/config-reference",
    "https://developers.openai.com/codex/config-basic",
    "https://developers.openai.com/codex/hooks",
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
  hooks: {
    change: (machine, server) => hookCalls(machine, join(folder(machine), "hooks.json"), server, CALLS),
    next: "Codex asks once whether it may run the hooks: look at them, and say yes.",
  },
  next: "Start a new session of Codex; `codex mcp list` shows the server.",
};

function folder({ home, environment }: Machine): string {
  return absolute(environment.CODEX_HOME) ?? join(home, ".codex");
}

function file(machine: Machine): string {
  return join(folder(machine), "config.toml");
}
