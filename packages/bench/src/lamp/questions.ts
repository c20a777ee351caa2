import { createReadStream } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { PersonaError } from "@lifelong/core";
import chain from "stream-chain";
import { pick } from "stream-json/filters/pick.js";
import { parser } from "stream-json/parser.js";
import { streamArray } from "stream-json/streamers/stream-array.js";
import * as z from "zod";
import { type LampTask, type ProfileItem, taskDefinition } from "./task.ts";

/** One question of a user: what is asked, and what the same user wrote before. */
export interface LampQuestion {
  readonly id: string;
  readonly input: string;
  /** In the order of the file. */
  readonly profile: readonly ProfileItem[];
}

const text = z.union([z.string(), z.number()]).transform(String);
const question = z.object({ id: text, input: z.string(), profile: z.array(z.record(z.string(), z.unknown())) });
const item = z.object({ id: text, date: text.optional() });

const outputsFile = z.object({ task: z.string(), golds: z.array(z.object({ id: text, output: text })) });

/**
 * The questions of a `{train,dev,test}_questions.json`, one after another: the large ones have 800 MB.
 *
 * The shape is that of the files at lamp-benchmark.github.io/download, as LaMP-Benchmark/LaMP reads them
 * (`LaMP/data/datasets.py`, `LaMP/prompts/prompts.py`, commit de78cdb) and writes them for Avocado
 * (`data/avocado/create_avocado_dataset.py`, commit 021b860): a list of `{ id, input, profile: [{ id, … }] }`, which the
 * latter's test file holds under `golds`. Further keys are passed over.
 *
 * @throws PersonaError `INVALID_INPUT` when the file is not there, is no such list, belongs to another task, or is that of
 *   LaMP-6 without the emails
 */
export async function* readQuestions(path: string, task: LampTask): AsyncGenerator<LampQuestion> {
  const isObject = await beginsAsObject(path);
  const source = createReadStream(path);
  const stages = isObject ? [parser(), pick({ filter: "golds" })] : [parser()];
  const values: AsyncIterable<{ key: number; value: unknown }> = chain([source, ...stages, streamArray()]);
  try {
    for await (const { key, value } of values) yield parseQuestion(value, { task, path, place: key + 1 });
  } catch (error) {
    if (PersonaError.isInstance(error)) throw error;
    throw unreadable(path, error);
  } finally {
    source.destroy();
  }
}

/**
 * What the users really wrote, by the questions' ids, of a `{train,dev}_outputs.json`. Those of the test split are not
 * public.
 *
 * @throws PersonaError `INVALID_INPUT` when the file is not there, of another form, or of another task
 */
export async function readOutputs(path: string, task: LampTask): Promise<ReadonlyMap<string, string>> {
  let file: z.infer<typeof outputsFile>;
  try {
    file = outputsFile.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    throw unreadable(
      path,
      error,
      'The outputs are an object like {"task":"LaMP_1","golds":[{"id":"…","output":"…"}]}.',
    );
  }
  if (file.task.replace("-", "_") !== task)
    throw new PersonaError(
      "INVALID_INPUT",
      `${path} holds outputs of another task than ${task}; give the file of ${task}.`,
    );
  return new Map(file.golds.map(({ id, output }) => [id, output]));
}

function parseQuestion(value: unknown, where: { task: LampTask; path: string; place: number }): LampQuestion {
  const { task, path, place } = where;
  const parsed = question.safeParse(value);
  if (!parsed.success)
    throw new PersonaError(
      "INVALID_INPUT",
      `Question ${place} of ${path} is not of the form {"id":"…","input":"…","profile":[…]}. Mend it or take it out.`,
    );
  const { id, input, profile } = parsed.data;
  return { id, input, profile: profile.map((raw) => parseItem(raw, { task, path, question: id })) };
}

function parseItem(
  raw: Record<string, unknown>,
  where: { task: LampTask; path: string; question: string },
): ProfileItem {
  const { task, path, question } = where;
  const { keys } = taskDefinition(task);
  const parsed = item.safeParse(raw);
  const texts = Object.fromEntries(
    keys.flatMap((key) => {
      const value = text.safeParse(raw[key]);
      return value.success ? [[key, value.data] as const] : [];
    }),
  );
  const missing = keys.filter((key) => !(key in texts));
  if (task === "LaMP_6" && missing.includes("title"))
    throw new PersonaError(
      "INVALID_INPUT",
      `${path} holds only the ids of the emails. They are not public: get Avocado (LDC2015T03) and fill them in with data/avocado/create_avocado_dataset.py of LaMP's repository.`,
    );
  if (!parsed.success || missing.length > 0)
    throw new PersonaError(
      "INVALID_INPUT",
      `In ${path} the profile of question ${question} has an item without ${missing[0] ?? "id"}, which every item of ${task} has; is it the file of another task?`,
    );
  return { id: parsed.data.id, ...(parsed.data.date !== undefined && { date: parsed.data.date }), texts };
}

async function beginsAsObject(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    const { buffer, bytesRead } = await file
      .read({ buffer: Buffer.alloc(64), position: 0 })
      .finally(() => file.close());
    return /^\uFEFF?\s*\{/.test(buffer.toString("utf8", 0, bytesRead));
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown, form = "The questions are a JSON list."): PersonaError {
  const isAbsent = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
  return new PersonaError(
    "INVALID_INPUT",
    isAbsent
      ? `${path} is not there. Get the file from lamp-benchmark.github.io/download and name it by its path.`
      : `${path} cannot be read as a file of LaMP. ${form}`,
    { cause },
  );
}
