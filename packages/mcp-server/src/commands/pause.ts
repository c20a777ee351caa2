import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";

export function define(command: Command, run: Run): void {
  command
    .description("Stops learning, and keeps nothing of what is recorded, until `lifelong resume`.")
    .addHelpText("after", examples("pause"))
    .action(() =>
      run(async ({ open, userId, answer }) => {
        const report = await (await open()).edit(userId, [{ kind: "pause" }]);
        answer(report, () => "Learning is paused, and nothing of what is recorded is kept. `lifelong resume` goes on.");
      }),
    );
}
