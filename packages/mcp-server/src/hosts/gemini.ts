import { join } from "node:path";
import { absolute } from "./folders.ts";
import { hookCalls } from "./hook-calls.ts";
import { type Host, type Machine, mcpServers, SERVER_NAME } from "./host.ts";

const CALLS = {
  host: "gemini",
  events: { SessionStart: "session-start", BeforeAgent: "turn-start", AfterAgent: "stop", SessionEnd: "session-end" },
  settings: { name: SERVER_NAME, timeout: 5000 }, // milliseconds
};

export const gemini: Host = {
  name: "gemini",
  title: "Gemini CLI",
  documentation: [
    "https://geminicli.com/docs/tools/mcp-server/",
    "https://geminicli.com/docs/reference/configuration/",
    "https://geminicli.com/docs/reference/policy-engine/",
    "https://geminicli.com/docs/hooks/reference/",
  ],
  traces: (machine) => [folder(machine)],
  entry: (machine, server) => mcpServers(join(folder(machine), "settings.json"), server),
  // `trust` in the entry would approve every tool, forgetting too; a policy names those that are meant.
  approval: (machine, tools) => ({
    file: join(folder(machine), "policies", `${SERVER_NAME}.toml`),
    format: "own",
    text: [
      "[[rule]]",
      `mcpName = ${JSON.stringify(SERVER_NAME)}`,
      `toolName = [${tools.map((tool) => JSON.stringify(tool)).join(", ")}]`,
      'decision = "allow"',
      "priority = 100",
      "",
    ].join("\n"),
  }),
  hooks: {
    change: (machine, server) => hookCalls(machine, join(folder(machine), "settings.json"), server, CALLS),
  },
  next: "Start a new session of Gemini CLI; `gemini mcp list` shows the server.",
};

function folder({ home, environment }: Machine): string {
  return join(absolute(environment.GEMINI_CLI_HOME) ?? home, ".gemini");
}
