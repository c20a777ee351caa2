import { existsSync } from "node:fs";
import { devNull, homedir } from "node:os";
import { basename, join } from "node:path";
import * as z from "zod";
import type { Assistant, Said } from "./cli-assistant.ts";

const geminiResult = z.object({
  response: z.string(),
  stats: z
    .object({
      models: z.record(
        z.string(),
        z.object({ tokens: z.object({ prompt: z.int(), candidates: z.int(), thoughts: z.int() }) }),
      ),
    })
    .optional(),
});

/** Settings of the workplace, which outrank the user's own; those that an administrator has set stay above them. */
const SETTINGS = {
  tools: { core: [] },
  hooksConfig: { enabled: false },
  mcp: { allowed: ["none"] },
  skills: { enabled: false },
  experimental: { enableAgents: false },
  context: { includeDirectoryTree: false, memoryBoundaryMarkers: [] },
  general: { enableAutoUpdate: false, topicUpdateNarration: false },
  ide: { enabled: false },
};

/** Its exit code where no login is found. */
const NO_LOGIN = 41;

/**
 * Gemini CLI, with flags, settings and output as of 0.61.0. The user's own GEMINI.md goes along, and the folder's name stays
 * in its list of projects; nothing turns that off.
 */
export const gemini: Assistant = {
  name: "Gemini CLI",
  command: "gemini",
  prepare({ modelId, workplace, folder, environment }) {
    const system = join(folder, "system.md");
    const user = environment.GEMINI_CLI_HOME || environment.HOME || environment.USERPROFILE || homedir();
    const variables = [join(user, ".gemini", ".env"), join(user, ".env")].find((path) => existsSync(path));
    const name = basename(workplace);
    return {
      args: [
        ...["--output-format", "json", "--extensions", "none", "--allowed-mcp-server-names", "none"],
        // Without it, another model is asked first how hard the request is.
        ...["--approval-mode", "plan"],
        ...(modelId === undefined ? [] : ["--model", modelId]),
      ],
      files: {
        [join(workplace, ".gemini", "settings.json")]: JSON.stringify(SETTINGS),
        [system]: "Answer as the message asks.\n",
      },
      // It looks for variables from the workplace upwards, and where temporary files lie, anybody may have left some.
      links: { [join(workplace, ".gemini", ".env")]: variables ?? devNull },
      // The settings of a folder count only where it is trusted, for which --skip-trust comes too late.
      environment: { GEMINI_CLI_TRUST_WORKSPACE: "true", GEMINI_SYSTEM_MD: system },
      // It records every session under the name of the folder that it runs in.
      traces: ["tmp", "history"].map((kind) => join(user, ".gemini", kind, name)),
    };
  },
  read({ code, stdout }): Said {
    if (code === NO_LOGIN) return { status: 401 };
    // A failure of the service ends it with the last eight bits of the status: 401 is 145.
    if (code !== null && code >= 144) return { status: code + 256 };
    const { response, stats } = geminiResult.parse(JSON.parse(stdout.slice(Math.max(0, stdout.indexOf("{")))));
    const tokens = Object.values(stats?.models ?? {}).map((model) => model.tokens);
    const sum = (count: (each: (typeof tokens)[number]) => number) =>
      tokens.reduce((total, each) => total + count(each), 0);
    return {
      text: response,
      stop: "end",
      usage:
        tokens.length === 0
          ? {}
          : {
              inputTokens: sum(({ prompt }) => prompt),
              outputTokens: sum(({ candidates, thoughts }) => candidates + thoughts),
            },
    };
  },
};
