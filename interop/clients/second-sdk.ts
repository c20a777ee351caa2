import { type ClientOptions, Client as SdkClient, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { Client } from "./client.ts";
import { processOf, talkBySdk } from "./talk-by-sdk.ts";

/** The client of the second SDK, in each of its ways to settle the protocol. */
export const secondSdk: readonly Client[] = [
  inMode("legacy", "legacy"),
  inMode("auto", "auto"),
  inMode("pinned to 2026-07-28", { pin: "2026-07-28" }),
];

type Mode = NonNullable<NonNullable<ClientOptions["versionNegotiation"]>["mode"]>;

function inMode(label: string, mode: Mode): Client {
  return {
    name: `MCP SDK v2 (${label})`,
    package: "@modelcontextprotocol/client",
    dependent: "interop",
    async talk({ way }) {
      const client = new SdkClient({ name: "interop", version: "1.0.0" }, { versionNegotiation: { mode } });
      const transport =
        "url" in way
          ? new StreamableHTTPClientTransport(new URL(way.url), { requestInit: { headers: { ...way.headers } } })
          : new StdioClientTransport(processOf(way));
      return talkBySdk(client, transport);
    },
  };
}
