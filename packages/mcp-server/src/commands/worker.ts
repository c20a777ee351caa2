import { PersonaError, type PersonaEvent } from "@lifelong/core";
import type { Command } from "commander";
import { addLearningOptions, type CommandContext, examples, type Run } from "../command-context.ts";
import { errorLine } from "../error-line.ts";
import { placeOf } from "../location.ts";
import { openWorkingPersonalizer } from "../open-personalizer.ts";

const MOST_AT_ONCE = 1_000;

export function define(command: Command, run: Run): void {
  addLearningOptions(command)
    .description(
      "Takes updates from the queue and runs them, for every profile of the store, until it is told to end. Start as many as you like, wherever the queue and the store can be reached.",
    )
    .option("--concurrency <n>", "how many updates run at once", "4")
    .addHelpText(
      "after",
      examples(
        "worker --store redis://host --runner redis://host --model openai:gpt-5-mini",
        "worker --concurrency 16 --calls-per-minute 500",
      ),
    )
    .action(({ concurrency }: { concurrency: string }) => run((context) => work(context, concurrency)));
}

async function work({ config, terminal, openStore }: CommandContext, concurrency: string): Promise<void> {
  const atOnce = Number(concurrency);
  if (!Number.isInteger(atOnce) || atOnce < 1 || atOnce > MOST_AT_ONCE) {
    throw new PersonaError("CONFIGURATION", `--concurrency takes a whole number from 1 to ${MOST_AT_ONCE}.`);
  }
  const personalizer = await openWorkingPersonalizer(config, openStore(), {
    concurrency: atOnce,
    onEvent(event: PersonaEvent) {
      if (event.type === "update-failed") terminal.note(`lifelong: ${errorLine(event.error)}`);
    },
  });
  terminal.note(`Lifelong learns for every profile in ${placeOf(config.store)}, ${atOnce} at once. Ctrl+C ends it.`);
  await new Promise((resolve) => process.once("SIGTERM", resolve).once("SIGINT", resolve));
  terminal.note("What runs goes back to the queue.");
  await personalizer.close();
}
