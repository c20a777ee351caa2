import type { Client } from "@modelcontextprotocol/client";
import { type Permission, type Prepared, TOOL_TIMEOUT_MS, type Tool } from "./tool.ts";

/** What is used of a result; content of other kinds is named, not shown. */
type Content = Awaited<ReturnType<Client["callTool"]>>["content"][number];

export interface McpToolsOptions {
  /** Stands before each name, such as `notes_`, so that tools of several servers keep apart. */
  readonly prefix?: string;
  /** Absent: `ask`, since what a server's tools do is the server's word alone. */
  readonly permission?: Permission;
  /** Absent: 30 seconds. */
  readonly timeoutMs?: number;
}

/**
 * The tools of an MCP server, through a client that is connected to it. The server checks the arguments; what it says of
 * them goes to the model. The list is read once.
 *
 * @throws what the client throws when the server does not list its tools
 */
export async function mcpTools(
  client: Pick<Client, "listTools" | "callTool">,
  { prefix = "", permission = "ask", timeoutMs = TOOL_TIMEOUT_MS }: McpToolsOptions = {},
): Promise<readonly Tool[]> {
  const { tools } = await client.listTools();
  return tools.map(({ name, description = "", inputSchema }) => ({
    // Servers may use dots and slashes, vendors do not take them.
    name: `${prefix}${name}`.replace(/[^\w-]/g, "_").slice(0, 64),
    description,
    parameters: inputSchema,
    permission,
    timeoutMs,
    prepare: (input): Prepared => {
      if (!isRecord(input)) return { issue: "The arguments are no JSON object." };
      return {
        async run({ signal }) {
          // The signal keeps the limit; the client's own, a minute, must not come before it.
          const result = await client.callTool({ name, arguments: input }, { signal, timeout: 2 * timeoutMs });
          const text = result.content.map(textOf).join("\n") || JSON.stringify(result.structuredContent ?? {});
          if (result.isError) throw new Error(text);
          return text;
        },
      };
    },
  }));
}

function isRecord(input: unknown): input is Record<string, unknown> {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

function textOf(content: Content): string {
  switch (content.type) {
    case "text":
      return content.text;
    case "resource":
      return "text" in content.resource ? content.resource.text : `[${content.resource.uri}]`;
    case "resource_link":
      return `[${content.name}: ${content.uri}]`;
    default:
      return `[${content.type}: ${content.mimeType}]`;
  }
}
