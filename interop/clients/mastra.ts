import { noopObserve } from "@mastra/core/tools";
import { getMcpCallToolContent, MCPClient } from "@mastra/mcp";
import { answerText } from "./answer-text.ts";
import { type Client, playScript } from "./client.ts";

/** The tools that Mastra's agents get; of each answer what Mastra shows to a model. */
export const mastra: Client = {
  name: "Mastra",
  package: "@mastra/mcp",
  dependent: "interop",
  async talk({ way }) {
    const client = new MCPClient({
      id: crypto.randomUUID(),
      servers: {
        lifelong:
          "url" in way
            ? // Three seconds by default, which a busy machine can take.
              { url: new URL(way.url), requestInit: { headers: { ...way.headers } }, connectTimeout: 30_000 }
            : { command: way.command, args: [...way.args], env: { ...way.environment }, stderr: "ignore" },
      },
    });
    try {
      const tools = await client.listTools();
      return await playScript(async (name, input) => {
        const output = await tools[`lifelong_${name}`]?.execute?.(input, { observe: noopObserve });
        return answerText({ content: getMcpCallToolContent(output) });
      });
    } finally {
      await client.disconnect();
    }
  },
};
