import type { Command } from "commander";
import { examples, type Run } from "../command-context.ts";

export function define(command: Command, run: Run): void {
  command
    .description("Stops learning, and keeps nothing of what is recorded, until `lifelong resume`.")
    .option("--here", "only for this folder and those in it: hooks and imports leave out what was said there")
    .addHelpText("after", examples("pause", "pause --here"))
    .action(({ here }: { here?: boolean }) =>
      run(async ({ config, open, userId, answer }) => {
        if (here) {
          const { excludedFolders } = await import("../excluded-folders.ts");
          const folder = await excludedFolders(config.elsewhere).add(process.cwd());
          answer({ folder, excluded: true }, () =>
            [
              `Nothing that is said in ${folder} or the folders in it is recorded by itself any more.`,
              "`lifelong resume --here` goes on. What was recorded stays: `lifelong forget` takes it away.",
            ].join("\n"),
          );
          return;
        }
        const report = await (await open()).edit(userId, [{ kind: "pause" }]);
        answer(report, () => "Learning is paused, and nothing of what is recorded is kept. `lifelong resume` goes on.");
      }),
    );
}
