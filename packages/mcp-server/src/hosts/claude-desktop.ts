import { join } from "node:path";
import { applicationData, localAppData } from "./folders.ts";
import { type Host, isThere, type Machine, mcpServers } from "./host.ts";

const FILE = "claude_desktop_config.json";

/** Approvals are given in the app; no file that the vendor documents holds them. */
export const claudeDesktop: Host = {
  name: "claude-desktop",
  title: "Claude Desktop",
  documentation: [
    "https://modelcontextprotocol.io/docs/develop/connect-local-servers",
    "https://support.claude.com/en/articles/10949351-getting-started-with-local-mcp-servers-on-claude-desktop",
    "https://github.com/anthropics/claude-code/issues/26073",
  ],
  traces: (machine) => [...packagedFolders(machine), join(applicationData(machine), "Claude")],
  entry: (machine, server) => {
    const [folder = join(applicationData(machine), "Claude")] = packagedFolders(machine);
    return mcpServers(join(folder, FILE), server);
  },
  next: "Quit Claude Desktop, also from the tray, and start it again.",
};

/**
 * On Windows the app comes as an MSIX package, whose `%APPDATA%` is redirected into the package's folder: it never
 * reads the file that its "Edit Config" button opens. The folder is there once the app has been started.
 */
function packagedFolders(machine: Machine): readonly string[] {
  if (machine.platform !== "win32") return [];
  const packages = join(localAppData(machine), "Packages");
  return machine
    .list(packages)
    .filter((name) => /^(?:Anthropic\.)?Claude(?:Desktop)?_/i.test(name))
    .map((name) => join(packages, name, "LocalCache", "Roaming", "Claude"))
    .filter((folder) => isThere(machine, folder))
    .toSorted((one, other) => Number(isThere(machine, join(other, FILE))) - Number(isThere(machine, join(one, FILE))));
}
