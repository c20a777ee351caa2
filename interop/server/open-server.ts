import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { getDefaultEnvironment } from "@modelcontextprotocol/client/stdio";
import type { Command, Endpoint } from "../../examples/agent-frameworks/conversation.ts";
import { openHttpServer } from "./open-http-server.ts";
import { type Meeting, meetingOf, readMessage } from "./wire.ts";

/** The command as it is published: the bundle, which `pnpm build` writes. */
const COMMAND = fileURLToPath(new URL("../../packages/mcp-server/dist/cli.js", import.meta.url));
const TEE = fileURLToPath(new URL("./stdio-tee.ts", import.meta.url));

/** A server that knows nobody yet, and a client's way to it. */
export interface Server extends AsyncDisposable {
  /** Holds the server's data, and is the home of what is started for it. */
  readonly directory: string;
  readonly way: Command | Endpoint;
  /** To be asked after the client has called a tool. */
  meeting(): Promise<Meeting>;
}

export type Transport = "stdio" | "http";

export async function openServer(transport: Transport): Promise<Server> {
  const directory = await mkdtemp(join(tmpdir(), "lifelong-interop-"));
  const environment = {
    ...getDefaultEnvironment(),
    HOME: directory,
    LIFELONG_STORE: `file:${join(directory, "data")}`,
  };
  // Over stdio the server ends by itself, soon after its client, and may still be writing.
  const remove = () => rm(directory, { recursive: true, force: true, maxRetries: 5 });
  if (transport === "http") {
    const { way, meeting, end } = await openHttpServer(COMMAND, environment);
    return { directory, way, meeting, [Symbol.asyncDispose]: () => end().finally(remove) };
  }
  const [sent, answered] = [join(directory, "sent.jsonl"), join(directory, "answered.jsonl")];
  return {
    directory,
    way: { command: process.execPath, args: [TEE, sent, answered, process.execPath, COMMAND, "serve"], environment },
    async meeting() {
      const answers = (await messagesIn(answered)).map(({ result }) => result?.protocolVersion);
      return meetingOf(
        await messagesIn(sent),
        answers.find((version) => version !== undefined),
      );
    },
    [Symbol.asyncDispose]: remove,
  };
}

async function messagesIn(file: string): Promise<ReturnType<typeof readMessage>[]> {
  const lines = (await readFile(file, "utf8")).split("\n");
  return lines.filter((line) => line.trim() !== "").map(readMessage);
}
