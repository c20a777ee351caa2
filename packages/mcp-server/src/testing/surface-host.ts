import { InMemoryTransport, Client as SecondClient } from "@modelcontextprotocol/client";
import { SkillsClient } from "@modelcontextprotocol/client/ext/skills";
import { Client as FirstClient } from "@modelcontextprotocol/sdk/client/index.js";
import { McpServer as FirstServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { ElicitRequestSchema, ResourceUpdatedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import * as z from "zod";
import { catalogue, INSTRUCTIONS } from "../catalogue.ts";
import { IMPLEMENTATION } from "../implementation.ts";
import { ME } from "../resources/me.ts";
import { createServer } from "../server.ts";
import type { ServerSettings } from "../server-settings.ts";
import { mountLifelong } from "../v1.ts";

const CLIENT = { name: "test-host", version: "3.2.1" };

/** What the user does with a question. */
type Action = "accept" | "decline" | "cancel";

export interface HostOptions {
  /** Absent: the host cannot ask. */
  readonly answers?: (message: string) => Action;
}

/** The first SDK calls these methods by their names; the second checks what it gets. */
type SkillReader = Pick<SurfaceHost, "skills" | "skill">;

interface Called {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { progress: number; total?: number; message?: string }) => void;
}

/** A real client, connected to a real server in this process. */
export interface SurfaceHost extends AsyncDisposable {
  listTools(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  call(name: string, input?: Record<string, unknown>, options?: CallOptions): Promise<Called>;
  resources(): Promise<readonly string[]>;
  read(uri: string): Promise<readonly { uri: string; mimeType?: string; text: string }[]>;
  complete(uriTemplate: string, name: string, value: string): Promise<readonly string[]>;
  skills(): Promise<readonly unknown[]>;
  skill(uri: string): Promise<unknown>;
  prompts(): Promise<readonly string[]>;
  prompt(name: string): Promise<string>;
  /** Listens for changes of the persona. */
  subscribe(): Promise<void>;
  /** Addresses of the changes told so far. */
  readonly updates: readonly string[];
  /** Everything that the server has sent. */
  readonly sent: readonly unknown[];
}

/** What both clients have in common. */
type EitherClient = Pick<FirstClient, "close"> & {
  listTools(): Promise<{ tools: unknown[] }>;
  callTool(params: { name: string; arguments: Record<string, unknown> }, options: unknown): Promise<unknown>;
  listResources(): Promise<{ resources: { uri: string }[] }>;
  listResourceTemplates(): Promise<{ resourceTemplates: { uriTemplate: string }[] }>;
  readResource(params: { uri: string }): Promise<{ contents: unknown[] }>;
  complete(params: { ref: { type: "ref/resource"; uri: string }; argument: { name: string; value: string } }): Promise<{
    completion: { values: string[] };
  }>;
  listPrompts(): Promise<{ prompts: { name: string }[] }>;
  getPrompt(params: { name: string }): Promise<{ messages: { content: unknown }[] }>;
};

const answerSchema = z.object({
  content: z.array(z.object({ type: z.literal("text"), text: z.string() })).length(1),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
});
const documentsSchema = z.array(z.object({ uri: z.string(), mimeType: z.string().optional(), text: z.string() }));

function hostOf(
  client: EitherClient,
  {
    updates,
    sent,
    subscribe,
    call,
    skillReader,
    end,
  }: {
    updates: string[];
    sent: readonly unknown[];
    subscribe: () => Promise<unknown>;
    call: (params: { name: string; arguments: Record<string, unknown> }, options: CallOptions) => Promise<unknown>;
    skillReader: SkillReader;
    end: () => Promise<unknown>;
  },
): SurfaceHost {
  return {
    ...skillReader,
    updates,
    sent,
    listTools: async () => z.array(z.record(z.string(), z.unknown())).parse((await client.listTools()).tools),
    async call(name, input = {}, options = {}) {
      const { content, structuredContent, isError } = answerSchema.parse(
        await call({ name, arguments: input }, options),
      );
      return { text: content[0]?.text ?? "", data: structuredContent ?? {}, isError: isError ?? false };
    },
    async resources() {
      const [{ resources }, { resourceTemplates }] = [
        await client.listResources(),
        await client.listResourceTemplates(),
      ];
      return [...resources.map(({ uri }) => uri), ...resourceTemplates.map(({ uriTemplate }) => uriTemplate)];
    },
    read: async (uri) => documentsSchema.parse((await client.readResource({ uri })).contents),
    async complete(uri, name, value) {
      return (await client.complete({ ref: { type: "ref/resource", uri }, argument: { name, value } })).completion
        .values;
    },
    prompts: async () => (await client.listPrompts()).prompts.map(({ name }) => name),
    async prompt(name) {
      const { messages } = await client.getPrompt({ name });
      return z.object({ text: z.string() }).parse(messages[0]?.content).text;
    },
    subscribe: async () => void (await subscribe()),
    async [Symbol.asyncDispose]() {
      await client.close();
      await end();
    },
  };
}

/** Keeps what goes out at that end. */
function sentBy(transport: InMemoryTransport): readonly unknown[] {
  const sent: unknown[] = [];
  const send = transport.send.bind(transport);
  transport.send = (message, options) => {
    sent.push(message);
    return send(message, options);
  };
  return sent;
}

type Serve = (settings: ServerSettings, transport: InMemoryTransport) => Promise<() => Promise<unknown>>;

const serveSecond: Serve = async (settings, transport) => {
  const connection = serveStdio(() => createServer(settings), { transport });
  return () => connection.close();
};

const serveFirst: Serve = async (settings, transport) => {
  const server = new FirstServer(IMPLEMENTATION, { instructions: INSTRUCTIONS });
  const { tools, ...common } = settings;
  mountLifelong(server, { ...common, tools: tools === catalogue ? "all" : "default" });
  await server.connect(transport);
  return () => server.close();
};

async function connectFirst(serve: Serve, settings: ServerSettings, { answers }: HostOptions): Promise<SurfaceHost> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const client = new FirstClient(CLIENT, { capabilities: answers ? { elicitation: {} } : {} });
  if (answers) {
    client.setRequestHandler(ElicitRequestSchema, async ({ params: { message } }) => ({
      action: answers(message),
      content: {},
    }));
  }
  const updates: string[] = [];
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params: { uri } }) => void updates.push(uri));
  const sent = sentBy(far);
  const end = await serve(settings, far);
  await client.connect(near);
  return hostOf(client as EitherClient, {
    updates,
    sent,
    subscribe: () => client.subscribeResource({ uri: ME }),
    call: (params, { signal, onProgress }) => client.callTool(params, undefined, { signal, onprogress: onProgress }),
    skillReader: {
      skills: async () =>
        (await client.request({ method: "skills/list" }, z.object({ skills: z.array(z.json()) }))).skills,
      skill: async (uri) =>
        (await client.request({ method: "skills/get", params: { uri } }, z.object({ skill: z.json() }))).skill,
    },
    end,
  });
}

async function connectSecond(
  mode: "legacy" | "auto",
  serve: Serve,
  settings: ServerSettings,
  { answers }: HostOptions,
): Promise<SurfaceHost> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const client = new SecondClient(CLIENT, {
    versionNegotiation: { mode },
    capabilities: answers ? { elicitation: { form: {} } } : {},
  });
  if (answers) {
    client.setRequestHandler("elicitation/create", async ({ params: { message } }) => ({
      action: answers(message),
      content: {},
    }));
  }
  const updates: string[] = [];
  client.setNotificationHandler("notifications/resources/updated", ({ params: { uri } }) => void updates.push(uri));
  const sent = sentBy(far);
  const end = await serve(settings, far);
  await client.connect(near);
  const skillsClient = new SkillsClient(client);
  return hostOf(client as unknown as EitherClient, {
    updates,
    sent,
    subscribe: () =>
      mode === "legacy" ? client.subscribeResource({ uri: ME }) : client.listen({ resourceSubscriptions: [ME] }),
    call: (params, { signal, onProgress }) => client.callTool(params, { signal, onprogress: onProgress }),
    skillReader: {
      skills: async () => (await skillsClient.list()).skills,
      skill: async (uri) => (await skillsClient.get(uri)).skill,
    },
    end,
  });
}

export type Connect = (settings: ServerSettings, options?: HostOptions) => Promise<SurfaceHost>;

/** Every pair of a client and a server that can meet. */
export const pairs: readonly (readonly [string, Connect])[] = [
  ["first client, second server", (settings, options = {}) => connectFirst(serveSecond, settings, options)],
  [
    "second client, second server, legacy",
    (settings, options = {}) => connectSecond("legacy", serveSecond, settings, options),
  ],
  [
    "second client, second server, modern",
    (settings, options = {}) => connectSecond("auto", serveSecond, settings, options),
  ],
  ["first client, first server", (settings, options = {}) => connectFirst(serveFirst, settings, options)],
  ["second client, first server", (settings, options = {}) => connectSecond("legacy", serveFirst, settings, options)],
];
