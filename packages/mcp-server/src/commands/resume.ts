import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";

export function define(command: Command, run: Run): void {
  command
    .description("Goes on learning and keeping. What was said during the pause stays unknown.")
    .addHelpText("after", examples("resume"))
    .action(() =>
      run(async ({ open, userId, answer }) => {
        const report = await (await open()).edit(userId, [{ kind: "resume" }]);
        answer(report, () => "Learning is on.");
      }),
    );
}
