import { once } from "node:events";
import { PersonaError, type PersonaEvent, type Personalizer } from "@lifelong/core";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import type { Command } from "commander";
import { createClientNotes } from "../client-notes.ts";
import { type CommandContext, examples, type Run } from "../command-context.ts";
import type { Config } from "../config.ts";
import { errorLine } from "../error-line.ts";
import { openPersonalizer } from "../open-personalizer.ts";
import { createServer } from "../server.ts";

/** When a server learns what an earlier one left unread: after the host's first questions, which it would hold up. */
const CATCH_UP_MS = 1_000;

export function define(command: Command, run: Run): void {
  command
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
  const ended = untilClientLeaves();
  const connection = serveStdio(
    () => createServer({ personalizer, userId: profile, onCall: notes.note, onError: log }),
    {
      onerror: log,
    },
  );
  const catchUp = setTimeout(
    () =>
      void personalizer.then(
        (opened) => opened.start(profile),
        () => {},
      ),
    CATCH_UP_MS,
  );
  await ended;
  clearTimeout(catchUp);
  await connection.close();
  const [opened] = await Promise.allSettled([personalizer]);
  if (opened.status === "fulfilled") await opened.value.close();
  await notes.settled();
}

/** A library that cannot be opened is told with every call, not by a server that is not there. */
function open({ store, off }: Config, log: (error: unknown) => void): Promise<Personalizer> {
  const opening = off
    ? Promise.reject(
        new PersonaError(
          "CONFIGURATION",
          "Lifelong is off: it reads, records and learns nothing. The user turned it off with LIFELONG_OFF; go on without it.",
        ),
      )
    : openPersonalizer(store, (event: PersonaEvent) => {
        if (event.type === "update-failed") log(event.error);
      });
  opening.catch(off ? () => {} : log);
  return opening;
}

/** The client closes our stdin or no longer reads, or somebody asks the process to end. */
async function untilClientLeaves(): Promise<void> {
  await Promise.race([
    once(process.stdin, "end"),
    once(process.stdin, "close"),
    new Promise((resolve) => process.stdout.once("error", resolve)),
    new Promise((resolve) => process.once("SIGTERM", resolve).once("SIGINT", resolve)),
  ]);
}
