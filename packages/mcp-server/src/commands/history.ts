import { defaultSchema } from "@lifelong/core";
import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";
import { parseCount } from "../count-option.ts";
import { contentsOf } from "../view/change-view.ts";
import { viewHistory } from "../view/history-view.ts";

const SHOWN = 20;
/** How many older revisions are searched for what a removal removed. */
const LOOK_BACK = 200;

export function define(command: Command, run: Run): void {
  command
    .option("--limit <number>", "how many revisions", parseCount, SHOWN)
    .option("--before <revision>", "only older ones than this", parseCount)
    .addHelpText("after", examples("history", "history --limit 5", "history --before 40"))
    .action((range: { limit: number; before?: number }) =>
      run(async ({ open, userId, answer }) => {
        const { limit, before } = range;
        const read = await (await open()).history(userId, { limit: limit + LOOK_BACK, before });
        const revisions = read.slice(0, limit);
        answer(revisions, (layout) => viewHistory(revisions, defaultSchema, layout, new Date(), contentsOf(read)));
      }),
    );
}
