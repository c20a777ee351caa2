import type { JsonSchema, LanguageModel, ModelMessage } from "@lifelong/core";
import type * as z from "zod";
import { jsonIn, outputForm, strictSchema } from "../models/json-answer.ts";
import { sumCosts } from "../results/cost.ts";
import type { Cost } from "../results/result.ts";
import type { GenerationPrompts, Prompt } from "./prompts/prompts.ts";
import type { DropReason } from "./stage-file.ts";

/** What an answer comes to: an item, or what is wrong with it and what it counts as when it stays so. */
export type Reading<Item> = { readonly item: Item } | { readonly problem: string; readonly dropped: DropReason };

/** A question to which the answer is JSON. */
export interface Question<Item> {
  /** Of the form of output, in small letters. */
  readonly name: string;
  readonly prompt: Prompt;
  readonly schema: JsonSchema;
  /** @param json - undefined where the answer holds none */
  read(json: unknown): Reading<Item>;
}

/** Closes a question over the form of its answer: strict objects without optional keys, as strict vendors want them. */
export function question<Answer, Item>(
  name: string,
  form: z.ZodType<Answer>,
  {
    prompt,
    problems,
    use,
  }: { prompt: Prompt; problems: GenerationPrompts["problems"]; use: (answer: Answer) => Reading<Item> },
): Question<Item> {
  return {
    name,
    prompt,
    schema: strictSchema(form),
    read(json) {
      if (json === undefined) return { problem: problems.noJson, dropped: "unreadable" };
      const parsed = form.safeParse(json);
      if (parsed.success) return use(parsed.data);
      const places = parsed.error.issues.slice(0, 3).map(({ path, message }) => `${path.join(".")} ${message}`);
      return { problem: problems.misfit(places.join("; ")), dropped: "unreadable" };
    },
  };
}

/** What came of asking, and what it cost. */
export type Asked<Item> = { readonly cost: Cost } & ({ readonly item: Item } | { readonly dropped: DropReason });

/**
 * Asks a model, and once more with what was wrong when the answer cannot be used. A refusal is not argued with.
 *
 * @throws whatever the model throws
 */
export async function ask<Item>(
  { name, prompt, schema, read }: Question<Item>,
  model: LanguageModel,
  { again, signal }: Pick<GenerationPrompts, "again"> & { signal?: AbortSignal },
): Promise<Asked<Item>> {
  const first: readonly ModelMessage[] = [
    { role: "system", text: prompt.system },
    { role: "user", text: prompt.user },
  ];
  const output = outputForm(model, name, schema);
  const costs: Partial<Cost>[] = [];
  let messages = first;
  for (;;) {
    const { text, stop, usage } = await model.generate({ messages, ...(output && { output }), signal });
    costs.push({ calls: 1, ...usage });
    if (stop === "refusal") return { dropped: "refused", cost: sumCosts(costs) };
    const reading = read(jsonIn(text));
    if ("item" in reading) return { item: reading.item, cost: sumCosts(costs) };
    if (costs.length === 2) return { dropped: reading.dropped, cost: sumCosts(costs) };
    messages = [
      ...first,
      ...(text.trim() === "" ? [] : [{ role: "assistant" as const, text }]),
      { role: "user", text: again(reading.problem) },
    ];
  }
}
