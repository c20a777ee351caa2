import { pipeline, type Readable } from "node:stream";
import { PersonaError, type PersonaEvent, type Personalizer } from "@lifelong/core";
import { StdioServerTransport, serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Command } from "commander";
import { claimDailyAsk } from "../ask-notes.ts";
import { createClientNotes } from "../client-notes.ts";
import { addLearningOptions, type CommandContext, examples, type Run } from "../command-context.ts";
import type { Config } from "../config.ts";
import { errorLine } from "../error-line.ts";
import { LONGEST_LINE, readHostLines } from "../host-lines.ts";
import { openServingPersonalizer } from "../open-personalizer.ts";
import { createServer } from "../server.ts";

/** When a server learns what an earlier one left unread: after the host's first questions, which it would hold up. */
const CATCH_UP_MS = 1_000;

export function define(command: Command, run: Run): void {
  addLearningOptions(command)
    .description(
      "Speaks MCP over stdin and stdout, for one assistant, until stdin ends. An assistant's settings name this command; `pnpm connect` prints them.",
    )
    .addHelpText("after", examples("serve", "serve --profile work --store file:./lifelong-data"))
    .action(() => run(serve));
}

async function serve({ config, terminal }: CommandContext): Promise<void> {
  const { store, profile, off } = config;
  const log = (error: unknown) => terminal.note(`lifelong: ${errorLine(error)}`);
  terminal.note(`Lifelong keeps profile "${profile}" in ${store.directory}${off ? ", and is off" : ""}.`);
  const notes = createClientNotes(store, profile, { clock: () => new Date(), onError: log });
  const personalizer = open(config, log);
  const mayAsk = () =>
    claimDailyAsk(store, profile, new Date()).catch((error) => {
      log(error);
      return false;
    });
  const lines = readHostLines(
    (line) => void process.stdout.write(line),
    (sentence) => terminal.note(`lifelong: ${sentence}`),
  );
  const ended = untilClientLeaves(lines);
  const connection = serveStdio(
    () => createServer({ personalizer, userId: profile, onCall: notes.note, onError: log, mayAsk }),
    {
      transport: new StdioServerTransport(lines, process.stdout, { maxBufferSize: LONGEST_LINE + 1 }),
      onerror: log,
    },
  );
  // Whatever ends stdin ends the lines too, and that is all there is to do about it.
  pipeline(process.stdin, lines, () => {});
  const catchUp = setTimeout(() => void startLearning(personalizer, profile, log), CATCH_UP_MS);
  await ended;
  clearTimeout(catchUp);
  await connection.close();
  lines.destroy();
  const [opened] = await Promise.allSettled([personalizer]);
  if (opened.status === "fulfilled") await opened.value.close();
  await notes.settled();
}

/** Data that cannot be read is told with every call, so that here it is only logged. */
async function startLearning(
  personalizer: Promise<Personalizer>,
  profile: string,
  log: (error: unknown) => void,
): Promise<void> {
  const [opened] = await Promise.allSettled([personalizer]);
  if (opened.status === "fulfilled") await opened.value.start(profile).catch(log);
}

/** A library that cannot be opened is told with every call, not by a server that is not there. */
function open(config: Config, log: (error: unknown) => void): Promise<Personalizer> {
  const opening = config.off
    ? Promise.reject(
        new PersonaError(
          "CONFIGURATION",
          "Lifelong is off: it reads, records and learns nothing. The user turned it off with LIFELONG_OFF; go on without it.",
        ),
      )
    : openServingPersonalizer(config, (event: PersonaEvent) => {
        if (event.type === "update-failed" || event.type === "prune-failed") log(event.error);
      });
  opening.catch(config.off ? () => {} : log);
  return opening;
}

/** The client closes our stdin or no longer reads, or somebody asks the process to end. */
async function untilClientLeaves(lines: Readable): Promise<void> {
  await Promise.race([
    new Promise((resolve) => lines.once("end", resolve).once("close", resolve)),
    new Promise((resolve) => process.stdout.once("error", resolve)),
    new Promise((resolve) => process.once("SIGTERM", resolve).once("SIGINT", resolve)),
  ]);
}
