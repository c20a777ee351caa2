import { PersonaError } from "@lifelong/core";
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  inputRequired,
  inputResponse,
  McpServer,
  ProtocolError,
  ProtocolErrorCode,
  ResourceTemplate,
  type ServerContext,
  type StandardSchemaWithJSON,
} from "@modelcontextprotocol/server";
import { SkillsExtension } from "@modelcontextprotocol/server/ext/skills";
import * as z from "zod";
import { canAsk, FORM, QUESTION } from "./asking.ts";
import { INSTRUCTIONS, INSTRUCTIONS_WITH_HOOK } from "./catalogue.ts";
import type { Client } from "./clients.ts";
import type { Confirmation } from "./define-tool.ts";
import { ICONS, IMPLEMENTATION } from "./implementation.ts";
import type { ListedSchema } from "./listed-tool.ts";
import { ME } from "./resources/me.ts";
import type { ServerSettings } from "./server-settings.ts";
import { type Caller, createSurface, type Surface } from "./surface.ts";
import { toolResult } from "./tool-result.ts";

/** Another program may change the persona at any time, and it is the user's alone. */
const CACHE = { ttlMs: 0, cacheScope: "private" } as const;

/** The catalogue on a server of the MCP SDK, for either protocol era. Cheap and free of side effects: a host that probes makes two. */
export function createServer(settings: ServerSettings): McpServer {
  const surface = createSurface(settings);
  const instructions = settings.recordedBy === "hook" ? INSTRUCTIONS_WITH_HOOK : INSTRUCTIONS;
  const server = new McpServer({ ...IMPLEMENTATION, icons: ICONS }, { instructions });
  addTools(server, surface);
  addResources(server, surface);
  for (const prompt of surface.prompts) {
    const { name, title, description } = prompt;
    server.registerPrompt(name, { title, description, icons: ICONS }, async (context) => {
      const text = await explained(surface.prompt(prompt, callerOf(server, context).client));
      return { messages: [{ role: "user", content: { type: "text", text } }] };
    });
  }
  new SkillsExtension({ source: surface.skills }).attach(server);
  announceChanges(server, surface, settings);
  return server;
}

function addTools(server: McpServer, surface: Surface): void {
  for (const { tool, inputSchema, outputSchema } of surface.tools) {
    const { name, title, description, annotations, meta } = tool;
    const schemas = { inputSchema: unchecked(inputSchema), outputSchema: unchecked(outputSchema) };
    const listing = { title, description, annotations, ...schemas, ...(meta === undefined ? {} : { _meta: meta }) };
    server.registerTool(name, listing, async (input, context) => {
      const answer = await surface.call(tool, input, callerOf(server, context));
      if (answer.question === undefined) return toolResult(answer);
      const asked = inputRequired.elicit({ message: answer.question, requestedSchema: FORM });
      return inputRequired({ inputRequests: { [QUESTION]: asked } });
    });
  }
}

function addResources(server: McpServer, surface: Surface): void {
  for (const resource of surface.resources) {
    const { name, uri, title, description, mimeType } = resource;
    const listing = { title, description, mimeType, icons: ICONS, cacheHint: CACHE };
    server.registerResource(name, uri, listing, async () => {
      const documents = await explained(surface.read(resource));
      return { contents: documents.map((document) => ({ uri, ...document })) };
    });
  }
  for (const template of surface.resourceTemplates) {
    const { name, uriTemplate, variable, title, description, mimeType } = template;
    const complete = { [variable]: (beginning: string) => explained(surface.complete(template, beginning)) };
    const address = new ResourceTemplate(uriTemplate, { list: undefined, complete });
    const listing = { title, description, mimeType, icons: ICONS, cacheHint: CACHE };
    server.registerResource(name, address, listing, async ({ href: uri }, variables) => {
      const documents = await explained(surface.readRevision(template, String(variables[variable])));
      return { contents: documents.map((document) => ({ uri, ...document })) };
    });
  }
}

/** Legacy hosts subscribe here; what modern ones listen to is known to whoever serves the connection. */
function announceChanges({ server }: McpServer, surface: Surface, { announces = true }: ServerSettings): void {
  server.registerCapabilities({ resources: { subscribe: true } });
  if (!announces) return;
  let isSubscribed = false;
  server.setRequestHandler("resources/subscribe", async ({ params: { uri } }) => {
    if (uri === ME) {
      await surface.takeNote();
      isSubscribed = true;
    }
    return {};
  });
  server.setRequestHandler("resources/unsubscribe", async ({ params: { uri } }) => {
    if (uri === ME) isSubscribed = false;
    return {};
  });
  const stop = surface.onChange(() => {
    // Only the legacy era has a handshake, in which the client names itself.
    const isModern = server.getClientVersion() === undefined;
    if (isModern || isSubscribed) server.sendResourceUpdated({ uri: ME }).catch(() => {});
  });
  server.onclose = stop;
}

/** Errors of reading as errors of the protocol. */
async function explained<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const isInput = PersonaError.isInstance(error) && error.code === "INVALID_INPUT";
    const code = isInput ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
    throw new ProtocolError(code, error instanceof Error ? error.message : "");
  }
}

const clientInfo = z.object({ name: z.string(), version: z.string() });

/** The modern era names the client in every request; the legacy one once for the connection. */
function callerOf({ server }: McpServer, { mcpReq }: ServerContext): Caller {
  const { signal, _meta } = mcpReq;
  const envelope: Readonly<Record<string, unknown>> = mcpReq.envelope ?? {};
  const client: Client | undefined =
    clientInfo.safeParse(envelope[CLIENT_INFO_META_KEY]).data ?? server.getClientVersion();
  const capabilities = envelope[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities();
  const token = _meta?.progressToken;
  return {
    client,
    signal,
    confirmation: canAsk(capabilities) ? confirmationIn(mcpReq.inputResponses) : "unable",
    ...(token !== undefined && {
      progress: (progress, total, message) => {
        const params = { progressToken: token, progress, total, message };
        mcpReq.notify({ method: "notifications/progress", params }).catch(() => {});
      },
    }),
  };
}

function confirmationIn(responses: Record<string, unknown> | undefined): Confirmation {
  const response = inputResponse(responses, QUESTION);
  return response.kind === "elicit" ? response.action : "unasked";
}

/** A schema that is listed but checks nothing: `runTool` checks, so that a refusal carries our code and the next step. */
function unchecked(json: ListedSchema): StandardSchemaWithJSON<unknown, unknown> {
  return {
    "~standard": {
      version: 1,
      vendor: "lifelong",
      jsonSchema: { input: () => ({ ...json }), output: () => ({ ...json }) },
      validate: (value) => ({ value }),
    },
  };
}
