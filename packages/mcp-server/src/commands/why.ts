import { defaultSchema } from "@lifelong/core";
import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";
import { resolveField } from "../field-name.ts";
import { viewExplanation } from "../view/history-view.ts";

export function define(command: Command, run: Run): void {
  command
    .description("Why a field holds what it holds: its values with your words, and everything that happened to it.")
    .argument("<field>", "its path, the path's last word, or its label")
    .addHelpText("after", examples("why demographics.name", "why likes", 'why "lives in"'))
    .action((field: string) =>
      run(async ({ open, userId, answer }) => {
        const explanation = await (await open()).why(userId, resolveField(defaultSchema, field));
        answer(explanation, (layout) => viewExplanation(explanation, defaultSchema, layout, new Date()));
      }),
    );
}
