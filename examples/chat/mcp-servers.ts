import { mcpTools, type Tool } from "@lifelong/agent";
import { PersonaError } from "@lifelong/core";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";

/** MCP servers, each in a process of its own, and what they can do. */
export interface McpServers {
  /** Each with the name of its server in front. All ask for permission. */
  readonly tools: readonly Tool[];
  /** Ends the processes. */
  close(): Promise<void>;
}

/**
 * Starts MCP servers over stdio. They see of the environment what every program needs, and no key.
 *
 * @param commands - a program and its arguments each; quotation marks hold together what has spaces in it
 * @throws PersonaError `CONFIGURATION` naming the program that is no MCP server; none is left running then
 */
export async function openMcpServers(commands: readonly string[]): Promise<McpServers> {
  const clients: Client[] = [];
  const tools: Tool[] = [];
  const close = async () => {
    await Promise.all(clients.map((client) => client.close()));
  };
  for (const line of commands) {
    const [command = "", ...args] = wordsOf(line);
    const client = new Client({ name: "lifelong-chat", version: "0.1.0" });
    clients.push(client);
    try {
      // What a server logs does not belong into the conversation.
      await client.connect(new StdioClientTransport({ command, args, stderr: "ignore" }));
      tools.push(...(await mcpTools(client, { prefix: `${client.getServerVersion()?.name ?? "mcp"}_` })));
    } catch (cause) {
      await close();
      const sentence = `"${command}" did not start as an MCP server. Run the command by itself to see what it says.`;
      throw new PersonaError("CONFIGURATION", sentence, { cause });
    }
  }
  return { tools, close };
}

function wordsOf(line: string): readonly string[] {
  return Array.from(line.matchAll(/"([^"]*)"|'([^']*)'|\S+/g), ([whole, double, single]) => double ?? single ?? whole);
}
