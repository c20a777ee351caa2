import type {
  McpUiHostContext,
  McpUiInitializeRequest,
  McpUiInitializeResult,
  McpUiUpdateModelContextRequest,
} from "@modelcontextprotocol/ext-apps";
import * as z from "zod/mini";

/** What a tool answered. */
export interface ToolAnswer {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
}

/** The program that shows the card, and behind it the server. */
export interface HostChannel {
  readonly context: McpUiHostContext;
  /** What the host passes on to the server. */
  readonly passes: { readonly tools: boolean; readonly resources: boolean };
  /** @throws Error with the host's message when it does not pass the call on */
  callTool(name: string, input: Readonly<Record<string, unknown>>): Promise<ToolAnswer>;
  /** The texts of the resource's documents. */
  readResource(uri: string): Promise<readonly string[]>;
  /** Has the host tell its model, with the user's next message; nothing where it cannot. */
  tellModel(text: string): Promise<void>;
}

/** What the host tells by itself. */
export interface HostListener {
  /** The call that the card belongs to has answered. */
  onAnswer(answer: ToolAnswer): void;
  /** Only what has changed. */
  onContext(context: McpUiHostContext): void;
}

const APP_INFO = { name: "lifelong-persona-card", version: "1" };
const PROTOCOL: McpUiInitializeRequest["params"]["protocolVersion"] = "2026-01-26";

const message = z.object({
  id: z.optional(z.union([z.string(), z.number()])),
  method: z.optional(z.string()),
  params: z.optional(z.record(z.string(), z.unknown())),
  result: z.optional(z.record(z.string(), z.unknown())),
  error: z.optional(z.object({ message: z.string() })),
});
type Message = z.infer<typeof message>;
type Result = Readonly<Record<string, unknown>>;

const toolResult = z.object({
  content: z.optional(z.array(z.object({ type: z.string(), text: z.optional(z.string()) }))),
  structuredContent: z.optional(z.record(z.string(), z.unknown())),
  isError: z.optional(z.boolean()),
});
const resourceResult = z.object({ contents: z.array(z.object({ text: z.optional(z.string()) })) });
const initializeResult = z.object({
  hostCapabilities: z.record(z.string(), z.unknown()),
  hostContext: z.optional(z.record(z.string(), z.unknown())),
});

/**
 * Opens the channel to the page around this one. Speaks the MCP Apps protocol as far as the card needs it: the package's own client
 * is ten times the card.
 */
export async function openHostChannel(host: Window, listener: HostListener): Promise<HostChannel> {
  const waiting = new Map<number, PromiseWithResolvers<Result>>();
  let calls = 0;
  // A sandboxed page has no origin that it could name; what is sent is for whoever shows it.
  const send = (body: object) => host.postMessage({ jsonrpc: "2.0", ...body }, "*");

  function request(method: string, params: object): Promise<Result> {
    calls += 1;
    const id = calls;
    const answer = Promise.withResolvers<Result>();
    waiting.set(id, answer);
    send({ id, method, params });
    return answer.promise;
  }

  function settle(id: number, { result, error }: Message): void {
    const answer = waiting.get(id);
    waiting.delete(id);
    if (result) answer?.resolve(result);
    else answer?.reject(new Error(error?.message ?? ""));
  }

  function hear({ id, method, params = {}, ...answer }: Message): void {
    if (method === undefined) {
      if (typeof id === "number") settle(id, answer);
    } else if (id !== undefined) {
      const known = method === "ping" || method === "ui/resource-teardown";
      send(known ? { id, result: {} } : { id, error: { code: -32_601, message: "Method not found" } });
    } else if (method === "ui/notifications/tool-result") {
      listener.onAnswer(answerOf(params));
    } else if (method === "ui/notifications/host-context-changed") {
      listener.onContext(params);
    }
  }

  addEventListener("message", ({ source, data }) => {
    const heard = source === host ? message.safeParse(data).data : undefined;
    if (heard) hear(heard);
  });

  const params: McpUiInitializeRequest["params"] = {
    appInfo: APP_INFO,
    appCapabilities: { availableDisplayModes: ["inline"] },
    protocolVersion: PROTOCOL,
  };
  const opened = initializeResult.parse(await request("ui/initialize", params));
  const capabilities: McpUiInitializeResult["hostCapabilities"] = opened.hostCapabilities;
  send({ method: "ui/notifications/initialized" });
  new ResizeObserver(() => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    send({ method: "ui/notifications/size-changed", params: { height } });
  }).observe(document.body);

  return {
    context: opened.hostContext ?? {},
    passes: { tools: capabilities.serverTools !== undefined, resources: capabilities.serverResources !== undefined },
    callTool: async (name, input) => answerOf(await request("tools/call", { name, arguments: input })),
    async readResource(uri) {
      const { contents } = resourceResult.parse(await request("resources/read", { uri }));
      return contents.flatMap(({ text }) => (text === undefined ? [] : [text]));
    },
    async tellModel(text) {
      if (capabilities.updateModelContext === undefined) return;
      const told: McpUiUpdateModelContextRequest["params"] = { content: [{ type: "text", text }] };
      await request("ui/update-model-context", told);
    },
  };
}

function answerOf(result: Result): ToolAnswer {
  const { content = [], structuredContent = {}, isError = false } = toolResult.parse(result);
  return { text: content.map(({ text = "" }) => text).join("\n"), data: structuredContent, isError };
}
