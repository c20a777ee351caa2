import { readFile } from "node:fs/promises";
import { defaultSchema, definePersonaSchema, PersonaError, type PersonaSchema } from "@lifelong/core";
import type { Command } from "commander";
import { evaluateOwn, type OwnArm, recommendK } from "../own/own-evaluation.ts";
import { readGoldFile, readSessionsFile } from "../own/sessions-file.ts";
import type { BenchHouse, WithHouse } from "./bench-house.ts";
import { parseCounts } from "./option-values.ts";
import { openProgress } from "./progress.ts";

interface Options {
  readonly sessions: string;
  readonly gold?: string;
  readonly model?: string;
  readonly k: readonly number[];
  readonly schema?: readonly string[];
}

/** `eval`: which schema, which k and at what price, on one's own conversations. */
export function addEvalOptions(command: Command, withHouse: WithHouse): Command {
  return command
    .requiredOption(
      "--sessions <file>",
      'JSON lines: {"messages":[{"role":"user","text":"…"}],"id":"…","startedAt":"…"}',
    )
    .option(
      "--gold <file>",
      'what should be known, JSON lines: {"session":"…","operation":"set","field":"location","content":"Porto"}',
    )
    .option("--model <location>", "does the deep passes; without one the built-in extractor alone is run")
    .option("--k <numbers>", "conversations between two deep passes", parseCounts, [1, 3, 5, 10])
    .option(
      "--schema <file>",
      "a schema as JSON instead of the default one; several are compared",
      (file: string, others: readonly string[] = []) => [...others, file],
    )
    .action((options: Options) => withHouse((house) => evaluate(options, house)));
}

async function evaluate({ sessions: file, gold, model, k, schema = [] }: Options, house: BenchHouse): Promise<void> {
  const sessions = await readSessionsFile(file, new Date());
  const schemas = schema.length === 0 ? [defaultSchema] : await Promise.all(schema.map(readSchema));
  const opened = model === undefined ? undefined : await house.openModel(model);
  const runs = schemas.length * (1 + (opened ? k.length : 0));
  const progress = openProgress(runs * sessions.length, "conversations", { isShown: house.interactive });
  const arms = await evaluateOwn(sessions, {
    schemas,
    ks: k,
    ...(opened && { model: opened }),
    ...(gold !== undefined && { gold: await readGoldFile(gold, sessions) }),
    onSession: () => progress.advance(),
  }).finally(() => progress.stop());
  house.write(tableOf(arms, sessions.length));
  const recommended = recommendK(arms);
  house.write(recommended?.sentence ?? "No model was named, so that no k can be recommended: name one with --model.");
}

async function readSchema(file: string): Promise<PersonaSchema> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(file, "utf8"));
  } catch {
    throw new PersonaError("CONFIGURATION", `The schema ${file} cannot be read as JSON.`);
  }
  return definePersonaSchema(parsed as Parameters<typeof definePersonaSchema>[0]);
}

function tableOf(arms: readonly OwnArm[], sessions: number): string {
  const hasGold = arms.some(({ toGold }) => toGold !== undefined);
  const head = [
    "",
    "values",
    "refused",
    "agrees",
    ...(hasGold ? ["to notes", "at the end"] : []),
    "calls",
    "tokens/conv.",
  ];
  const rows = arms.map(({ name, values, refused, agreement, toGold, calls, inputTokens, outputTokens }) => [
    name,
    String(values),
    String(refused),
    agreement.toFixed(2),
    ...(hasGold ? [(toGold?.mean ?? 0).toFixed(2), (toGold?.end ?? 0).toFixed(2)] : []),
    String(calls),
    inputTokens === undefined ? "–" : String(Math.round((inputTokens + (outputTokens ?? 0)) / Math.max(1, sessions))),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? "").length)));
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  "),
    )
    .join("\n");
}
