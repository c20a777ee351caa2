import assert from "node:assert/strict";
import { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { Message } from "./conversations.ts";

/** The `lifelong` command of this clone, as it runs from source. */
export const COMMAND: string = fileURLToPath(new URL("../../packages/mcp-server/src/cli.ts", import.meta.url));

/** What the tools answer, as far as a host needs it. */
export interface Answers {
  readonly get_persona: { readonly persona: string; readonly tokens: number; readonly revision: number };
  readonly record_session: {
    readonly sessionId: string;
    readonly duplicate: boolean;
    readonly kept: number;
    readonly due: boolean;
    readonly notKept: readonly { readonly reason: string; readonly sentence: string }[];
  };
  readonly optimize_persona: { readonly outcome: string; readonly brief?: string; readonly ticket?: string };
}

/** An assistant's application: an MCP client and the server that it started. */
export interface Host {
  readonly server: string;
  getPersona(): Promise<Answers["get_persona"]>;
  recordSession(session: {
    sessionId?: string;
    startedAt?: string;
    private?: true;
    messages: readonly Message[];
  }): Promise<Answers["record_session"]>;
  /** @param proposal - the answer of the host's model to a brief */
  optimizePersona(proposal?: { ticket: string; operations: readonly object[] }): Promise<Answers["optimize_persona"]>;
  /** Closes the server's stdin and waits for its end. Answers its exit code; null when a signal ended it. */
  close(): Promise<number | null>;
}

/** Starts the server over stdio, and connects to it. */
export async function openHost(environment: Readonly<Record<string, string>>): Promise<Host> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [COMMAND, "serve"],
    env: { ...environment },
    stderr: "ignore",
  });
  const client = new Client({ name: "lifelong-demo", version: "1.0.0" });
  const server = await startedBy(() => client.connect(transport));
  const ended = server.exitCode === null ? once(server, "exit") : Promise.resolve();

  async function call<Name extends keyof Answers>(name: Name, input: object = {}): Promise<Answers[Name]> {
    const { structuredContent, isError, content } = await client.callTool({ name, arguments: { ...input } });
    assert.ok(isError !== true && structuredContent !== undefined, `${name} answered: ${JSON.stringify(content)}`);
    // The client has checked it against the output schema that the server lists for this tool.
    return structuredContent as Answers[Name];
  }

  await client.listTools();
  return {
    server: `${client.getServerVersion()?.name ?? "a server"} ${client.getServerVersion()?.version ?? ""}`,
    getPersona: () => call("get_persona"),
    recordSession: (session) => call("record_session", session),
    optimizePersona: (proposal) => call("optimize_persona", proposal),
    async close() {
      await client.close();
      await ended;
      return server.exitCode;
    },
  };
}

/** The process that a call starts: the transport keeps it to itself, and its exit code is a claim of the demo. */
async function startedBy(start: () => Promise<void>): Promise<ChildProcess> {
  let started: ChildProcess | undefined;
  const notice = (message: unknown) => {
    if (typeof message !== "object" || message === null || !("process" in message)) return;
    if (message.process instanceof ChildProcess) started = message.process;
  };
  subscribe("child_process", notice);
  await start().finally(() => unsubscribe("child_process", notice));
  assert.ok(started, "The client started a server process.");
  return started;
}
