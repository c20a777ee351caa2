import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { modelName } from "@lifelong/core";
import { Command, InvalidArgumentError } from "commander";
import type { Character } from "../dataset/character.ts";
import { readCharacters } from "../dataset/characters.ts";
import { asCharacter } from "../dataset/scene-character.ts";
import { type LiveModels, liveArms } from "../live/live-arm.ts";
import { runLive } from "../live/live-run.ts";
import { type PlannedRun, planRun } from "../live/plan.ts";
import { createCallGate } from "../models/call-limits.ts";
import { openModelCache } from "../models/model-cache.ts";
import { SETTINGS, type Setting } from "../results/result.ts";
import type { BenchHouse, WithHouse } from "./bench-house.ts";
import { parseChoices, parseCount, parseCounts, parseLanguage } from "./option-values.ts";
import { openProgress } from "./progress.ts";
import { writeReport } from "./report-files.ts";
import { readSceneCharacters } from "./scene-characters.ts";
import { assertAgreed, untilInterrupted } from "./spending.ts";

const WAYS = ["both", "deep", "instant"] as const;
type Way = (typeof WAYS)[number];

interface Price {
  /** Dollars for a million tokens. */
  readonly input: number;
  readonly output: number;
}

interface Options {
  readonly model: readonly string[];
  readonly optimizer?: string;
  readonly simulator?: string;
  readonly judge: string;
  readonly settings: readonly Setting[];
  readonly learning: readonly Way[];
  readonly k: readonly number[];
  readonly personas?: number;
  readonly episodes?: number;
  readonly language?: "en" | "zh";
  readonly seed: readonly number[];
  readonly utterances: number;
  readonly data?: string;
  readonly scenes?: string;
  readonly out: string;
  readonly replay?: boolean;
  readonly concurrency: number;
  readonly perMinute?: number;
  readonly maxCalls?: number;
  readonly maxTokens?: number;
  readonly price?: Price;
  readonly yes?: boolean;
  readonly open: boolean;
}

/** `bench run`: the paper's settings on our data, with the models that the user has. */
export function runCommand(withHouse: WithHouse): Command {
  return new Command("run")
    .description(
      "Lets simulated users live through their scenes with an assistant under each setting of the paper, and has the answers judged.",
    )
    .requiredOption(
      "--model <location>",
      "answers, and learns unless --optimizer does: openai:gpt-5-mini, say; several are compared",
      (location: string, others: readonly string[] = []) => [...others, location],
    )
    .requiredOption("--judge <location>", "rates the answers; another model than the one that learns")
    .option("--optimizer <location>", "learns the personas")
    .option("--simulator <location>", "plays the users and the APIs; the first model by default")
    .option("--settings <names>", SETTINGS.join(","), parseChoices(SETTINGS), SETTINGS)
    .option("--learning <ways>", "both,deep,instant: which passes learn", parseChoices(WAYS), ["both"])
    .option("--k <numbers>", "conversations between two deep passes", parseCounts, [1, 3, 5])
    .option("--personas <n>", "only the first so many, half of each language", parseCount)
    .option("--episodes <n>", "only the first so many conversations of each", parseCount)
    .option("--language <code>", "en or zh", parseLanguage)
    .option("--seed <numbers>", "each has everything anew", parseCounts, [1])
    .option("--utterances <n>", "how often a user speaks at most", parseCount, 4)
    .option("--data <folder>", "other characters, in the form of the project's own")
    .option("--scenes <path>", "characters of scenes alone: made by `generate`, or published with the paper")
    .option("--out <folder>", "where calls and report are kept; the same folder goes on", "bench-run")
    .option("--replay", "asks no model: everything has to be recorded in the folder")
    .option("--concurrency <n>", "calls at once", parseCount, 4)
    .option("--per-minute <n>", "calls begun in a minute", parseCount)
    .option("--max-calls <n>", "stops after so many", parseCount)
    .option("--max-tokens <n>", "stops after so many, in and out", parseCount)
    .option(
      "--price <dollars>",
      "for a million tokens, as in=0.25,out=2: the estimate then says what it costs",
      parsePrice,
    )
    .option("--yes", "does not ask before it spends")
    .option("--no-open", "do not open the report")
    .action((options: Options) => withHouse((house) => run(options, house)));
}

async function run(options: Options, house: BenchHouse): Promise<void> {
  const characters = chosenFrom(await readAll(options, house), options);
  const compared = await openModels(options, house);
  const arms = compared.flatMap((models) =>
    liveArms({
      settings: options.settings,
      ks: options.k,
      passes: options.learning,
      models,
      ...(compared.length > 1 && { label: modelName(models.chatbot) }),
    }),
  );
  const plan = planRun({
    characters,
    arms,
    seeds: options.seed.length,
    utterances: options.utterances,
    episodes: options.episodes,
  });
  if (!options.replay) {
    house.note(planText(plan, compared, options.price));
    await assertAgreed(options.yes, house);
  }
  await mkdir(options.out, { recursive: true });
  const gate = createCallGate({
    concurrency: options.concurrency,
    perMinute: options.perMinute,
    calls: options.maxCalls,
    tokens: options.maxTokens,
  });
  const progress = openProgress(plan.conversations, "conversations", { isShown: house.interactive });
  await untilInterrupted(house, async (signal) => {
    const result = await runLive({
      characters,
      arms,
      seeds: options.seed,
      utterances: options.utterances,
      ...(options.episodes !== undefined && { episodes: options.episodes }),
      cache: await openModelCache(join(options.out, "calls.jsonl")),
      ...(!options.replay && { gate }),
      concurrency: options.concurrency,
      signal,
      onConversation: () => progress.advance(),
    });
    progress.stop();
    const page = await writeReport(result, { folder: options.out, characters, baseline: arms[0]?.name });
    house.write(page);
    if (options.open && house.interactive) await house.show(page);
  }).finally(() => progress.stop());
}

/** When characters begin to live whose data has no dates. */
const FIRST_SCENE = "2026-01-05T18:00:00.000Z";

async function readAll({ data, scenes }: Options, house: BenchHouse): Promise<readonly Character[]> {
  if (scenes === undefined) return readCharacters(data);
  const { characters, notes } = await readSceneCharacters(scenes);
  for (const note of notes) house.note(note);
  return characters.map((character) => asCharacter(character, FIRST_SCENE));
}

function chosenFrom(
  characters: readonly Character[],
  { language, personas = Number.POSITIVE_INFINITY }: Pick<Options, "language" | "personas">,
): readonly Character[] {
  const spoken = characters.filter((character) => language === undefined || character.language === language);
  const languages = [...Map.groupBy(spoken, (character) => character.language).values()];
  const share = Math.ceil(personas / Math.max(1, languages.length));
  return languages.flatMap((own) => own.slice(0, share)).slice(0, personas);
}

/** The parts that each of the compared models takes, with the same user and the same judge. */
async function openModels(
  { model, optimizer, simulator, judge }: Options,
  house: BenchHouse,
): Promise<readonly LiveModels[]> {
  const chatbots = await Promise.all(model.map((location) => house.openModel(location)));
  const learner = optimizer === undefined ? undefined : await house.openModel(optimizer);
  const user = simulator === undefined ? undefined : await house.openModel(simulator);
  const judging = await house.openModel(judge);
  const compared = chatbots.map((chatbot) => ({
    chatbot,
    optimizer: learner ?? chatbot,
    simulator: user ?? chatbots[0] ?? chatbot,
    judge: judging,
  }));
  if (compared.some((models) => modelName(models.optimizer) === modelName(judging))) {
    house.note(
      `The judge is a model that learns, ${modelName(judging)}: models rate their own work too well. Name another with --judge.`,
    );
  }
  return compared;
}

function planText(
  { conversations, roles }: PlannedRun,
  compared: readonly LiveModels[],
  price: Price | undefined,
): string {
  const namesOf = (role: keyof LiveModels) =>
    [...new Set(compared.map((models) => modelName(models[role])))].join(", ");
  const rows = roles.map(({ role, calls, mostCalls, inputTokens, outputTokens }) =>
    [
      role.padEnd(10),
      namesOf(role).padEnd(32),
      `${calls} calls (at most ${mostCalls})`.padEnd(32),
      `${thousands(inputTokens)} tokens in, ${thousands(outputTokens)} out`,
    ].join(" "),
  );
  const sum = (key: "inputTokens" | "outputTokens") => roles.reduce((total, role) => total + role[key], 0);
  const dollars = price && (sum("inputTokens") * price.input + sum("outputTokens") * price.output) / 1_000_000;
  return [
    `${conversations} conversations. About:`,
    ...rows,
    ...(dollars === undefined
      ? []
      : [`About ${dollars.toFixed(2)} dollars. What is in the folder already costs nothing.`]),
  ].join("\n");
}

function thousands(tokens: number): string {
  return `${Math.round(tokens / 1_000)}k`;
}

function parsePrice(text: string): Price {
  const [, input, output] = /^in=(\d+(?:\.\d+)?),out=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (input === undefined || output === undefined) throw new InvalidArgumentError("It is written as in=0.25,out=2.");
  return { input: Number(input), output: Number(output) };
}
