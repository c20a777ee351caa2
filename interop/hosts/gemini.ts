import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { hooksOf } from "./claude-code.ts";
import { openGenerateStub } from "./generate-stub.ts";
import type { Connection, SeatedHost } from "./host.ts";
import { type HostRoom, writeJson } from "./host-room.ts";
import { sitDown } from "./seat.ts";

const PROGRAM = fileURLToPath(new URL("node_modules/@google/gemini-cli/bundle/gemini.js", import.meta.url));

const printed = z.object({ session_id: z.string(), response: z.string() });

export const gemini: SeatedHost = {
  name: "Gemini CLI",
  openModel: openGenerateStub,
  async findVersion(room) {
    const { stdout, code } = await room.run([PROGRAM, "--version"]);
    return code === 0 ? /^\d+\.\d+\.\d+/m.exec(stdout)?.[0] : undefined;
  },
  async visit(room, { baseURL, prompt, connection, args = [], environment = {} }) {
    await writeSettings(room, {
      mcpServers: connection ? { lifelong: { ...serverSettings(connection), trust: true } } : {},
    });
    const words = ["--output-format", "json", ...MODEL, ...args, "--prompt", prompt];
    const { stdout, stderr, code } = await room.run([PROGRAM, ...words], {
      environment: { ...reach(baseURL), ...environment },
    });
    const said = code === 0 ? printed.safeParse(JSON.parse(stdout)).data : undefined;
    if (!said) throw new Error(`Gemini CLI ended with ${code}. ${stdout} ${stderr}`);
    return { reply: said.response, sessionId: said.session_id };
  },
  async sit(room, { baseURL, args = [], environment = {} }) {
    await writeSettings(room);
    return sitDown(room, {
      words: [PROGRAM, ...MODEL, ...args],
      environment: { ...reach(baseURL), ...environment },
      ready: "Type your message",
      goodbye: "/quit",
    });
  },
  hook: (room, commands) => writeSettings(room, { hooks: hooksOf(commands) }),
};

const MODEL = ["--model", "gemini-scripted"];
const reach = (baseURL: string) => ({ GEMINI_API_KEY: "none", GOOGLE_GEMINI_BASE_URL: baseURL });

/** What other settings there are stays. */
async function writeSettings({ home }: HostRoom, own: object = {}): Promise<void> {
  const file = join(home, ".gemini", "settings.json");
  const settings = {
    ...JSON.parse(await readFile(file, "utf8").catch(() => "{}")),
    general: { enableAutoUpdate: false, enableAutoUpdateNotification: false },
    privacy: { usageStatisticsEnabled: false },
    telemetry: { enabled: false },
    security: { auth: { selectedType: "gemini-api-key" }, folderTrust: { enabled: false } },
    ...own,
  };
  await writeJson(file, settings);
}

const serverSettings = ({ type, ...server }: Connection) =>
  "url" in server ? { httpUrl: server.url, headers: server.headers } : server;
