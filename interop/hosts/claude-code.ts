import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { HostRoom } from "./host-room.ts";

/** Finds the program of the platform, so that no script has to run when the package is installed. */
const PROGRAM = fileURLToPath(new URL("node_modules/@anthropic-ai/claude-code/cli-wrapper.cjs", import.meta.url));

const printed = z.object({
  type: z.literal("result"),
  is_error: z.boolean(),
  result: z.string(),
  session_id: z.string(),
});

/** An MCP server as Claude Code's configuration names it. */
export type ClaudeServer =
  | { readonly type: "stdio"; readonly command: string; readonly args: readonly string[]; readonly env: object }
  | { readonly type: "http"; readonly url: string; readonly headers: Readonly<Record<string, string>> };

export interface ClaudeOptions {
  /** Of the model; see `openMessagesStub`. */
  readonly baseURL: string;
  /** What the person says. */
  readonly prompt: string;
  /** The server that is called `lifelong`; none by default. */
  readonly server?: ClaudeServer;
  /** More arguments, such as `--plugin-dir`. */
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The version, or undefined with nothing installed for this machine. */
export async function findClaude(room: HostRoom): Promise<string | undefined> {
  const { stdout, code } = await room.run([PROGRAM, "--version"], { environment: environmentOf(room) });
  return code === 0 ? /^\d+\.\d+\.\d+/.exec(stdout)?.[0] : undefined;
}

/**
 * One conversation in print mode: what the person says, until the model has spoken.
 *
 * @throws Error with all that was written when it does not end with words of the model
 */
export async function runClaude(room: HostRoom, options: ClaudeOptions): Promise<{ reply: string; sessionId: string }> {
  const { baseURL, prompt, server, args = [], environment = {} } = options;
  const servers = join(room.directory, "servers.json");
  await writeFile(servers, JSON.stringify({ mcpServers: server ? { lifelong: server } : {} }));
  const words = ["--print", "--output-format", "json", "--strict-mcp-config", "--mcp-config", servers];
  const { stdout, stderr, code } = await room.run(
    [PROGRAM, ...words, "--allowedTools", "mcp__lifelong", "ToolSearch", ...args],
    { input: prompt, environment: { ...environmentOf(room), ANTHROPIC_BASE_URL: baseURL, ...environment } },
  );
  const said = code === 0 ? printed.safeParse(JSON.parse(stdout)).data : undefined;
  if (!said || said.is_error) throw new Error(`Claude Code ended with ${code}. ${stdout} ${stderr}`);
  return { reply: said.result, sessionId: said.session_id };
}

const environmentOf = ({ home }: HostRoom) => ({
  CLAUDE_CONFIG_DIR: join(home, ".claude"),
  ANTHROPIC_API_KEY: "none",
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  DISABLE_AUTOUPDATER: "1",
  DISABLE_ERROR_REPORTING: "1",
  DISABLE_TELEMETRY: "1",
});
