import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { Host } from "./host.ts";
import type { HostRoom } from "./host-room.ts";
import { openMessagesStub } from "./messages-stub.ts";

/** Finds the program of the platform, so that no script has to run when the package is installed. */
const PROGRAM = fileURLToPath(new URL("node_modules/@anthropic-ai/claude-code/cli-wrapper.cjs", import.meta.url));

const printed = z.object({
  type: z.literal("result"),
  is_error: z.boolean(),
  result: z.string(),
  session_id: z.string(),
});

export const claudeCode: Host = {
  name: "Claude Code",
  openModel: openMessagesStub,
  async findVersion(room) {
    const { stdout, code } = await room.run([PROGRAM, "--version"], { environment: quietly(room) });
    return code === 0 ? /^\d+\.\d+\.\d+/.exec(stdout)?.[0] : undefined;
  },
  async visit(room, { baseURL, prompt, connection, args = [], environment = {} }) {
    const servers = join(room.directory, "servers.json");
    await writeFile(servers, JSON.stringify({ mcpServers: connection ? { lifelong: connection } : {} }));
    const words = ["--print", "--output-format", "json", "--strict-mcp-config", "--mcp-config", servers];
    const { stdout, stderr, code } = await room.run([PROGRAM, ...words, "--allowedTools", "mcp__lifelong", ...args], {
      input: prompt,
      environment: { ...quietly(room), ANTHROPIC_BASE_URL: baseURL, ...environment },
    });
    const said = code === 0 ? printed.safeParse(JSON.parse(stdout)).data : undefined;
    if (!said || said.is_error) throw new Error(`Claude Code ended with ${code}. ${stdout} ${stderr}`);
    return { reply: said.result, sessionId: said.session_id };
  },
};

const quietly = ({ home }: HostRoom) => ({
  CLAUDE_CONFIG_DIR: join(home, ".claude"),
  ANTHROPIC_API_KEY: "none",
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  DISABLE_AUTOUPDATER: "1",
  DISABLE_ERROR_REPORTING: "1",
  DISABLE_TELEMETRY: "1",
});
