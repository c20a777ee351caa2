import { Client } from "@modelcontextprotocol/client";
import { getDefaultEnvironment, StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect, vi } from "vitest";

const WAITING = { timeout: 40_000, interval: 100 };

/** What a host's configuration says about a server. */
export interface ServerEntry {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a first conversation with a server brings out. */
export interface Acquaintance {
  /** In the server's order. */
  readonly tools: readonly string[];
  /** What `get_persona` says of Ana, who has told where she lives. */
  readonly persona: string;
}

/**
 * Starts the server as a host does and ends it: lists what it offers, records a session, reads the persona.
 *
 * @param cwd - the working folder of the server
 */
export async function meet({ command, args, env }: ServerEntry, cwd?: string): Promise<Acquaintance> {
  const client = new Client({ name: "test-host", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
  const environment = { ...getDefaultEnvironment(), ...env };
  await client.connect(new StdioClientTransport({ command, args: [...args], env: environment, cwd, stderr: "ignore" }));
  try {
    const { tools } = await client.listTools();
    const messages = [{ role: "user", text: "I'm Ana and I live in Porto." }];
    await client.callTool({ name: "record_session", arguments: { messages } });
    // Recording waits for nobody, so what was said is learned a moment later.
    const persona = await vi.waitFor(async () => {
      const { content } = await client.callTool({ name: "get_persona", arguments: {} });
      const text = JSON.stringify(content);
      expect(text).toContain("Porto");
      return text;
    }, WAITING);
    return {
      tools: tools.map(({ name }) => name),
      persona,
    };
  } finally {
    await client.close();
  }
}
