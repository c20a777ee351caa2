import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import * as z from "zod";

const PATIENCE_MS = 30_000;
const GRACE_MS = 3_000;

/** What is started: arguments for this Node, and the whole environment. */
export interface ServerCommand {
  readonly name: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * One server process and the thinnest client there is: a line of JSON out, a line of JSON in, the same for every server,
 * so that no client library stands between the figures. Protocol era: 2025-06-18, with its handshake.
 */
export interface McpProcess {
  /** Milliseconds from spawning to the answer to the first `tools/list`. */
  readonly startedIn: number;
  /** The tools as that answer listed them. */
  readonly tools: readonly unknown[];
  /** @throws when the answer is an error, or a tool's `isError` */
  call(tool: string, input: Readonly<Record<string, unknown>>): Promise<ToolResult>;
  /** Memory in megabytes, now. */
  residentMegabytes(): number;
  /** What was written to stderr. */
  stderr(): string;
  /** Closes stdin and waits; a process that stays is killed by its id. */
  end(): Promise<void>;
}

const toolResult = z.looseObject({
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  isError: z.boolean().optional(),
});
export type ToolResult = z.infer<typeof toolResult>;

const answer = z.looseObject({ id: z.int().optional(), result: z.unknown().optional(), error: z.unknown().optional() });
const toolsResult = z.looseObject({ tools: z.array(z.unknown()) });

export async function startMcp({ arguments: words, environment = {} }: ServerCommand): Promise<McpProcess> {
  const start = performance.now();
  const child = spawn(process.execPath, words, { env: environment, stdio: ["pipe", "pipe", "pipe"] });
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  let nextId = 1;
  let complaints = "";
  let unfinished = "";

  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const lines = (unfinished + text).split("\n");
    unfinished = lines.pop() ?? "";
    for (const line of lines) {
      if (line.trim() === "") continue;
      const { id = 0, result, error } = answer.parse(JSON.parse(line));
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) asked?.resolve(result);
      else asked?.reject(new Error(JSON.stringify(error)));
    }
  });
  child.on("close", () => {
    for (const { reject } of waiting.values()) reject(new Error(`The server ended: ${complaints}`));
  });

  const send = (message: object) => child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const request = (method: string, params: object) =>
    new Promise<unknown>((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      send({ id, method, params });
    });

  const watch = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  await request("initialize", {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "lifelong-perf", version: "1" },
  });
  send({ method: "notifications/initialized" });
  const { tools } = toolsResult.parse(await request("tools/list", {}));
  const startedIn = performance.now() - start;
  clearTimeout(watch);

  return {
    startedIn,
    tools,
    async call(tool, input) {
      const result = toolResult.parse(await request("tools/call", { name: tool, arguments: input }));
      if (result.isError) throw new Error(JSON.stringify(result.content));
      return result;
    },
    residentMegabytes() {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
    },
    stderr: () => complaints,
    end: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "close");
  const watch = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  child.stdin?.end();
  await ended;
  clearTimeout(watch);
}
