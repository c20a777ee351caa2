import { randomBytes } from "node:crypto";
import { completable, createRequestStateCodec, McpServer, ResourceTemplate } from "@modelcontextprotocol/server";
import * as z from "zod";
import type { HttpServing } from "../../http/open-http-server.ts";
import { addContentTools } from "./content-tools.ts";
import { addInputTools } from "./input-tools.ts";
import { PNG } from "./media.ts";

const DESCRIPTION = { description: "For the conformance suite." };

/** One for the process, as every request has a server of its own. */
const states = createRequestStateCodec({ key: randomBytes(32) });

/**
 * What the official conformance suite calls by name: tools, resources and prompts that no product has. Test only.
 *
 * @param serving - whose subscriptions hear of changes
 */
export function createFixtureServer(userId: string, serving: () => HttpServing | undefined): McpServer {
  const server = new McpServer(
    { name: "lifelong-conformance", version: "1" },
    {
      capabilities: { logging: {}, resources: { subscribe: true } },
      requestState: { verify: states.verify },
    },
  );
  addContentTools(server);
  addInputTools(server, states);
  addResources(server);
  addPrompts(server);
  const noInput = { ...DESCRIPTION, inputSchema: z.object({}) };
  server.registerTool("test_trigger_tool_change", noInput, async () => {
    serving()?.notify(userId)?.toolsChanged();
    return { content: [] };
  });
  server.registerTool("test_trigger_prompt_change", noInput, async () => {
    serving()?.notify(userId)?.promptsChanged();
    return { content: [] };
  });
  return server;
}

function addResources(server: McpServer): void {
  server.registerResource("text", "test://static-text", {}, async ({ href: uri }) => ({
    contents: [{ uri, mimeType: "text/plain", text: "This is the content of the static text resource." }],
  }));
  server.registerResource("binary", "test://static-binary", {}, async ({ href: uri }) => ({
    contents: [{ uri, mimeType: "image/png", blob: PNG }],
  }));
  server.registerResource("watched", "test://watched-resource", {}, async ({ href: uri }) => ({
    contents: [{ uri, mimeType: "text/plain", text: "Watched." }],
  }));
  const template = new ResourceTemplate("test://template/{id}/data", { list: undefined });
  server.registerResource("template", template, {}, async ({ href: uri }, { id }) => ({
    contents: [
      {
        uri,
        mimeType: "application/json",
        text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${String(id)}` }),
      },
    ],
  }));
  server.server.setRequestHandler("resources/subscribe", () => ({}));
  server.server.setRequestHandler("resources/unsubscribe", () => ({}));
}

function addPrompts(server: McpServer): void {
  const text = (text: string) => ({ role: "user" as const, content: { type: "text" as const, text } });
  server.registerPrompt("test_simple_prompt", DESCRIPTION, async () => ({
    messages: [text("This is a simple prompt for testing.")],
  }));
  const word = completable(z.string(), (begun) => ["paris", "park", "party"].filter((word) => word.startsWith(begun)));
  server.registerPrompt(
    "test_prompt_with_arguments",
    { ...DESCRIPTION, argsSchema: z.object({ arg1: word, arg2: z.string() }) },
    async ({ arg1, arg2 }) => ({ messages: [text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)] }),
  );
  server.registerPrompt(
    "test_prompt_with_embedded_resource",
    { ...DESCRIPTION, argsSchema: z.object({ resourceUri: z.string() }) },
    async ({ resourceUri: uri }) => {
      const resource = { uri, mimeType: "text/plain", text: "Embedded resource content for testing." };
      return {
        messages: [
          { role: "user", content: { type: "resource", resource } },
          text("Please process the embedded resource above."),
        ],
      };
    },
  );
  server.registerPrompt("test_prompt_with_image", DESCRIPTION, async () => ({
    messages: [
      { role: "user", content: { type: "image", data: PNG, mimeType: "image/png" } },
      text("Please analyze the image above."),
    ],
  }));
}
