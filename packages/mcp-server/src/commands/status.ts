import type { Command } from "commander";
import { addLearningOptions, examples, type Run } from "../command-context.ts";
import { viewStatus } from "../view/status-view.ts";

export function define(command: Command, run: Run): void {
  addLearningOptions(command)
    .addHelpText("after", examples("status", "status --json"))
    .action(() =>
      run(async ({ config, open, userId, answer }) => {
        const status = await (await open()).status(userId);
        answer(status, (layout) => viewStatus(status, config.store.directory, layout, new Date()));
      }),
    );
}
