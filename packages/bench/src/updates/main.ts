import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { modelName, modelOptimizer, type Optimizer, openModel, PersonaError } from "@lifelong/core";
import providers from "@lifelong/providers";
import { Presets, SingleBar } from "cli-progress";
import { Command } from "commander";
import { readCases, type UpdateCase } from "./case.ts";
import { evaluate } from "./evaluation.ts";
import { evaluationSchema } from "./evaluation-schema.ts";
import { extractorUnderLabels } from "./extractor.ts";
import { oracleFor } from "./oracle.ts";
import { replayRecordings } from "./recordings.ts";
import { reportOf, viewReport } from "./report.ts";
import { openResults } from "./results-file.ts";

interface Options {
  readonly model?: string;
  readonly fallback?: string;
  readonly optimizer?: string;
  readonly recordings?: boolean;
  readonly data: string;
  readonly limit: string;
  readonly concurrency: string;
  readonly out: string;
  readonly report?: string;
}

const program = new Command("eval:updates")
  .description("Does one conversation change what is remembered as it should? On 160 real ones.")
  .option("--model <location>", "a model, like openai:gpt-5-mini or replay:./exchanges.jsonl")
  .option("--fallback <location>", "asked when the first cannot answer")
  .option(
    "--optimizer <name>",
    "extractor (built in), or oracle (from gold: an upper bound of gate and apply, no model's score)",
  )
  .option("--recordings", "seven models' recorded extractions through the gate instead")
  .option("--data <folder>", "the folder with realchats", "../shared/data")
  .option("--limit <cases>", "only the first so many", "160")
  .option("--concurrency <cases>", "so many at a time", "2")
  .option("--out <file>", "results as they come; a further run goes on there", "updates-results.jsonl")
  .option("--report <file>", "the report as JSON");

try {
  await main(program.parse().opts<Options>());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(options: Options): Promise<void> {
  const cases = await readCases(options.data);
  const schema = evaluationSchema(cases);
  if (options.recordings) {
    const reports = replayRecordings(cases.recorded, schema);
    for (const { model, items, accepted, precision, recall } of reports) {
      process.stdout.write(
        `${model}: ${accepted} of ${items} accepted; precision ${precision.before.mean} → ${precision.after.mean}, recall ${recall.before.mean} → ${recall.after.mean}\n`,
      );
    }
    await writeReport(options.report, reports);
    return;
  }
  const { name, key, optimizerFor } = await chooseOptimizer(options);
  const chosen = cases.updates.slice(0, Number(options.limit));
  const data = createHash("sha256")
    .update(await readFile(join(options.data, "realchats", "sessions.jsonl")))
    .digest("hex");
  const results = await openResults(options.out, `${key} ${data.slice(0, 12)}`);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const bar = new SingleBar(
    { stream: process.stderr, noTTYOutput: false, clearOnComplete: true },
    Presets.shades_classic,
  );
  if (process.stderr.isTTY) bar.start(chosen.length, 0);
  const { results: done, failed } = await evaluate(chosen, optimizerFor, {
    schema,
    results,
    concurrency: Number(options.concurrency),
    signal: stop.signal,
    onResult: () => bar.increment(),
  });
  bar.stop();
  for (const { id, sentence } of failed) process.stderr.write(`${id}: ${sentence}\n`);
  if (failed.length > 0 || stop.signal.aborted) {
    process.stderr.write(`${done.length} of ${chosen.length} cases are done. Run the same command again to go on.\n`);
    process.exitCode = 1;
  }
  if (done.length === 0) return;
  const report = reportOf(name, done);
  process.stdout.write(`${viewReport(report)}\n`);
  await writeReport(options.report, report);
}

async function chooseOptimizer({ model, fallback, optimizer }: Options): Promise<{
  name: string;
  key: string;
  optimizerFor: (one: UpdateCase) => Optimizer;
}> {
  if (optimizer === "extractor") {
    const extractor = extractorUnderLabels();
    return { name: extractor.name, key: extractor.name, optimizerFor: () => extractor };
  }
  if (optimizer === "oracle") return { name: "oracle@1 (upper bound)", key: "oracle@1", optimizerFor: oracleFor };
  if (model === undefined) {
    throw new PersonaError("CONFIGURATION", "Name a model with --model, or extractor or oracle with --optimizer.");
  }
  const open = (location: string) => openModel(location, { plugins: [providers], environment: process.env });
  const opened = await open(model);
  const asked = modelOptimizer({ model: opened, ...(fallback && { fallback: await open(fallback) }) });
  return { name: modelName(opened), key: `${asked.name} ${modelName(opened)}`, optimizerFor: () => asked };
}

async function writeReport(file: string | undefined, report: unknown): Promise<void> {
  if (file) await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
}
