import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import * as z from "zod";
import { CLI } from "./command-process.ts";

const answerSchema = z.object({
  content: z.array(z.object({ type: z.literal("text"), text: z.string() })).length(1),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
});

/** What a tool answered. */
export interface HostAnswer {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
}

/** An MCP client of the second SDK, and the server process that it started. */
export interface Host extends AsyncDisposable {
  readonly pid: number | null;
  call(name: string, input?: Record<string, unknown>): Promise<HostAnswer>;
  /** Ends the process, and gives what it had written to stderr. */
  close(): Promise<string>;
}

/** @param environment - of the server, with nothing added */
export async function openHost(environment: Record<string, string>): Promise<Host> {
  const client = new Client({ name: "test-host", version: "3.2.1" }, { versionNegotiation: { mode: "auto" } });
  const command = { command: process.execPath, args: [CLI, "serve"], env: environment };
  const transport = new StdioClientTransport({ ...command, stderr: "pipe" });
  let stderr = "";
  transport.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk;
  });
  /** A process that died has said why. */
  const explained = async <Answer>(wait: Promise<Answer>): Promise<Answer> => {
    try {
      return await wait;
    } catch (error) {
      throw new Error(`The server failed, and had written: ${stderr}`, { cause: error });
    }
  };
  await explained(client.connect(transport));
  const close = async () => {
    await client.close();
    return stderr;
  };
  return {
    pid: transport.pid,
    async call(name, input = {}) {
      const answer = answerSchema.parse(await explained(client.callTool({ name, arguments: input })));
      const [content] = answer.content;
      return {
        text: content?.text ?? "",
        data: answer.structuredContent ?? {},
        isError: answer.isError ?? false,
      };
    },
    close,
    async [Symbol.asyncDispose]() {
      await close();
    },
  };
}
