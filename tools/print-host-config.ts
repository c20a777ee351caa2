import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** How hosts name the server in their lists. */
const NAME = "lifelong";

const command = fileURLToPath(new URL("../packages/mcp-server/dist/cli.js", import.meta.url));
if (!existsSync(command)) {
  console.error("The command is not built yet. Run `pnpm connect`, which builds it first.");
  process.exit(1);
}

const settings = { mcpServers: { [NAME]: { command: process.execPath, args: [command, "serve"] } } };
const words = ["claude", "mcp", "add", "--scope", "user", NAME, "--", process.execPath, command, "serve"];

console.log(`
Claude Desktop: open Settings, Developer, Edit Config, add this, and restart it.

${JSON.stringify(settings, undefined, 2)}

Claude Code: run this.

${words.map(quote).join(" ")}

Any other MCP host: the command and the arguments of the first block, over stdio.`);

/** A word for a shell: as it is where that is safe, else in single quotes. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
