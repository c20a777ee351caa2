import { defaultSchema } from "@lifelong/core";
import type { Command } from "commander";
import { addLearningOptions, examples, type Run } from "../command-context.ts";
import { contentsOf } from "../view/change-view.ts";
import { viewReport } from "../view/report-view.ts";

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
        answer(report, (layout) => viewReport(report, defaultSchema, layout, known));
      }),
    );
}
