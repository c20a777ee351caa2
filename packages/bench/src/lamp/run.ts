import { type LanguageModel, modelOptimizer, type Optimizer, PersonaError } from "@lifelong/core";
import { eachOf } from "../each-of.ts";
import { sumCosts } from "../results/cost.ts";
import type { Cost } from "../results/result.ts";
import { learnPersona } from "./learned-persona.ts";
import { type LampScores, scoresOf } from "./measures.ts";
import type { LampQuestion } from "./questions.ts";
import { retrieve } from "./retrieval.ts";
import { type LampTask, taskDefinition } from "./task.ts";

/** What the prompt holds beside the question: nothing, the likest items of the profile, or a persona learned from it. */
export const LAMP_SETTINGS = ["none", "retrieval", "learned"] as const;
export type LampSetting = (typeof LAMP_SETTINGS)[number];

/** One answer, and what it cost with the learning before it. Plain data, to be kept and handed in again. */
export interface LampAnswer {
  readonly setting: LampSetting;
  readonly question: string;
  readonly answer: string;
  readonly cost: Cost;
}

/** How one setting did. */
export interface LampResult {
  readonly setting: LampSetting;
  readonly questions: number;
  readonly scores: LampScores;
  readonly cost: Cost;
}

/** A question that could not be answered, with the sentence why. */
export interface LampFailure {
  readonly setting: LampSetting;
  readonly question: string;
  readonly sentence: string;
}

export interface LampRun {
  /** In the order of the settings asked for. A score is of the model's only if the model was no script. */
  readonly results: readonly LampResult[];
  readonly failed: readonly LampFailure[];
}

export interface LampOptions {
  readonly task: LampTask;
  readonly questions: AsyncIterable<LampQuestion> | Iterable<LampQuestion>;
  /** What the users really wrote, by question. */
  readonly outputs: ReadonlyMap<string, string>;
  readonly settings: readonly LampSetting[];
  readonly model: LanguageModel;
  /** Who learns the personas; `modelOptimizer` with the same model by default. */
  readonly optimizer?: Optimizer;
  /** Items that the setting `retrieval` puts into the prompt, 4 by default. */
  readonly retrieved?: number;
  /** Conversations between two updates in the setting `learned`, 3 by default. */
  readonly k?: number;
  /** Questions at a time, 2 by default. */
  readonly concurrency?: number;
  readonly signal?: AbortSignal;
  /** Answers of an earlier run, which are not asked for again. */
  readonly done?: readonly LampAnswer[];
  /** Told each new answer. */
  readonly onDone?: (answer: LampAnswer) => void | Promise<void>;
}

/**
 * Puts the questions to a model under each setting and measures the answers. The model gets the prompt as one user message
 * and nothing else. After an abort the results are those of what was answered until then.
 *
 * Reads no more questions ahead than it asks at a time.
 *
 * @throws PersonaError `INVALID_INPUT` when a question has no output to be measured by; whatever `questions` or `onDone`
 *   throws
 */
export async function runLamp(options: LampOptions): Promise<LampRun> {
  const { task, questions, outputs, settings, concurrency = 2, signal, done = [], onDone } = options;
  const optimizer = options.optimizer ?? modelOptimizer({ model: options.model });
  const known = new Map(done.map((answer) => [keyOf(answer), answer]));
  const answers = new Map<string, LampAnswer>();
  const order: string[] = [];
  const failed: LampFailure[] = [];

  const take = async (question: LampQuestion) => {
    if (!outputs.has(question.id))
      throw new PersonaError(
        "INVALID_INPUT",
        `Question ${question.id} has no output. Give the outputs of the same split; those of the test split are not public.`,
      );
    order.push(question.id);
    for (const setting of settings) {
      if (signal?.aborted) return;
      const key = keyOf({ setting, question: question.id });
      try {
        const answer = known.get(key) ?? (await answerTo(question, setting, { ...options, optimizer }));
        answers.set(key, answer);
        if (!known.has(key)) await onDone?.(answer);
      } catch (error) {
        if (signal?.aborted) return;
        if (!PersonaError.isInstance(error)) throw error;
        failed.push({ setting, question: question.id, sentence: error.message });
      }
    }
  };

  await eachOf(questions, take, { concurrency, signal });

  const results = settings.map((setting): LampResult => {
    const own = order.flatMap((question) => answers.get(keyOf({ setting, question })) ?? []);
    const answered = own.map(({ question, answer }) => ({ answer, gold: outputs.get(question) ?? "" }));
    return {
      setting,
      questions: own.length,
      scores: scoresOf(task, answered),
      cost: sumCosts(own.map(({ cost }) => cost)),
    };
  });
  return { results, failed };
}

type Settled = LampOptions & { readonly optimizer: Optimizer };

async function answerTo(question: LampQuestion, setting: LampSetting, options: Settled): Promise<LampAnswer> {
  const { model, signal } = options;
  const { prompt, cost } = await promptFor(question, setting, options);
  const { text, usage } = await model.generate({ messages: [{ role: "user", text: prompt }], signal });
  return {
    setting,
    question: question.id,
    answer: text.trim(),
    cost: sumCosts([cost, { calls: 1, ...usage }]),
  };
}

async function promptFor(
  { input, profile }: LampQuestion,
  setting: LampSetting,
  { task, optimizer, retrieved = 4, k = 3, signal }: Settled,
): Promise<{ prompt: string; cost: Partial<Cost> }> {
  const { prompt, shown } = taskDefinition(task);
  switch (setting) {
    case "none":
      return { prompt: input, cost: {} };
    case "retrieval": {
      const items = retrieve({ input, profile }, task, retrieved);
      return {
        prompt:
          items.length === 0
            ? input
            : prompt(
                items.map(({ texts }) => shown(texts)),
                input,
              ),
        cost: {},
      };
    }
    case "learned": {
      const { text, cost } = await learnPersona(profile, task, { optimizer, k, signal });
      return { prompt: text === "" ? input : `${text}\n${input}`, cost };
    }
  }
}

function keyOf({ setting, question }: Pick<LampAnswer, "setting" | "question">): string {
  return `${setting} ${question}`;
}
