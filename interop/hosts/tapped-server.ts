import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { type HostRoom, LIFELONG } from "./host-room.ts";

const TEE = fileURLToPath(new URL("stdio-tee.ts", import.meta.url));

/** What passed between a host and the server. */
export interface Traffic {
  /** The protocol's revision that the two speak, such as `2026-07-28`; undefined when they did not come to speak. */
  readonly revision: string | undefined;
  /** By which the host names itself. */
  readonly client: { readonly name: string; readonly version: string } | undefined;
  /** Methods that the host called, each once, in the order of the first call. */
  readonly methods: readonly string[];
}

/** Lifelong over stdio as a host starts it, with what passes kept. */
export interface TappedServer {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  traffic(): Promise<Traffic>;
}

export function tapServer({ directory, settings }: HostRoom): TappedServer {
  const log = join(directory, "traffic.jsonl");
  return {
    command: process.execPath,
    args: [TEE, log, process.execPath, LIFELONG, "serve"],
    env: settings,
    traffic: async () => readTraffic(await readFile(log, "utf8")),
  };
}

const chunk = z.object({ from: z.enum(["host", "server"]), bytes: z.base64() });
const client = z.object({ name: z.string(), version: z.string() });
const request = z.object({
  method: z.string(),
  params: z
    .object({
      clientInfo: client.optional(),
      _meta: z
        .object({
          "io.modelcontextprotocol/protocolVersion": z.string().optional(),
          "io.modelcontextprotocol/clientInfo": client.optional(),
        })
        .optional(),
    })
    .optional(),
});
/** Of the handshake, which later revisions have no more. */
const welcome = z.object({ result: z.object({ protocolVersion: z.string() }) });

function readTraffic(log: string): Traffic {
  const chunks = log
    .split("\n")
    .filter(Boolean)
    .map((line) => chunk.parse(JSON.parse(line)));
  const messages = (from: "host" | "server"): readonly unknown[] =>
    Buffer.concat(chunks.filter((part) => part.from === from).map((part) => Buffer.from(part.bytes, "base64")))
      .toString()
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  const asked = messages("host").flatMap((message) => request.safeParse(message).data ?? []);
  const [agreed] = messages("server").flatMap((message) => welcome.safeParse(message).data?.result ?? []);
  const first = asked.find(({ params }) => params?.clientInfo ?? params?._meta?.["io.modelcontextprotocol/clientInfo"]);
  return {
    revision: agreed?.protocolVersion ?? first?.params?._meta?.["io.modelcontextprotocol/protocolVersion"],
    client: first?.params?.clientInfo ?? first?.params?._meta?.["io.modelcontextprotocol/clientInfo"],
    methods: [...new Set(asked.map(({ method }) => method))],
  };
}
