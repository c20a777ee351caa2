import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { type HostRoom, LIFELONG } from "./host-room.ts";
import { readTraffic, type TappedServer } from "./traffic.ts";

const TEE = fileURLToPath(new URL("../server/stdio-tee.ts", import.meta.url));

/** Of the server, where there is a handshake. */
const welcome = z.object({ result: z.object({ protocolVersion: z.string() }) });

/** Lifelong over stdio, started by the host. */
export async function openStdioTap({ directory, settings }: HostRoom): Promise<TappedServer> {
  const said = join(directory, "said.jsonl");
  const answered = join(directory, "answered.jsonl");
  return {
    connection: {
      type: "stdio",
      command: process.execPath,
      args: [TEE, said, answered, process.execPath, LIFELONG, "serve"],
      env: settings,
    },
    async traffic() {
      const [agreed] = (await linesOf(answered)).flatMap((line) => welcome.safeParse(JSON.parse(line)).data ?? []);
      return readTraffic(await linesOf(said), agreed?.result.protocolVersion);
    },
    // The server ends with its host.
    async [Symbol.asyncDispose]() {},
  };
}

const linesOf = async (file: string) => (await readFile(file, "utf8")).split("\n").filter(Boolean);
