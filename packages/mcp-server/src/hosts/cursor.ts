import { join } from "node:path";
import { type Host, type Machine, mcpServers, SERVER_NAME } from "./host.ts";

export const cursor: Host = {
  name: "cursor",
  title: "Cursor",
  documentation: ["https://cursor.com/docs/mcp", "https://cursor.com/docs/reference/permissions"],
  traces: (machine) => [folder(machine)],
  entry: (machine, server) => mcpServers(join(folder(machine), "mcp.json"), server),
  // A list in this file takes the place of the one in the app, so a new one would take away what was allowed there.
  approval: (machine, tools) => ({
    file: join(folder(machine), "permissions.json"),
    format: "json",
    changes: tools.map((tool) => ({
      kind: "include",
      path: ["mcpAllowlist"],
      item: `${SERVER_NAME}:${tool}`,
      onlyExisting: true,
    })),
  }),
  next: "Restart Cursor.",
};

function folder({ home }: Machine): string {
  return join(home, ".cursor");
}
