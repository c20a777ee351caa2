import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { modelName } from "@lifelong/core";
import { Command } from "commander";
import { generateCharacters } from "../generating/generation.ts";
import { planGeneration } from "../generating/plan.ts";
import type { BenchHouse, WithHouse } from "./bench-house.ts";
import { parseCount, parseLanguage } from "./option-values.ts";
import { openProgress } from "./progress.ts";
import { GENERATED_FILE } from "./scene-characters.ts";
import { assertAgreed, untilInterrupted } from "./spending.ts";

interface Options {
  readonly model: string;
  readonly language: "en" | "zh";
  readonly people: number;
  readonly scenes: number;
  readonly out: string;
  readonly concurrency: number;
  readonly yes?: boolean;
}

/** `bench generate`: new characters in the stages of the paper. */
export function generateCommand(withHouse: WithHouse): Command {
  return new Command("generate")
    .description(
      "Makes new characters with scenes, in the stages of the paper: seeds, people, scenes, queries, filter.",
    )
    .requiredOption("--model <location>", "writes them: openai:gpt-5-mini, say")
    .option("--language <code>", "en or zh", parseLanguage, "en")
    .option("--people <n>", "to begin with; those too much alike are left out", parseCount, 10)
    .option("--scenes <n>", "for each, to begin with", parseCount, 10)
    .option("--out <folder>", "where the stages are kept; the same folder goes on", "bench-characters")
    .option("--concurrency <n>", "calls at once", parseCount, 4)
    .option("--yes", "does not ask before it spends")
    .action((options: Options) => withHouse((house) => generate(options, house)));
}

async function generate(options: Options, house: BenchHouse): Promise<void> {
  const { language, people, scenes, out: folder, concurrency, yes } = options;
  const request = { language, people, scenes };
  const { total } = await planGeneration(request);
  const model = await house.openModel(options.model);
  house.note(
    `${modelName(model)}: about ${total.calls} calls (at most ${total.most.calls}), ${total.inputTokens} tokens in, ${total.outputTokens} out. What is in ${folder} already costs nothing.`,
  );
  await assertAgreed(yes, house);
  const progress = openProgress(total.calls, "calls", { isShown: house.interactive });
  await untilInterrupted(house, async (signal) => {
    const made = await generateCharacters({
      request,
      model,
      folder,
      concurrency,
      signal,
      onItem: () => progress.advance(),
    });
    progress.stop();
    const file = join(folder, GENERATED_FILE);
    await writeFile(file, `${JSON.stringify(made.characters, undefined, 2)}\n`);
    for (const { stage, kept, dropped } of made.stages) {
      const reasons = Object.entries(dropped).map(([reason, count]) => `${reason} ${count}`);
      house.note(`${stage}: ${kept} kept${reasons.length > 0 ? `; dropped: ${reasons.join(", ")}` : ""}`);
    }
    house.write(file);
  }).finally(() => progress.stop());
}
