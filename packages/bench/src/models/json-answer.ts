import type { JsonSchema, LanguageModel, OutputForm } from "@lifelong/core";
import { jsonrepair } from "jsonrepair";
import * as z from "zod";

/** What not every strict vendor takes in a schema. It is checked when the answer is there, all the same. */
const UNSUPPORTED = ["$schema", "minLength", "maxLength", "minItems", "maxItems", "pattern", "minimum", "maximum"];

/** A form of answer as strict vendors want it: its objects have no optional keys. */
export function strictSchema(form: z.ZodType): JsonSchema {
  const drop = (schema: object) => {
    for (const key of UNSUPPORTED) Reflect.deleteProperty(schema, key);
  };
  const schema = z.toJSONSchema(form, { override: ({ jsonSchema }) => drop(jsonSchema) });
  drop(schema);
  return schema;
}

/** The strictest form in which a model can be asked for it; undefined: in words alone. */
export function outputForm({ output }: LanguageModel, name: string, schema: JsonSchema): OutputForm | undefined {
  if (output === undefined) return undefined;
  return output === "json" ? { kind: "json" } : { kind: "schema", name, schema };
}

/** The object in an answer, from the first brace to the last: what stands around it is talk or a fence. Undefined when there is none. */
export function jsonIn(text: string): unknown {
  const start = text.indexOf("{");
  if (start < 0) return undefined;
  try {
    return JSON.parse(jsonrepair(text.slice(start, Math.max(start, text.lastIndexOf("}")) + 1)));
  } catch {
    return undefined;
  }
}
