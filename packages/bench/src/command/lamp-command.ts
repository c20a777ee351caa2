import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { modelOptimizer } from "@lifelong/core";
import { Command } from "commander";
import type { LampScores } from "../lamp/measures.ts";
import { readOutputs, readQuestions } from "../lamp/questions.ts";
import { LAMP_SETTINGS, type LampAnswer, type LampSetting, runLamp } from "../lamp/run.ts";
import { parseTask } from "../lamp/task.ts";
import type { BenchHouse, WithHouse } from "./bench-house.ts";
import { parseChoices, parseCount } from "./option-values.ts";
import { openProgress } from "./progress.ts";
import { assertAgreed, untilInterrupted } from "./spending.ts";

interface Options {
  readonly task: string;
  readonly questions: string;
  readonly outputs: string;
  readonly model: string;
  readonly optimizer?: string;
  readonly settings: readonly LampSetting[];
  readonly limit: number;
  readonly k: number;
  readonly concurrency: number;
  readonly out: string;
  readonly yes?: boolean;
}

/** `bench lamp`: the official files of LaMP, none of which is ours to ship. */
export function lampCommand(withHouse: WithHouse): Command {
  return new Command("lamp")
    .description("Runs a task of LaMP on its official files: no profile, retrieval as published, or a learned persona.")
    .requiredOption("--task <name>", "LaMP_1 to LaMP_7")
    .requiredOption("--questions <file>", "like dev_questions.json")
    .requiredOption("--outputs <file>", "like dev_outputs.json")
    .requiredOption("--model <location>", "answers")
    .option("--optimizer <location>", "learns the personas; the model by default")
    .option("--settings <names>", LAMP_SETTINGS.join(","), parseChoices(LAMP_SETTINGS), LAMP_SETTINGS)
    .option("--limit <n>", "only the first so many questions", parseCount, 100)
    .option(
      "--k <n>",
      "items of a profile between two updates: a profile of 185 items takes 19 calls at 10",
      parseCount,
      10,
    )
    .option("--concurrency <n>", "questions at once", parseCount, 2)
    .option("--out <file>", "answers as they come; the same file goes on", "lamp-answers.jsonl")
    .option("--yes", "does not ask before it spends")
    .action((options: Options) => withHouse((house) => run(options, house)));
}

async function run(options: Options, house: BenchHouse): Promise<void> {
  const task = parseTask(options.task);
  const model = await house.openModel(options.model);
  const optimizer = options.optimizer === undefined ? model : await house.openModel(options.optimizer);
  const total = options.limit * options.settings.length;
  house.note(
    `At most ${total} answers${options.settings.includes("learned") ? `, and a call for every ${options.k} items of each profile` : ""}.`,
  );
  await assertAgreed(options.yes, house);
  await mkdir(dirname(options.out), { recursive: true });
  const progress = openProgress(total, "answers", { isShown: house.interactive });
  await untilInterrupted(house, async (signal) => {
    const { results, failed } = await runLamp({
      task,
      questions: firstOf(readQuestions(options.questions, task), options.limit),
      outputs: await readOutputs(options.outputs, task),
      settings: options.settings,
      model,
      optimizer: modelOptimizer({ model: optimizer }),
      k: options.k,
      concurrency: options.concurrency,
      signal,
      done: await readAnswers(options.out),
      onDone: async (answer) => {
        await appendFile(options.out, `${JSON.stringify(answer)}\n`);
        progress.advance();
      },
    });
    progress.stop();
    for (const { setting, question, sentence } of failed) house.note(`${setting}, question ${question}: ${sentence}`);
    for (const { setting, questions, scores, cost } of results) {
      house.write(`${setting.padEnd(10)} ${scoresText(scores)}   ${questions} questions, ${cost.calls} calls`);
    }
  }).finally(() => progress.stop());
}

async function* firstOf<Item>(items: AsyncIterable<Item>, limit: number): AsyncGenerator<Item> {
  let count = 0;
  for await (const item of items) {
    yield item;
    count += 1;
    if (count === limit) return;
  }
}

/** A line that a crash cut off is no answer. */
async function readAnswers(file: string): Promise<readonly LampAnswer[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as LampAnswer];
    } catch {
      return [];
    }
  });
}

function scoresText(scores: LampScores): string {
  return Object.entries(scores)
    .flatMap(([name, score]) =>
      score ? [`${name} ${score.mean.toFixed(3)} (${score.low.toFixed(3)}–${score.high.toFixed(3)})`] : [],
    )
    .join("  ");
}
