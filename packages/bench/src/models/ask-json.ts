import { type LanguageModel, type ModelMessage, PersonaError } from "@lifelong/core";
import * as z from "zod";
import { jsonIn, outputForm, strictSchema } from "./json-answer.ts";

/**
 * Asks a model for a JSON object of a schema: in the strictest form that it takes, and once more with what was wrong.
 *
 * @throws PersonaError `MODEL_UNAVAILABLE` when the second answer is none either; and what the model throws
 */
export async function askJson<Answer>(
  model: LanguageModel,
  {
    name,
    schema,
    messages,
    signal,
  }: {
    name: string;
    schema: z.ZodType<Answer>;
    messages: readonly ModelMessage[];
    signal?: AbortSignal;
  },
): Promise<Answer> {
  const form = strictSchema(schema);
  const output = outputForm(model, name, form);
  const asked: ModelMessage[] = [...messages];
  if (output?.kind !== "schema") asked.push({ role: "user", text: `JSON Schema:\n${JSON.stringify(form)}` });
  let problem = "";
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const { text } = await model.generate({ messages: asked, signal, ...(output && { output }) });
    const parsed = schema.safeParse(jsonIn(text));
    if (parsed.success) return parsed.data;
    problem = z.prettifyError(parsed.error);
    asked.push({ role: "assistant", text }, { role: "user", text: `${problem}\nJSON:` });
  }
  throw new PersonaError(
    "MODEL_UNAVAILABLE",
    `The model gave no ${name} that can be read, also when it was asked again.`,
  );
}
