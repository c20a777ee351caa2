import { ToolMessage } from "@langchain/core/messages";
import { MultiServerMCPClient } from "@langchain/mcp-adapters";
import * as z from "zod";
import { type Client, playScript } from "./client.ts";

/** The tools that LangChain's agents get, called as those call them. */
export const langchain: Client = {
  name: "LangChain MCP adapters",
  package: "@langchain/mcp-adapters",
  dependent: "interop",
  async talk({ way }) {
    const client = new MultiServerMCPClient({
      lifelong:
        "url" in way
          ? { transport: "http", url: way.url, headers: { ...way.headers } }
          : {
              transport: "stdio",
              command: way.command,
              args: [...way.args],
              env: { ...way.environment },
              stderr: "ignore",
            },
    });
    try {
      const tools = await client.getTools();
      return await playScript(async (name, input) => {
        const tool = tools.find((listed) => listed.name === name);
        const message = await tool?.invoke({ type: "tool_call", id: "call", name, args: input });
        if (!(message instanceof ToolMessage) || message.status !== "success") throw new Error(String(message));
        return content.parse(JSON.parse(message.text)).text;
      });
    } finally {
      await client.close();
    }
  },
};

/** A model is shown the text and the data, in one piece of JSON. */
const content = z.object({ text: z.string(), structuredContent: z.record(z.string(), z.unknown()) });
