import { parseArgs } from "node:util";
import { createAgent, createSessionManager } from "@lifelong/agent";
import {
  createPersonalizer,
  deepPass,
  defaultSchema,
  instantPass,
  modelName,
  modelOptimizer,
  openModel,
  PersonaError,
} from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import providers from "@lifelong/providers";
import { openConfiguredStore, readConfig, viewChanges } from "lifelong";
import { answerView } from "./answer-view.ts";
import { chat } from "./chat.ts";
import type { Room } from "./commands.ts";
import { openMcpServers } from "./mcp-servers.ts";
import { openTerminal } from "./terminal.ts";
import { calculator, clock } from "./tools.ts";

const NO_MODEL =
  "There is no model to talk to: set LIFELONG_MODEL, such as openai:gpt-5-mini with OPENAI_API_KEY, or openai-compatible:http://localhost:11434/v1#qwen3.";

const USAGE = `pnpm chat [--data FOLDER] [--profile NAME] [--mcp "COMMAND ARGUMENTS"]...

  --data     where the persona and the conversations are kept
  --profile  whose they are
  --mcp      an MCP server whose tools may be called, each call asked for`;

function optionsOf(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        data: { type: "string" },
        profile: { type: "string" },
        mcp: { type: "string", multiple: true },
        help: { type: "boolean" },
      },
    }).values;
  } catch (cause) {
    const sentence = 'The chat takes --data FOLDER, --profile NAME and --mcp "COMMAND". --help says more.';
    throw new PersonaError("CONFIGURATION", sentence, { cause });
  }
}

async function main(): Promise<void> {
  const values = optionsOf(process.argv.slice(2));
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const config = readConfig({
    ...(values.data !== undefined && { store: `file:${values.data}` }),
    ...(values.profile !== undefined && { profile: values.profile }),
  });
  const { profile, learning, off, noColor } = config;
  if (off)
    throw new PersonaError(
      "CONFIGURATION",
      "LIFELONG_OFF is set, so nothing may be read or recorded. Unset it to chat.",
    );
  if (!learning.model) throw new PersonaError("CONFIGURATION", NO_MODEL);
  const model = await openModel(learning.model, { plugins: [providers], environment: config.environment });

  const servers = await openMcpServers(values.mcp ?? []);
  const terminal = openTerminal({ noColor });
  const personalizer = createPersonalizer({
    store: await openConfiguredStore(config),
    passes: [instantPass(createExtractor()), deepPass(modelOptimizer({ model }), { ceiling: learning.ceiling })],
    onEvent(event) {
      if (event.type !== "update-finished") return;
      const { changes } = event.report;
      terminal.aside(viewChanges({ changes, refusals: [] }, defaultSchema, terminal.layout));
    },
  });
  const view = answerView(terminal);
  try {
    const agent = createAgent({
      personalizer,
      model,
      tools: [clock(() => new Date()), calculator, ...servers.tools],
      onPermission: view.ask,
    });
    const room: Room = {
      userId: profile,
      personalizer,
      agent,
      sessions: createSessionManager({ personalizer }),
      terminal,
      session: await agent.open(profile, { sessionId: crypto.randomUUID().slice(0, 8) }),
    };
    const { style } = terminal.layout;
    const known = room.session.persona.values.length;
    terminal.write(`${style.strong("Lifelong chat")} ${style.faint(`· ${modelName(model)} · /help`)}\n`);
    terminal.write(
      style.faint(known === 0 ? "We have not met yet.\n\n" : `I remember you: /persona shows how (${known}).\n\n`),
    );
    await chat(room, view);
    await room.session.close();
  } finally {
    terminal.close();
    await servers.close();
    await personalizer.close();
  }
}

try {
  await main();
} catch (error) {
  if (!PersonaError.isInstance(error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
