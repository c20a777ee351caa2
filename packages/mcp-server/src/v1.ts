// The catalogue for programs on the first MCP SDK, which is their peer: the subpath "./v1", so that nobody else loads it.
import { PersonaError } from "@lifelong/core";
import { type McpServer, ResourceTemplate } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  ErrorCode,
  McpError,
  type ServerNotification,
  type ServerRequest,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import * as z from "zod";
import { canAsk, FORM } from "./asking.ts";
import { catalogue, defaultTools } from "./catalogue.ts";
import type { Confirmation } from "./define-tool.ts";
import type { ListedSchema } from "./listed-tool.ts";
import { ME } from "./resources/me.ts";
import type { CommonSettings } from "./server-settings.ts";
import { type Caller, createSurface, type Surface } from "./surface.ts";
import { toolResult } from "./tool-result.ts";

/** Names nothing that only this repository has: programs compile against it with the package and that SDK alone. */
export interface MountSettings extends CommonSettings {
  /** What is listed: with `all` also `persona_history` and `restore_persona`. */
  readonly tools?: "default" | "all";
}

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/**
 * Adds the tools, resources and prompts of Lifelong to a server of the first SDK, beside what it has already. Call it
 * before the server connects; a name that the server has already used throws. Answers, errors and questions are those of
 * `createServer`. That SDK knows no icons of tools, and no era but its own.
 */
export function mountLifelong(server: McpServer, { tools, ...settings }: MountSettings): void {
  const surface = createSurface({ ...settings, tools: tools === "all" ? catalogue : defaultTools });
  addTools(server, surface);
  addResources(server, surface);
  for (const prompt of surface.prompts) {
    const { name, title, description } = prompt;
    server.registerPrompt(name, { title, description }, async () => {
      const text = await explained(surface.prompt(prompt, server.server.getClientVersion()));
      return { messages: [{ role: "user", content: { type: "text", text } }] };
    });
  }
  addSkills(server, surface);
  announceChanges(server, surface);
}

function addTools(server: McpServer, surface: Surface): void {
  for (const { tool, inputSchema, outputSchema } of surface.tools) {
    const { name, title, description, annotations, meta } = tool;
    const schemas = { inputSchema: unchecked(inputSchema), outputSchema: unchecked(outputSchema) };
    const listing = {
      title,
      description,
      annotations,
      ...schemas,
      ...(meta === undefined ? {} : { _meta: { ...meta } }),
    };
    server.registerTool(name, listing, async (input, extra) => {
      const caller = callerOf(server, extra);
      const answer = await surface.call(tool, input, caller);
      if (answer.question === undefined) return toolResult(answer);
      const confirmation = await ask(server, answer.question, extra.signal);
      return toolResult(await surface.call(tool, input, { ...caller, confirmation }));
    });
  }
}

async function ask({ server }: McpServer, message: string, signal: AbortSignal): Promise<Confirmation> {
  const { action } = await server.elicitInput({ message, requestedSchema: FORM }, { signal, timeout: PATIENCE_MS });
  return action;
}

/** A person thinks longer than a program answers. */
const PATIENCE_MS = 600_000;

function addResources(server: McpServer, surface: Surface): void {
  for (const resource of surface.resources) {
    const { name, uri, title, description, mimeType } = resource;
    server.registerResource(name, uri, { title, description, mimeType }, async () => {
      const documents = await explained(surface.read(resource));
      return { contents: documents.map((document) => ({ uri, ...document })) };
    });
  }
  for (const template of surface.resourceTemplates) {
    const { name, uriTemplate, variable, title, description, mimeType } = template;
    const complete = { [variable]: (beginning: string) => explained(surface.complete(template, beginning)) };
    const address = new ResourceTemplate(uriTemplate, { list: undefined, complete });
    server.registerResource(name, address, { title, description, mimeType }, async ({ href: uri }, variables) => {
      const documents = await explained(surface.readRevision(template, String(variables[variable])));
      return { contents: documents.map((document) => ({ uri, ...document })) };
    });
  }
}

const SKILLS = "io.modelcontextprotocol/skills";
const listSkills = z.object({ method: z.literal("skills/list") });
const getSkill = z.object({ method: z.literal("skills/get"), params: z.object({ uri: z.string() }) });

/** What the second SDK has an extension for. */
function addSkills(server: McpServer, { skills }: Surface): void {
  const list = async () => ({ resources: await skills.listResources() });
  server.registerResource(SKILLS, new ResourceTemplate("skill://{+path}", { list }), {}, async ({ href: uri }) => {
    const document = await skills.read(uri);
    if (document === undefined) throw new McpError(ErrorCode.InvalidParams, `There is nothing at ${uri}.`);
    return { contents: [{ uri, ...document }] };
  });
  server.server.setRequestHandler(listSkills, () => skills.list());
  server.server.setRequestHandler(getSkill, async ({ params: { uri } }) => {
    const skill = await skills.get(uri);
    if (skill === undefined) throw new McpError(ErrorCode.InvalidParams, `There is no skill at ${uri}.`);
    return { skill };
  });
  server.server.registerCapabilities({ extensions: { [SKILLS]: {} } });
}

function announceChanges({ server }: McpServer, surface: Surface): void {
  let isSubscribed = false;
  server.assertCanSetRequestHandler("resources/subscribe");
  server.registerCapabilities({ resources: { subscribe: true } });
  server.setRequestHandler(SubscribeRequestSchema, async ({ params: { uri } }) => {
    if (uri === ME) {
      await surface.takeNote();
      isSubscribed = true;
    }
    return {};
  });
  server.setRequestHandler(UnsubscribeRequestSchema, async ({ params: { uri } }) => {
    if (uri === ME) isSubscribed = false;
    return {};
  });
  const stop = surface.onChange(() => {
    if (isSubscribed) server.sendResourceUpdated({ uri: ME }).catch(() => {});
  });
  const before = server.onclose;
  server.onclose = () => {
    stop();
    before?.();
  };
}

async function explained<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const isInput = PersonaError.isInstance(error) && error.code === "INVALID_INPUT";
    throw new McpError(
      isInput ? ErrorCode.InvalidParams : ErrorCode.InternalError,
      error instanceof Error ? error.message : "",
    );
  }
}

function callerOf({ server }: McpServer, { signal, _meta, sendNotification }: Extra): Caller {
  const token = _meta?.progressToken;
  return {
    client: server.getClientVersion(),
    signal,
    confirmation: canAsk(server.getClientCapabilities()) ? "unasked" : "unable",
    ...(token !== undefined && {
      progress: (progress, total, message) => {
        const params = { progressToken: token, progress, total, message };
        sendNotification({ method: "notifications/progress", params }).catch(() => {});
      },
    }),
  };
}

/** Lists as that schema, and checks nothing: `runTool` checks, so that a refusal carries our code and the next step. */
function unchecked(json: ListedSchema): z.ZodObject {
  return z.looseObject({}).meta({ ...json });
}
