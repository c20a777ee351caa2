import { defaultSchema } from "@lifelong/core";
import type { Command } from "commander";
import { addLearningOptions, examples, type Run } from "../command-context.ts";
import { contentsOf } from "../view/change-view.ts";
import { viewReport } from "../view/report-view.ts";
import { wrap } from "../view/text-width.ts";

/** What this command cannot do where no model is named. */
const HOSTS =
  "These were the rules. What takes thinking is for a model: ask your assistant to run optimize_persona, or name one with --model.";

export function define(command: Command, run: Run): void {
  addLearningOptions(command)
    .description("Learns now from what is recorded and not used yet. Learning also happens by itself.")
    .option("--all", "also what was set aside as old")
    .option("--retry", "also what was set aside as unreadable")
    .addHelpText("after", examples("optimize", "optimize --all", "optimize --retry"))
    .action((options: { all?: boolean; retry?: boolean }) =>
      run(async ({ open, userId, answer }) => {
        const { all, retry } = options;
        const personalizer = await open();
        const report = await personalizer.optimize(userId, { all, retry });
        const known = contentsOf(await personalizer.history(userId));
        const isHosts = personalizer.passes.some(({ by }) => by === "host");
        answer(report, (layout) =>
          [viewReport(report, defaultSchema, layout, known), ...(isHosts ? wrap(HOSTS, layout.width) : [])].join("\n"),
        );
      }),
    );
}
