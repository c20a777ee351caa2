import { Command } from "commander";
import { readCharacters } from "../dataset/characters.ts";
import { countOffline, runOffline } from "../replay/offline-run.ts";
import type { BenchHouse, WithHouse } from "./bench-house.ts";
import { openProgress } from "./progress.ts";
import { writeReport } from "./report-files.ts";

/** The arm that the others are compared with: what everybody has without a model. */
const BASELINE = "built-in extractor";

interface Options {
  readonly out: string;
  readonly open: boolean;
}

/** `bench offline`: the written conversations through the real pipeline, without any model. */
export function offlineCommand(withHouse: WithHouse): Command {
  return new Command("offline")
    .description("Replays the written conversations with the built-in extractor and with scripts. No model, no key.")
    .option("--out <folder>", "where the report goes", "bench-report")
    .option("--no-open", "do not open the report")
    .action((options: Options) => withHouse((house) => replay(options, house)));
}

async function replay({ out, open }: Options, house: BenchHouse): Promise<void> {
  const characters = await readCharacters();
  const progress = openProgress(countOffline(characters), "conversations", { isShown: house.interactive });
  const result = await runOffline(characters, progress.advance);
  progress.stop();
  const page = await writeReport(result, { folder: out, characters, baseline: BASELINE });
  house.write(page);
  if (open && house.interactive) await house.show(page);
}
