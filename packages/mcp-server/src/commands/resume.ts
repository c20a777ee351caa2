import { PersonaError } from "@lifelong/core";
import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";

export function define(command: Command, run: Run): void {
  command
    .description("Goes on learning and keeping. What was said during the pause stays unknown.")
    .option("--here", "for this folder, after `lifelong pause --here`")
    .addHelpText("after", examples("resume", "resume --here"))
    .action(({ here }: { here?: boolean }) =>
      run(async ({ config, open, userId, answer }) => {
        if (here) {
          const sentence = await resumeHere(config.elsewhere, process.cwd());
          answer({ excluded: false }, () => sentence);
          return;
        }
        const report = await (await open()).edit(userId, [{ kind: "resume" }]);
        answer(report, () => "Learning is on.");
      }),
    );
}

/** @throws PersonaError `INVALID_INPUT` where a folder above is excluded */
async function resumeHere(data: string, folder: string): Promise<string> {
  const { excludedFolders } = await import("../excluded-folders.ts");
  const excluded = excludedFolders(data);
  const removed = await excluded.remove(folder);
  const above = await excluded.covering(folder);
  if (above !== undefined) {
    throw new PersonaError(
      "INVALID_INPUT",
      `This folder lies in ${above}, which is excluded as a whole. Run \`lifelong resume --here\` there.`,
    );
  }
  return removed ? "What is said in this folder is recorded again, from now on." : "This folder was not excluded.";
}
