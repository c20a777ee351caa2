import { Client as SdkClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Client } from "./client.ts";
import { processOf, talkBySdk } from "./talk-by-sdk.ts";

/** The client of the first SDK, which most programs of 2025 were built on. */
export const firstSdk: Client = {
  name: "MCP SDK v1",
  package: "@modelcontextprotocol/sdk",
  dependent: "interop",
  async talk({ way }) {
    const client = new SdkClient({ name: "interop", version: "1.0.0" });
    const transport =
      "url" in way
        ? new StreamableHTTPClientTransport(new URL(way.url), { requestInit: { headers: { ...way.headers } } })
        : new StdioClientTransport(processOf(way));
    return talkBySdk(client, transport);
  },
};
