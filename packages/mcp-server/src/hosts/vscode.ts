import { join } from "node:path";
import { applicationData } from "./folders.ts";
import { type Host, isThere, type Machine, SERVER_NAME } from "./host.ts";

/** The default profile. Approvals are given in the app; it documents no list of single tools in a file. */
export const vscode: Host = {
  name: "vscode",
  title: "VS Code",
  documentation: [
    "https://code.visualstudio.com/docs/agents/reference/mcp-configuration",
    "https://code.visualstudio.com/docs/configure/settings",
  ],
  traces: (machine) => folders(machine),
  entry: (machine, { command, args }) => {
    const all = folders(machine);
    const folder = all.find((path) => isThere(machine, path)) ?? all[0] ?? "";
    return {
      file: join(folder, "User", "mcp.json"),
      format: "json",
      changes: [{ kind: "set", path: ["servers", SERVER_NAME], value: { type: "stdio", command, args } }],
    };
  },
  next: "Run `MCP: List Servers` in VS Code, choose lifelong and start it; VS Code asks once whether it is trusted.",
};

/** Of the releases; Insiders are for those who have nothing else. */
function folders(machine: Machine): readonly string[] {
  return ["Code", "Code - Insiders"].map((name) => join(applicationData(machine), name));
}
