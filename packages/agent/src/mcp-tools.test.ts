import { createPersonalizer, memoryStore } from "@lifelong/core";
import { scriptedModel } from "@lifelong/core/testing";
import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { McpServer } from "@modelcontextprotocol/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { createAgent } from "./create-agent.ts";
import type { AgentEvent } from "./events.ts";
import { mcpTools } from "./mcp-tools.ts";

const client = new Client({ name: "test", version: "1.0.0" });

beforeAll(async () => {
  const server = new McpServer({ name: "notes", version: "1.0.0" });
  server.registerTool(
    "notes.find",
    { description: "Finds a note.", inputSchema: z.object({ word: z.string() }) },
    async ({ word }) => {
      if (word === "none") return { isError: true, content: [{ type: "text", text: "There is no such note." }] };
      return {
        content: [
          { type: "text", text: `A note about ${word}.` },
          { type: "image", data: "aGk=", mimeType: "image/png" },
          { type: "resource_link", uri: "note://1", name: "One" },
        ],
      };
    },
  );
  const [here, there] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(there), client.connect(here)]);
});
afterAll(() => client.close());

async function callWith(json: string, permission?: "allow"): Promise<AgentEvent | undefined> {
  const tools = await mcpTools(client, { prefix: "my_", ...(permission && { permission }) });
  const model = scriptedModel([
    { toolCalls: [{ id: "c", name: "my_notes_find", arguments: json }], stop: "tools" },
    "So it is.",
  ]);
  const personalizer = createPersonalizer({ store: memoryStore() });
  const session = await createAgent({ personalizer, model, tools }).open("ana");
  let last: AgentEvent | undefined;
  for await (const event of session.send("Find it")) if (event.type.startsWith("tool-")) last = event;
  return last;
}

describe("a tool of an MCP server", () => {
  test("has a name that vendors take, and the server's schema", async () => {
    expect(await mcpTools(client)).toMatchObject([
      { name: "notes_find", description: "Finds a note.", permission: "ask", parameters: { required: ["word"] } },
    ]);
  });

  test("runs, and what is no text is named", async () => {
    expect(await callWith('{"word":"tea"}', "allow")).toMatchObject({
      type: "tool-finished",
      outcome: "done",
      text: "A note about tea.\n[image: image/png]\n[One: note://1]",
    });
  });

  test.each([
    ['{"word":"none"}', "There is no such note."],
    ['{"words":1}', "word"],
  ])("that the server refuses for %s gives the model the server's words", async (json, words) => {
    expect(await callWith(json, "allow")).toMatchObject({ outcome: "failed", text: expect.stringContaining(words) });
  });

  test("does not run without the user's word", async () => {
    expect(await callWith('{"word":"tea"}')).toMatchObject({ type: "tool-refused", reason: "denied" });
  });
});
