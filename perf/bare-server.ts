// A server of the same SDK with one tool that answers from memory: `node bare-server.js RESULT.json`.
import { readFileSync } from "node:fs";
import { McpServer } from "@modelcontextprotocol/server";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import * as z from "zod";

const result = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));

const connection = serveStdio(() => {
  const server = new McpServer({ name: "bare", version: "1.0.0" });
  server.registerTool(
    "get_persona",
    {
      title: "Get the user's persona",
      description: "What is known about this user.",
      annotations: { readOnlyHint: true },
      inputSchema: z.strictObject({ budgetTokens: z.int().positive().optional() }),
      outputSchema: z.strictObject({
        persona: z.string(),
        tokens: z.int(),
        omitted: z.int(),
        revision: z.int(),
        pending: z.int(),
      }),
    },
    async () => result,
  );
  return server;
});
process.stdin.once("end", () => void connection.close());
