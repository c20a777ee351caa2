import { join } from "node:path";
import type { LanguageModel } from "@lifelong/core";
import * as z from "zod";
import { mapEach } from "../each-of.ts";
import { ask, type Question } from "./ask.ts";
import type { GenerationPrompts } from "./prompts/prompts.ts";
import type { BareScene, Person, PersonalQuery } from "./seed.ts";
import { openStage, type StageFile } from "./stage-file.ts";

/** What is asked of a model, in this order. Each stage has a file of its own. */
export const STAGES = ["hints", "people", "scenes", "queries", "neutral", "answerable"] as const;
export type Stage = (typeof STAGES)[number];

/** The item of each stage. */
export interface StageItems {
  readonly hints: readonly string[];
  readonly people: Person;
  readonly scenes: readonly BareScene[];
  readonly queries: PersonalQuery;
  readonly neutral: string;
  readonly answerable: boolean;
}

const forms: { readonly [Each in Stage]: z.ZodType<StageItems[Each]> } = {
  hints: z.array(z.string()),
  people: z.strictObject({
    about: z.string(),
    voice: z.string(),
    profile: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  }),
  scenes: z.array(
    z.strictObject({
      description: z.string(),
      context: z.string(),
      tools: z.array(
        z.strictObject({ name: z.string(), description: z.string(), parameters: z.record(z.string(), z.string()) }),
      ),
    }),
  ),
  queries: z.strictObject({ query: z.string(), expected: z.string() }),
  neutral: z.string(),
  answerable: z.boolean(),
};

/** The stages of a folder, where items are made or found. */
export interface Stages {
  readonly files: { readonly [Each in Stage]: StageFile<StageItems[Each]> };
  /** The item of a key as it stands in the stage's file, or asked for and written there; undefined where it was dropped. */
  make<Each extends Stage>(
    stage: Each,
    key: string,
    question: () => Question<StageItems[Each]>,
  ): Promise<StageItems[Each] | undefined>;
  /** Does something with all of them, some at a time. */
  each<Input, Output>(
    inputs: readonly Input[],
    use: (input: Input, place: number) => Promise<Output>,
  ): Promise<readonly Output[]>;
}

export interface StagesOptions {
  readonly model: LanguageModel;
  readonly prompts: GenerationPrompts;
  readonly concurrency: number;
  readonly signal?: AbortSignal;
  /** Told after each item that was made and not found. */
  readonly onItem?: (stage: Stage) => void;
}

export async function openStages(folder: string, options: StagesOptions): Promise<Stages> {
  const { model, prompts, concurrency, signal, onItem } = options;
  const opened = <Each extends Stage>(stage: Each) => openStage(join(folder, `${stage}.jsonl`), forms[stage]);
  const files: Stages["files"] = {
    hints: await opened("hints"),
    people: await opened("people"),
    scenes: await opened("scenes"),
    queries: await opened("queries"),
    neutral: await opened("neutral"),
    answerable: await opened("answerable"),
  };
  return {
    files,
    async make(stage, key, question) {
      const file = files[stage];
      const known = file.done.get(key);
      if (known) return known.item;
      signal?.throwIfAborted();
      const entry = { key, ...(await ask(question(), model, { ...prompts, signal })) };
      file.add(entry);
      onItem?.(stage);
      return "item" in entry ? entry.item : undefined;
    },
    each: (inputs, use) => mapEach(inputs, use, { concurrency, signal }),
  };
}
