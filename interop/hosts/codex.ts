import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { HostRoom } from "./host-room.ts";

const PROGRAM = fileURLToPath(new URL("node_modules/@openai/codex/bin/codex.js", import.meta.url));

const event = z.discriminatedUnion("type", [
  z.object({ type: z.literal("thread.started"), thread_id: z.string() }),
  z.object({
    type: z.literal("item.completed"),
    item: z.looseObject({ type: z.string(), text: z.string().optional() }),
  }),
  z.object({ type: z.literal("turn.completed") }),
]);

/** An MCP server that Codex starts. */
export interface CodexServer {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface CodexOptions {
  /** Of the model; see `openResponsesStub`. */
  readonly baseURL: string;
  /** What the person says. */
  readonly prompt: string;
  /** The server that is called `lifelong`; none by default. */
  readonly server?: CodexServer;
  /** More lines of config.toml. */
  readonly config?: string;
  /** More arguments. */
  readonly args?: readonly string[];
}

/** The version, or undefined with nothing installed for this machine. */
export async function findCodex(room: HostRoom): Promise<string | undefined> {
  const { stdout, code } = await room.run([PROGRAM, "--version"]);
  return code === 0 ? /\d+\.\d+\.\d+/.exec(stdout)?.[0] : undefined;
}

/**
 * One conversation without a screen: what the person says, until the model has spoken.
 *
 * @throws Error with all that was written when it does not end with words of the model
 */
export async function runCodex(room: HostRoom, options: CodexOptions): Promise<{ reply: string; sessionId: string }> {
  const { baseURL, prompt, server, config = "", args = [] } = options;
  const folder = join(room.home, ".codex");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "config.toml"), `${settings(baseURL)}${server ? serverSettings(server) : ""}${config}`);
  const { stdout, stderr, code } = await room.run(
    [PROGRAM, "exec", "--json", "--skip-git-repo-check", ...args, prompt],
    { environment: { CODEX_HOME: folder, STUB_KEY: "none" } },
  );
  const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
  const events = lines.flatMap((line) => event.safeParse(JSON.parse(line)).data ?? []);
  let reply: string | undefined;
  let sessionId = "";
  for (const told of events) {
    if (told.type === "thread.started") sessionId = told.thread_id;
    if (told.type === "item.completed" && told.item.type === "agent_message") reply = told.item.text;
  }
  if (code !== 0 || reply === undefined) throw new Error(`Codex ended with ${code}. ${stdout} ${stderr}`);
  return { reply, sessionId };
}

/** JSON strings and lists of them are TOML too. */
const settings = (baseURL: string) => `
model = "scripted"
model_provider = "stub"
approval_policy = "never"
check_for_update_on_startup = false
analytics = { enabled = false }
[model_providers.stub]
name = "stub"
base_url = ${JSON.stringify(`${baseURL}/v1`)}
wire_api = "responses"
env_key = "STUB_KEY"
request_max_retries = 0
stream_max_retries = 0
`;

const serverSettings = ({ command, args, env }: CodexServer) => `
[mcp_servers.lifelong]
command = ${JSON.stringify(command)}
args = ${JSON.stringify(args)}
default_tools_approval_mode = "approve"
[mcp_servers.lifelong.env]
${Object.entries(env)
  .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  .join("\n")}
`;
