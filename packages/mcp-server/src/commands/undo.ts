import { defaultSchema, type Command as PersonaCommand, PersonaError } from "@lifelong/core";
import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";
import { parseCount } from "../count-option.ts";
import { contentsOf } from "../view/change-view.ts";
import { viewReport } from "../view/report-view.ts";

export function define(command: Command, run: Run): void {
  command
    .description("Reverses one change, by default the newest. What was changed again since stays as it is.")
    .argument("[revision]", "number of the revision, as `lifelong history` shows it", parseCount)
    .option("--since <revision>", "instead all that came after it, but what you entered by hand", parseCount)
    .option("--edits", "with --since: what you entered by hand too")
    .addHelpText("after", examples("undo", "undo 12", "undo --since 12"))
    .action((revision: number | undefined, { since, edits }: { since?: number; edits?: boolean }) =>
      run(async ({ open, userId, answer }) => {
        if (since === undefined ? edits : revision !== undefined) {
          throw new PersonaError("CONFIGURATION", "Name one revision, or --since and, with it, --edits.");
        }
        const personalizer = await open();
        const command: PersonaCommand =
          since === undefined ? { kind: "undo", revision } : { kind: "undo", since, edits };
        const report = await personalizer.edit(userId, [command]);
        const known = contentsOf(await personalizer.history(userId));
        answer(report, (layout) => viewReport(report, defaultSchema, layout, known));
      }),
    );
}
