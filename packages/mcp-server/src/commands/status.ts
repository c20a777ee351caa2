import type { Command } from "commander";
import { addLearningOptions, examples, type Run } from "../command-context.ts";
import { placeOf } from "../location.ts";
import { viewCost } from "../view/cost-view.ts";
import { viewStatus } from "../view/status-view.ts";

export function define(command: Command, run: Run): void {
  addLearningOptions(command)
    .option("--cost", "what models have cost, and what feeding the whole history would have")
    .addHelpText("after", examples("status", "status --cost", "status --json"))
    .action(({ cost = false }: { cost?: boolean }) =>
      run(async ({ config, open, userId, answer }) => {
        const personalizer = await open();
        if (cost) {
          const report = await personalizer.cost(userId);
          answer(report, (layout) => viewCost(report, layout));
          return;
        }
        const status = await personalizer.status(userId);
        answer(status, (layout) => viewStatus(status, placeOf(config.store), layout, new Date()));
      }),
    );
}
