import { join } from "node:path";
import { absolute } from "./folders.ts";
import { type Host, type Machine, permissionRules, SERVER_NAME } from "./host.ts";

/** User scope: `claude mcp add --scope user` writes the same entry. */
export const claudeCode: Host = {
  name: "claude-code",
  title: "Claude Code",
  documentation: [
    "https://code.claude.com/docs/en/mcp",
    "https://code.claude.com/docs/en/settings",
    "https://code.claude.com/docs/en/env-vars",
    "https://code.claude.com/docs/en/plugins",
  ],
  traces: (machine) => [folder(machine), list(machine)],
  entry: (machine, { command, args }) => ({
    file: list(machine),
    format: "json",
    changes: [{ kind: "set", path: ["mcpServers", SERVER_NAME], value: { type: "stdio", command, args, env: {} } }],
  }),
  approval: (machine, tools) => permissionRules(join(folder(machine), "settings.json"), tools),
  plugins: (machine) => ({ file: join(folder(machine), "settings.json"), path: ["enabledPlugins"] }),
  next: "Start a new session of Claude Code; `claude mcp list` shows the server.",
};

function folder({ home, environment }: Machine): string {
  return absolute(environment.CLAUDE_CONFIG_DIR) ?? join(home, ".claude");
}

/** Beside the folder, or inside it where a variable names the folder. */
function list({ home, environment }: Machine): string {
  return join(absolute(environment.CLAUDE_CONFIG_DIR) ?? home, ".claude.json");
}
