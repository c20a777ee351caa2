import type { Personalizer } from "@lifelong/core";
import { CLIENT_INFO_META_KEY, McpServer, type StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import * as z from "zod";
import packageJson from "../package.json" with { type: "json" };
import { catalogue, INSTRUCTIONS } from "./catalogue.ts";
import type { Client } from "./clients.ts";
import { runTool } from "./run-tool.ts";

export interface ServerSettings {
  /** May still be opening: listing the tools does not wait for it. */
  readonly personalizer: Personalizer | Promise<Personalizer>;
  /** Whose persona all calls are about. */
  readonly userId: string;
  /** Told of every call that succeeded. */
  readonly onCall?: (tool: string, client: Client | undefined) => void;
  /** Gets the errors that are not the caller's, for a log. */
  readonly onError?: (error: unknown) => void;
}

const listed = catalogue.map((tool) => ({
  tool,
  inputSchema: listSchema(tool.input, "input"),
  outputSchema: listSchema(tool.output, "output"),
}));

/** The catalogue on a server of the MCP SDK, for either protocol era. Cheap and free of side effects: a host that probes makes two. */
export function createServer({ personalizer, userId, onCall, onError = () => {} }: ServerSettings): McpServer {
  const server = new McpServer(
    { name: "lifelong", title: "Lifelong", version: packageJson.version },
    { instructions: INSTRUCTIONS },
  );
  for (const { tool, inputSchema, outputSchema } of listed) {
    const { name, title, description, annotations, meta } = tool;
    server.registerTool(
      name,
      { title, description, annotations, inputSchema, outputSchema, ...(meta === undefined ? {} : { _meta: meta }) },
      async (input, context) => {
        const { signal, envelope } = context.mcpReq;
        const open = async () => ({ personalizer: await personalizer, userId, signal });
        const { text, data, isError } = await runTool(tool, input, open, onError);
        if (!isError) onCall?.(name, clientOf(envelope) ?? server.server.getClientVersion());
        return {
          content: [{ type: "text", text }],
          ...(data === undefined ? {} : { structuredContent: data }),
          isError,
        };
      },
    );
  }
  return server;
}

const clientInfo = z.object({ name: z.string(), version: z.string() });

/** The modern era names the client in every request; the legacy one once for the connection. */
function clientOf(envelope: Readonly<Record<string, unknown>> = {}): Client | undefined {
  return clientInfo.safeParse(envelope[CLIENT_INFO_META_KEY]).data;
}

/** A schema that is listed but checks nothing: `runTool` checks, so that a refusal carries our code and the next step. */
function listSchema(schema: z.ZodObject, io: "input" | "output"): StandardSchemaWithJSON<unknown, unknown> {
  const { $schema, ...json } = z.toJSONSchema(schema, { io, override: ({ jsonSchema }) => dropSafeBounds(jsonSchema) });
  return {
    "~standard": {
      version: 1,
      vendor: "lifelong",
      jsonSchema: { input: () => json, output: () => json },
      validate: (value) => ({ value }),
    },
  };
}

/** What zod says of every whole number, and what a host's model would pay for each time. */
function dropSafeBounds(json: { minimum?: number; maximum?: number }): void {
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
}
