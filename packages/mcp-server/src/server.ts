import type { Personalizer } from "@lifelong/core";
import { CLIENT_INFO_META_KEY, McpServer, type StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import * as z from "zod";
import packageJson from "../package.json" with { type: "json" };
import { catalogue, INSTRUCTIONS } from "./catalogue.ts";
import type { Client } from "./clients.ts";
import { createLateRuns, type LateRuns } from "./late-runs.ts";
import { runTool } from "./run-tool.ts";

export interface ServerSettings {
  /** May still be opening: listing the tools does not wait for it. */
  readonly personalizer: Personalizer | Promise<Personalizer>;
  /** Whose persona all calls are about. */
  readonly userId: string;
  /** Told of every call that succeeded. */
  readonly onCall?: (tool: string, client: Client | undefined) => void;
  /** Whether the host's model may be asked for an update now; absent: it never is. */
  readonly mayAsk?: () => Promise<boolean>;
  /** How long `optimize_persona` waits, milliseconds; 45 s by default. */
  readonly patienceMs?: number;
  /** Shared by servers that serve one client after another; absent: of this server alone. */
  readonly lateRuns?: LateRuns;
  /** Gets the errors that are not the caller's, for a log. */
  readonly onError?: (error: unknown) => void;
}

const listed = catalogue.map((tool) => ({
  tool,
  inputSchema: listSchema(tool.input, "input"),
  outputSchema: listSchema(tool.output, "output"),
}));

/** The catalogue on a server of the MCP SDK, for either protocol era. Cheap and free of side effects: a host that probes makes two. */
export function createServer(settings: ServerSettings): McpServer {
  const {
    personalizer,
    userId,
    onCall,
    onError = () => {},
    mayAsk,
    patienceMs,
    lateRuns = createLateRuns(),
  } = settings;
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
        const client = clientOf(context.mcpReq.envelope) ?? server.server.getClientVersion();
        const open = async () => ({
          personalizer: await personalizer,
          userId,
          client: client?.name,
          mayAsk,
          patienceMs,
          lateRuns,
          onError,
        });
        const { text, data, isError } = await runTool(tool, input, open, onError);
        if (!isError) onCall?.(name, client);
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
  const { $schema, ...json } = z.toJSONSchema(schema, { io, override: ({ jsonSchema }) => shorten(jsonSchema) });
  return {
    "~standard": {
      version: 1,
      vendor: "lifelong",
      jsonSchema: { input: () => json, output: () => json },
      validate: (value) => ({ value }),
    },
  };
}

/** Says the same in fewer words, which a host's model pays for each time: no bounds of whole numbers, types in one list. */
function shorten(json: z.core.JSONSchema.BaseSchema): void {
  if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
  const types = json.anyOf?.flatMap((option) =>
    typeof option === "object" && typeof option.type === "string" && Object.keys(option).length === 1
      ? [option.type]
      : [],
  );
  if (types && types.length > 0 && types.length === json.anyOf?.length) {
    delete json.anyOf;
    Object.assign(json, { type: types });
  }
}
