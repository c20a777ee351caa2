import { writeFile } from "node:fs/promises";
import { PersonaError } from "@lifelong/core";
import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";

export function define(command: Command, run: Run): void {
  command
    .description("Everything that is held of this profile, as JSON: persona, history and conversations.")
    .option("--output <file>", "write it there instead, readable by you alone; an existing file stays as it is")
    .addHelpText("after", examples("export > me.json", "export --output me.json"))
    .action(({ output }: { output?: string }) =>
      run(async ({ open, userId, terminal }) => {
        const text = `${JSON.stringify(await (await open()).exportUser(userId), undefined, 2)}\n`;
        if (output === undefined) {
          terminal.write(text);
          return;
        }
        try {
          await writeFile(output, text, { mode: 0o600, flag: "wx" });
        } catch (error) {
          throw new PersonaError(
            "INVALID_INPUT",
            `The file ${output} cannot be written, or exists already. Choose another name.`,
            { cause: error },
          );
        }
        terminal.note(`Written to ${output}.`);
      }),
    );
}
