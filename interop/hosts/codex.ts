import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { hooksOf } from "./claude-code.ts";
import type { Connection, SeatedHost } from "./host.ts";
import { type HostRoom, writeJson } from "./host-room.ts";
import { openResponsesStub } from "./responses-stub.ts";
import { sitDown } from "./seat.ts";

const PROGRAM = fileURLToPath(new URL("node_modules/@openai/codex/bin/codex.js", import.meta.url));

const started = z.object({ type: z.literal("thread.started"), thread_id: z.string() });
const spoken = z.object({
  type: z.literal("item.completed"),
  item: z.object({ type: z.literal("agent_message"), text: z.string() }),
});

export const codex: SeatedHost = {
  name: "Codex CLI",
  openModel: openResponsesStub,
  async findVersion(room) {
    const { stdout, code } = await room.run([PROGRAM, "--version"]);
    return code === 0 ? /\d+\.\d+\.\d+/.exec(stdout)?.[0] : undefined;
  },
  async visit(room, { baseURL, prompt, connection, args = [], environment = {} }) {
    await writeSettings(room, settings(baseURL) + (connection ? serverSettings(connection) : ""));
    const words = ["exec", "--json", "--skip-git-repo-check", ...args, prompt];
    const { stdout, stderr, code } = await room.run([PROGRAM, ...words], {
      environment: { ...privately(room), ...environment },
    });
    const lines = stdout.split("\n").filter((line) => line.startsWith("{"));
    const events = lines.map((line): unknown => JSON.parse(line));
    const [thread] = events.flatMap((event) => started.safeParse(event).data ?? []);
    const said = events.flatMap((event) => spoken.safeParse(event).data ?? []).at(-1);
    if (code !== 0 || !thread || !said) throw new Error(`Codex ended with ${code}. ${stdout} ${stderr}`);
    return { reply: said.item.text, sessionId: thread.thread_id };
  },
  async sit(room, { baseURL, args = [], environment = {} }) {
    const trust = `[projects.${text(room.project)}]\ntrust_level = "trusted"\n`;
    await writeSettings(room, settings(baseURL) + trust);
    return sitDown(room, {
      // Its person has looked at the hooks.
      words: [PROGRAM, "--dangerously-bypass-hook-trust", ...args],
      environment: { ...privately(room), ...environment },
      ready: "›",
      goodbye: "/quit",
    });
  },
  hook: (room, commands) => writeJson(join(privately(room).CODEX_HOME, "hooks.json"), { hooks: hooksOf(commands) }),
};

const privately = ({ home }: HostRoom) => ({ CODEX_HOME: join(home, ".codex"), STUB_KEY: "none" });

async function writeSettings(room: HostRoom, toml: string): Promise<void> {
  const folder = privately(room).CODEX_HOME;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "config.toml"), toml);
}

const settings = (baseURL: string) => `
model = "scripted"
model_provider = "stub"
approval_policy = "never"
check_for_update_on_startup = false

[features]
daemon_auto_start = false

[analytics]
enabled = false

[model_providers.stub]
name = "stub"
base_url = ${text(`${baseURL}/v1`)}
wire_api = "responses"
env_key = "STUB_KEY"
request_max_retries = 0
stream_max_retries = 0
`;

const serverSettings = (connection: Connection) => `
[mcp_servers.lifelong]
default_tools_approval_mode = "approve"
required = true
${
  connection.type === "http"
    ? `url = ${text(connection.url)}\n${table("http_headers", connection.headers)}`
    : `command = ${text(connection.command)}\nargs = [${connection.args.map(text)}]\n${table("env", connection.env)}`
}`;

const table = (name: string, entries: Readonly<Record<string, string>>) => `
[mcp_servers.lifelong.${name}]
${Object.entries(entries)
  .map(([key, value]) => `${key} = ${text(value)}`)
  .join("\n")}
`;

/** A string of JSON is one of TOML. */
const text = (value: string) => JSON.stringify(value);
