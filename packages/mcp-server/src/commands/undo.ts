import { defaultSchema } from "@lifelong/core";
import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";
import { parseCount } from "../count-option.ts";
import { contentsOf } from "../view/change-view.ts";
import { viewReport } from "../view/report-view.ts";

export function define(command: Command, run: Run): void {
  command
    .description("Reverses one change, by default the newest. What was changed again since stays as it is.")
    .argument("[revision]", "number of the revision, as `lifelong history` shows it", parseCount)
    .addHelpText("after", examples("undo", "undo 12"))
    .action((revision: number | undefined) =>
      run(async ({ open, userId, answer }) => {
        const personalizer = await open();
        const report = await personalizer.edit(userId, [{ kind: "undo", revision }]);
        const known = contentsOf(await personalizer.history(userId));
        answer(report, (layout) => viewReport(report, defaultSchema, layout, known));
      }),
    );
}
