import { createHash } from "node:crypto";
import { type LanguageModel, type ModelReply, type ModelRequest, PersonaError } from "@lifelong/core";
import * as z from "zod";

/** One recorded call, as one line of JSON. Holds what was asked and answered, so conversations; never a key. */
export interface Exchange {
  readonly format: 1;
  /** Hash of provider, model and request. */
  readonly key: string;
  readonly provider: string;
  readonly modelId: string;
  readonly output?: "schema" | "json";
  /** What was asked, for people to read. */
  readonly request: Readonly<Record<string, unknown>>;
  /** Absent: the service did not take the request, which decides in what form the model is asked next. */
  readonly reply?: ModelReply;
  readonly rejected?: true;
}

const asked = z.object({
  format: z.literal(1),
  key: z.string(),
  provider: z.string(),
  modelId: z.string(),
  output: z.enum(["schema", "json"]).optional(),
  request: z.record(z.string(), z.unknown()),
});
const answered = z.object({
  reply: z.object({
    text: z.string(),
    toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })),
    stop: z.enum(["end", "length", "refusal", "tools"]),
    usage: z.object({ inputTokens: z.number().optional(), outputTokens: z.number().optional() }),
  }),
});
const rejected = z.object({ rejected: z.literal(true) });
const exchangeSchema: z.ZodType<Exchange> = asked.and(z.union([answered, rejected]));

/** The model by which exchanges are told apart. */
type Named = Pick<LanguageModel, "provider" | "modelId" | "output">;

/** @param reply - absent: the request was rejected */
export function exchangeOf({ provider, modelId, output }: Named, request: ModelRequest, reply?: ModelReply): Exchange {
  return {
    format: 1,
    key: keyOf({ provider, modelId }, request),
    provider,
    modelId,
    ...(output && { output }),
    request: contentOf(request),
    ...(reply ? { reply } : { rejected: true }),
  };
}

/** The same request to the same model has the same key, whatever its time limit and signal. */
export function keyOf({ provider, modelId }: Named, request: ModelRequest): string {
  const asked = JSON.stringify(sorted({ provider, modelId, ...contentOf(request) }));
  return createHash("sha256").update(asked).digest("hex");
}

/**
 * The exchanges of a recording, oldest first. A last line that was cut off by a crash is passed over.
 *
 * @throws PersonaError `CONFIGURATION` naming the line that is no exchange
 */
export function parseExchanges(text: string, file: string): readonly Exchange[] {
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    if (line.trim() === "") return [];
    const parsed = exchangeSchema.safeParse(parseJson(line));
    if (parsed.success) return [parsed.data];
    if (index === lines.length - 1) return [];
    throw new PersonaError(
      "CONFIGURATION",
      `Line ${index + 1} of the recording ${file} is no exchange that this version knows. Take it out, or record anew.`,
    );
  });
}

function contentOf({ messages, tools, output, temperature, maxOutputTokens }: ModelRequest): Record<string, unknown> {
  return { messages, tools, output, temperature, maxOutputTokens };
}

/** Keys in order, absent ones left out, so that equal requests are equal texts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
