import { join } from "node:path";
import { roaming, xdgConfig } from "./folders.ts";
import { type Host, type Machine, SERVER_NAME } from "./host.ts";

export const zed: Host = {
  name: "zed",
  title: "Zed",
  documentation: [
    "https://zed.dev/docs/ai/mcp",
    "https://zed.dev/docs/ai/tool-permissions",
    "https://zed.dev/docs/configuring-zed",
  ],
  traces: (machine) => [folder(machine)],
  entry: (machine, { command, args }) => ({
    file: join(folder(machine), "settings.json"),
    format: "json",
    changes: [{ kind: "set", path: ["context_servers", SERVER_NAME], value: { command, args, env: {} } }],
  }),
  approval: (machine, tools) => ({
    file: join(folder(machine), "settings.json"),
    format: "json",
    changes: tools.map((tool) => ({
      kind: "set",
      path: ["agent", "tool_permissions", "tools", `mcp:${SERVER_NAME}:${tool}`],
      value: { default: "allow" },
    })),
  }),
  next: "Zed starts the server by itself; the Agent Panel's settings show a green dot.",
};

function folder(machine: Machine): string {
  if (machine.platform === "win32") return join(roaming(machine), "Zed");
  return join(machine.platform === "darwin" ? join(machine.home, ".config") : xdgConfig(machine), "zed");
}
