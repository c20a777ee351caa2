import { Client as ModernClient, StreamableHTTPClientTransport as ModernTransport } from "@modelcontextprotocol/client";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { expect } from "vitest";

const INFO = { name: "test-host", version: "3.2.1" };
/** What the clients here can do: answer a form. */
const CAPABILITIES = { capabilities: { elicitation: { form: {} } } };

/** Headers of every request: the token, and whom it is about. */
export type ClientHeaders = Readonly<Record<string, string>>;

/** The client of the first SDK, which keeps a session. */
export async function connectLegacySdk(
  url: URL,
  headers: ClientHeaders,
  prepare: (client: LegacyClient) => void = () => {},
  fetch?: typeof globalThis.fetch,
): Promise<LegacyClient> {
  const client = new LegacyClient(INFO, CAPABILITIES);
  prepare(client);
  const transport = new LegacyTransport(url, { requestInit: { headers }, fetch });
  await client.connect(transport);
  expect(transport.sessionId).toBeDefined();
  return client;
}

/** The client of the second SDK: in the legacy era, in whichever it finds, or in the modern one and no other. */
export async function connectSdk(
  mode: "legacy" | "auto" | { pin: "2026-07-28" },
  url: URL,
  headers: ClientHeaders,
  prepare: (client: ModernClient) => void = () => {},
  fetch?: typeof globalThis.fetch,
): Promise<ModernClient> {
  const client = new ModernClient(INFO, { ...CAPABILITIES, versionNegotiation: { mode } });
  prepare(client);
  await client.connect(new ModernTransport(url, { requestInit: { headers }, fetch }));
  expect(client.getProtocolEra()).toBe(mode === "legacy" ? "legacy" : "modern");
  return client;
}
