import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { openGenerateStub } from "./generate-stub.ts";
import type { Connection, Host } from "./host.ts";
import { type HostRoom, writeJson } from "./host-room.ts";

const PROGRAM = fileURLToPath(new URL("node_modules/@google/gemini-cli/bundle/gemini.js", import.meta.url));

const printed = z.object({ session_id: z.string(), response: z.string() });

export const gemini: Host = {
  name: "Gemini CLI",
  openModel: openGenerateStub,
  async findVersion(room) {
    const { stdout, code } = await room.run([PROGRAM, "--version"]);
    return code === 0 ? /^\d+\.\d+\.\d+/m.exec(stdout)?.[0] : undefined;
  },
  async visit(room, { baseURL, prompt, connection, args = [], environment = {} }) {
    await writeSettings(room, connection);
    const words = ["--output-format", "json", "--model", "gemini-scripted", ...args, "--prompt", prompt];
    const { stdout, stderr, code } = await room.run([PROGRAM, ...words], {
      environment: { GEMINI_API_KEY: "none", GOOGLE_GEMINI_BASE_URL: baseURL, ...environment },
    });
    const said = code === 0 ? printed.safeParse(JSON.parse(stdout)).data : undefined;
    if (!said) throw new Error(`Gemini CLI ended with ${code}. ${stdout} ${stderr}`);
    return { reply: said.response, sessionId: said.session_id };
  },
};

async function writeSettings({ home }: HostRoom, connection: Connection | undefined): Promise<void> {
  const settings = {
    mcpServers: connection ? { lifelong: { ...serverSettings(connection), trust: true } } : {},
    general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
    privacy: { usageStatisticsEnabled: false },
    telemetry: { enabled: false },
    security: { auth: { selectedType: "gemini-api-key" }, folderTrust: { enabled: false } },
  };
  await writeJson(join(home, ".gemini", "settings.json"), settings);
}

const serverSettings = ({ type, ...server }: Connection) =>
  "url" in server ? { httpUrl: server.url, headers: server.headers } : server;
