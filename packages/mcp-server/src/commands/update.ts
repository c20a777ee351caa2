import { PersonaError } from "@lifelong/core";
import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";
import { builtCommand } from "../install/built-command.ts";
import { commandFolder } from "../install/command-folder.ts";
import { viewVersion } from "../view/install-view.ts";

export function define(command: Command, run: Run): void {
  defineUpdate(command, run, builtCommand);
}

/** @param findBuilt - gives the folder of the built command, which takes the place of the installed one */
export function defineUpdate(command: Command, run: Run, findBuilt: () => string): void {
  command
    .description(
      "Has every assistant start the version that runs this command, from its next start on. Servers that run go on undisturbed.",
    )
    .addHelpText("after", `${examples("update")}\n  $ npx -y lifelong@latest update`)
    .action(() =>
      run(async ({ config, answer }) => {
        const folder = commandFolder(config.elsewhere);
        if ((await folder.read()).current === undefined) {
          throw new PersonaError("CONFIGURATION", "Lifelong is not installed yet: `lifelong install` does that.");
        }
        const put = await folder.put(findBuilt());
        answer({ command: put }, () => viewVersion(put));
      }),
    );
}
