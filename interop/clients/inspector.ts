import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { getDefaultEnvironment } from "@modelcontextprotocol/client/stdio";
import * as z from "zod";
import type { Server } from "../server/open-server.ts";
import { answerText } from "./answer-text.ts";
import { type Client, playScript } from "./client.ts";

const PROGRAM = fileURLToPath(
  new URL("clients/launcher/build/index.js", import.meta.resolve("@modelcontextprotocol/inspector/package.json")),
);
const run = promisify(execFile);

export type Era = "legacy" | "modern";

/** The command line of the official Inspector. Each call is a process and a connection of its own. */
export const inspector: readonly Client[] = (["legacy", "modern"] as const).map((era: Era) => ({
  name: `MCP Inspector (${era})`,
  package: "@modelcontextprotocol/inspector",
  dependent: "interop",
  talk: (server) =>
    playScript(async (tool, input) => {
      const words = ["--method", "tools/call", "--tool-name", tool, "--tool-args-json", JSON.stringify(input)];
      return answerText(printed.parse(await inspect(server, era, words)).result);
    }),
}));

const printed = z.object({ result: z.unknown() });

/**
 * The JSON that one run of the Inspector prints.
 *
 * @throws Error with what it wrote to stderr when it ends with anything but 0
 */
export async function inspect(
  { way, directory }: Pick<Server, "way" | "directory">,
  era: Era,
  words: readonly string[],
): Promise<unknown> {
  const isUrl = "url" in way;
  const headers = isUrl
    ? Object.entries(way.headers).flatMap(([name, value]) => ["--header", `${name}: ${value}`])
    : [];
  const variables = isUrl ? [] : Object.entries(way.environment).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
  const target = isUrl ? ["--server-url", way.url] : ["--", way.command, ...way.args];
  const asked = [...words, "--protocol-era", era, "--format", "json"];
  const { stdout } = await run(process.execPath, [PROGRAM, "--cli", ...asked, ...headers, ...variables, ...target], {
    env: { ...getDefaultEnvironment(), HOME: directory },
  });
  return JSON.parse(stdout);
}
