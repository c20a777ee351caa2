import type { RunReport } from "@lifelong/core";
import { PersonaError } from "@lifelong/core";
import type { Command } from "commander";
import { addLearningOptions, examples, type Run } from "../command-context.ts";
import { count } from "../view/count.ts";
import type { Layout } from "../view/layout.ts";
import { wrap } from "../view/text-width.ts";

export function define(command: Command, run: Run): void {
  addLearningOptions(command)
    .description(
      "Runs what is due, of every profile, and ends: for a nightly job, or where no server stays up to learn. With --runner the workers run it.",
    )
    .option("--limit <n>", "look at no more than so many profiles")
    .addHelpText("after", examples("sweep --model openai:gpt-5-mini", "sweep --limit 1000 --json"))
    .action(({ limit }: { limit?: string }) =>
      run(async ({ open, answer }) => {
        if (limit !== undefined && !/^[1-9]\d{0,8}$/.test(limit)) {
          throw new PersonaError("CONFIGURATION", "--limit takes a whole number of profiles, such as 1000.");
        }
        const personalizer = await open();
        const stopping = new AbortController();
        const stop = () => stopping.abort();
        process.once("SIGTERM", stop).once("SIGINT", stop);
        const report = await personalizer.runDue({
          signal: stopping.signal,
          ...(limit !== undefined && { limit: Number(limit) }),
        });
        answer(report, (layout) => viewSweep(report, layout));
        if (report.failures.length > 0) process.exitCode = 1;
      }),
    );
}

function viewSweep({ users, updates, failures }: RunReport, layout: Layout): string {
  const learned = updates.filter(({ outcome }) => outcome === "committed").length;
  const waits = updates.filter(({ outcome }) => outcome === "limited").length;
  const sentences = [
    `Looked at ${count(users, "profile")} with recorded conversations: ${count(updates.length, "update")} ran, ${learned} learned something.`,
    ...(waits > 0 ? [`${count(waits, "update")} waits for a daily ceiling.`] : []),
    ...new Set(failures.map(({ message }) => `Failed: ${message} What is recorded waits.`)),
  ];
  return `${sentences.flatMap((sentence) => wrap(sentence, layout.width)).join("\n")}\n`;
}
