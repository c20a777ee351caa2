import { join } from "node:path";
import { type ServerCommand, startMcp } from "../mcp-process.ts";
import type { Measurement } from "../measurement.ts";
import { bundleLifelong, lifelongServer, officialServer } from "../servers.ts";

const BUDGET_BYTES = 6 * 1_024;
/** The core tools are listed first. */
const CORE = 3;

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
            ["of these the core", String(CORE), String(ours.coreBytes)],
            ["server-memory", String(theirs.tools), String(theirs.bytes)],
          ],
          notes: [`${(ours.bytes / theirs.bytes).toFixed(2)} × the official server's`],
        },
      ],
      verdicts: [
        {
          budget: `core tools ≤ ${BUDGET_BYTES} bytes`,
          measured: `${ours.coreBytes} bytes`,
          met: ours.coreBytes <= BUDGET_BYTES,
        },
      ],
      raw: { ours, theirs },
    };
  },
};

interface Listed {
  readonly tools: number;
  readonly bytes: number;
  readonly coreBytes: number;
}

async function listed(command: ServerCommand): Promise<Listed> {
  const { tools, end } = await startMcp(command);
  await end();
  return { tools: tools.length, bytes: bytesOf(tools), coreBytes: bytesOf(tools.slice(0, CORE)) };
}

function bytesOf(tools: readonly unknown[]): number {
  return Buffer.byteLength(JSON.stringify(tools));
}
