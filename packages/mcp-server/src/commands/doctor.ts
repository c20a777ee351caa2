import type { Command } from "commander";
import { addLearningOptions, examples, type Run } from "../command-context.ts";
import { findOut } from "../doctor-findings.ts";
import { viewFindings } from "../view/doctor-view.ts";

export function define(command: Command, run: Run): void {
  addLearningOptions(command)
    .description("Where the data is, which assistants use it, what waits and why, and what is wrong.")
    .option("--repair", "set aside what is damaged in the folder, and return to the last good revision")
    .addHelpText("after", examples("doctor", "doctor --repair", "doctor --json"))
    .action(({ repair = false }: { repair?: boolean }) =>
      run(async ({ config, open, openStore, answer }) => {
        const findings = await findOut(config, { open, openStore }, { repair });
        answer(findings, (layout) => viewFindings(findings, layout, new Date()));
      }),
    );
}
