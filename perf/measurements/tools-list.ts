import { join } from "node:path";
import { type ServerCommand, startMcp } from "../mcp-process.ts";
import type { Measurement } from "../measurement.ts";
import { bundleLifelong, lifelongServer, officialServer } from "../servers.ts";

const BUDGET_BYTES = 6 * 1_024;

export const toolsList: Measurement = {
  name: "tools-list",
  question: "How much of a host's prompt do the tool definitions take?",
  async run({ directory }) {
    const bundle = await bundleLifelong(join(directory, "lifelong"));
    const ours = await listed(lifelongServer(bundle, join(directory, "data")));
    const theirs = await listed(officialServer(join(directory, "memory.jsonl")));
    return {
      tables: [
        {
          title: "tools/list, the tools array as JSON in UTF-8",
          columns: ["", "tools", "bytes"],
          rows: [
            ["lifelong serve", String(ours.tools), String(ours.bytes)],
            ["server-memory", String(theirs.tools), String(theirs.bytes)],
          ],
          notes: [`${(ours.bytes / theirs.bytes).toFixed(2)} × the official server's`],
        },
      ],
      verdicts: [
        {
          budget: `core tools ≤ ${BUDGET_BYTES} bytes`,
          measured: `${ours.bytes} bytes`,
          met: ours.bytes <= BUDGET_BYTES,
        },
      ],
      raw: { ours, theirs },
    };
  },
};

async function listed(command: ServerCommand): Promise<{ readonly tools: number; readonly bytes: number }> {
  const server = await startMcp(command);
  await server.end();
  return { tools: server.tools.length, bytes: Buffer.byteLength(JSON.stringify(server.tools)) };
}
