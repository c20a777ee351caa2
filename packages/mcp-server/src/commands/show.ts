import { defaultSchema, type RenderedPersona } from "@lifelong/core";
import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";
import { parseCount } from "../count-option.ts";
import { count } from "../view/count.ts";
import { viewPersona } from "../view/persona-view.ts";

export function define(command: Command, run: Run): void {
  command
    .description("The persona: what is known, on what ground, and a quote for each value.")
    .option("--prompt", "the block that an assistant gets instead, with its token count on stderr")
    .option("--budget <tokens>", "most tokens of that block", parseCount)
    .addHelpText("after", examples("show", "show --prompt", "show --prompt --budget 200", "show --json"))
    .action(({ prompt = false, budget }: { prompt?: boolean; budget?: number }) =>
      run(async ({ open, userId, answer, terminal }) => {
        const personalizer = await open();
        if (prompt) {
          const rendered = await personalizer.getPersona(userId, { budgetTokens: budget });
          answer(rendered, () => rendered.text);
          terminal.note(noteOn(rendered));
          return;
        }
        const persona = await personalizer.show(userId);
        answer(persona, (layout) => viewPersona(persona, defaultSchema, layout, new Date()));
      }),
    );
}

function noteOn({ text, tokens, omitted }: RenderedPersona): string {
  const leftOut = `${count(omitted, "value")} left out`;
  if (text !== "") return `${count(tokens, "token")}${omitted > 0 ? `, ${leftOut}` : ""}`;
  return omitted > 0
    ? `No value fits into that budget: ${leftOut}. Give a larger one with --budget.`
    : "Nothing is known yet.";
}
