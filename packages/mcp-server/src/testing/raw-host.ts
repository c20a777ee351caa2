import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import * as z from "zod";
import { CLI } from "./command-process.ts";

/** What came back: a result, or an error of the protocol. */
export interface RawAnswer {
  /** Null: an error about a line in which no id was found. */
  readonly id: number | null;
  readonly result?: {
    readonly content?: readonly { readonly text: string }[];
    readonly structuredContent?: Readonly<Record<string, unknown>>;
    readonly isError?: boolean;
  };
  readonly error?: { readonly code: number; readonly message: string };
}

const answerSchema: z.ZodType<RawAnswer> = z.object({
  jsonrpc: z.literal("2.0"),
  id: z.number().nullable(),
  result: z
    .object({
      content: z.array(z.object({ text: z.string() })).optional(),
      structuredContent: z.record(z.string(), z.unknown()).optional(),
      isError: z.boolean().optional(),
    })
    .optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
});

/** A host without an SDK, that may write what no client would. */
export interface RawHost extends AsyncDisposable {
  /** Writes bytes and ends the line. */
  write(line: string | Uint8Array): void;
  /** Writes a request, of text or of bytes, and waits for the answer to its id. */
  ask(id: number, line: string | Uint8Array): Promise<RawAnswer>;
  call(name: string, input: unknown): Promise<RawAnswer>;
  /** Lines on stdout that are no message of the protocol. */
  readonly strays: readonly string[];
  readonly stderr: string;
  /** Closes stdin, and gives the exit code. */
  close(): Promise<number | null>;
  /** Sends a signal, and gives the exit code when the process has ended. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

const OPENING = [
  {
    jsonrpc: "2.0",
    id: 0,
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "raw-host", version: "1" } },
  },
  { jsonrpc: "2.0", method: "notifications/initialized" },
];

/** @param uid - whom the process runs as; absent: whoever runs this one */
export async function openRawHost(environment: Record<string, string>, uid?: number): Promise<RawHost> {
  const child = spawn(process.execPath, [CLI, "serve"], { env: environment, ...(uid === undefined ? {} : { uid }) });
  const waiting = new Map<number, PromiseWithResolvers<RawAnswer>>();
  const strays: string[] = [];
  let stderr = "";
  let nextId = 1_000_000;
  child.stdin.on("error", () => {}); // Whoever waits for an answer is told that the process has ended.
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  createInterface(child.stdout).on("line", (line) => {
    const answer = parseAnswer(line);
    if (answer === undefined) strays.push(line);
    else if (answer.id !== null) waiting.get(answer.id)?.resolve(answer);
  });
  const closed = once(child, "close");
  const abandon = (cause?: unknown) => {
    const error = new Error(`The server has ended, and had written: ${stderr}`, { cause });
    for (const { reject } of waiting.values()) reject(error);
  };
  // Rejected when the process cannot be started at all.
  void closed.then(() => abandon(), abandon);

  const write = (line: string | Uint8Array) => {
    child.stdin.write(line);
    child.stdin.write("\n");
  };
  const ask = async (id: number, line: string | Uint8Array) => {
    const answer = Promise.withResolvers<RawAnswer>();
    waiting.set(id, answer);
    write(line);
    return answer.promise.finally(() => waiting.delete(id));
  };
  const close = async () => {
    child.stdin.end();
    await closed;
    return child.exitCode;
  };
  await ask(0, OPENING.map((message) => JSON.stringify(message)).join("\n"));
  return {
    write,
    ask,
    call(name, input) {
      nextId += 1;
      const params = { name, arguments: input };
      return ask(nextId, JSON.stringify({ jsonrpc: "2.0", id: nextId, method: "tools/call", params }));
    },
    strays,
    get stderr() {
      return stderr;
    },
    close,
    async kill(signal) {
      child.kill(signal);
      await closed;
      return child.exitCode;
    },
    async [Symbol.asyncDispose]() {
      await close();
    },
  };
}

function parseAnswer(line: string): RawAnswer | undefined {
  try {
    return answerSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
