import { type JsonSchema, type LanguageModel, type ModelMessage, PersonaError } from "@lifelong/core";
import { jsonrepair } from "jsonrepair";
import * as z from "zod";

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
  const { $schema: _, ...json } = z.toJSONSchema(schema);
  const form: JsonSchema = json;
  const output =
    model.output === "schema"
      ? ({ kind: "schema", name, schema: form } as const)
      : model.output && ({ kind: "json" } as const);
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

/** The object in an answer, whatever stands around it; undefined when there is none. */
function jsonIn(text: string): unknown {
  const start = text.indexOf("{");
  if (start < 0) return undefined;
  try {
    return JSON.parse(jsonrepair(text.slice(start, Math.max(start, text.lastIndexOf("}")) + 1)));
  } catch {
    return undefined;
  }
}
