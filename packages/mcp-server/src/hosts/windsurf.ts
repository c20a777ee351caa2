import { join } from "node:path";
import { roaming } from "./folders.ts";
import { type Host, isThere, type Machine, mcpServers, permissionRules } from "./host.ts";

/** Renamed to Devin Desktop in June 2026, whose agent reads another folder than Windsurf's Cascade did. */
export const windsurf: Host = {
  name: "windsurf",
  title: "Windsurf (Devin Desktop)",
  documentation: [
    "https://docs.devin.ai/cli/extensibility/mcp/configuration",
    "https://docs.devin.ai/cli/reference/permissions",
    "https://docs.windsurf.com/windsurf/cascade/mcp",
  ],
  traces: (machine) => [devin(machine), cascade(machine)],
  entry: (machine, server) =>
    mcpServers(join(isCascade(machine) ? cascade(machine) : devin(machine), "mcp_config.json"), server),
  approval: (machine, tools) => permissionRules(join(devin(machine), "config.json"), tools),
  next: "Restart Windsurf, or Devin Desktop as it is called since.",
};

function devin(machine: Machine): string {
  return machine.platform === "win32" ? join(roaming(machine), "devin") : join(machine.home, ".config", "devin");
}

function cascade({ home }: Machine): string {
  return join(home, ".codeium", "windsurf");
}

function isCascade(machine: Machine): boolean {
  return isThere(machine, cascade(machine)) && !isThere(machine, devin(machine));
}
