import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { SeatedHost } from "./host.ts";
import { type HostRoom, writeJson } from "./host-room.ts";
import { openMessagesStub } from "./messages-stub.ts";
import { sitDown } from "./seat.ts";

/** Finds the program of the platform, so that no script has to run when the package is installed. */
const PROGRAM = fileURLToPath(new URL("node_modules/@anthropic-ai/claude-code/cli-wrapper.cjs", import.meta.url));

const printed = z.object({
  type: z.literal("result"),
  is_error: z.boolean(),
  result: z.string(),
  session_id: z.string(),
});

export const claudeCode: SeatedHost = {
  name: "Claude Code",
  openModel: openMessagesStub,
  async findVersion(room) {
    const { stdout, code } = await room.run([PROGRAM, "--version"], { environment: quietly(room) });
    return code === 0 ? /^\d+\.\d+\.\d+/.exec(stdout)?.[0] : undefined;
  },
  async visit(room, { baseURL, prompt, connection, args = [], environment = {} }) {
    const servers = join(room.directory, "servers.json");
    await writeFile(servers, JSON.stringify({ mcpServers: connection ? { lifelong: connection } : {} }));
    const words = ["--print", "--output-format", "json", "--mcp-config", servers];
    const { stdout, stderr, code } = await room.run([PROGRAM, ...words, "--allowedTools", "mcp__lifelong", ...args], {
      input: prompt,
      environment: { ...quietly(room), ANTHROPIC_BASE_URL: baseURL, ...environment },
    });
    const said = code === 0 ? printed.safeParse(JSON.parse(stdout)).data : undefined;
    if (!said || said.is_error) throw new Error(`Claude Code ended with ${code}. ${stdout} ${stderr}`);
    return { reply: said.result, sessionId: said.session_id };
  },
  async sit(room, { baseURL, args = [], environment = {} }) {
    const quiet = quietly(room);
    const past = {
      hasCompletedOnboarding: true,
      customApiKeyResponses: { approved: [quiet.ANTHROPIC_API_KEY] },
      projects: { [room.project]: { hasTrustDialogAccepted: true } },
    };
    await writeJson(join(quiet.CLAUDE_CONFIG_DIR, ".claude.json"), past);
    return sitDown(room, {
      words: [PROGRAM, ...args],
      environment: { ...quiet, ANTHROPIC_BASE_URL: baseURL, ...environment },
      ready: "❯",
      goodbye: "/exit",
    });
  },
  hook: (room, commands) =>
    writeJson(join(quietly(room).CLAUDE_CONFIG_DIR, "settings.json"), { hooks: hooksOf(commands) }),
};

/** As Claude Code and Codex read them. */
export function hooksOf(commands: Readonly<Record<string, string>>): object {
  const entries = Object.entries(commands);
  return Object.fromEntries(entries.map(([event, command]) => [event, [{ hooks: [{ type: "command", command }] }]]));
}

const quietly = ({ home }: HostRoom) => ({
  CLAUDE_CONFIG_DIR: join(home, ".claude"),
  ANTHROPIC_API_KEY: "none",
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  DISABLE_AUTOUPDATER: "1",
  DISABLE_ERROR_REPORTING: "1",
  DISABLE_TELEMETRY: "1",
});
