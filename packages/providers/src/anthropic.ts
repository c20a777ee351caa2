import type {
  MessageCreateParamsNonStreaming,
  MessageParam,
  TextBlockParam,
  Tool,
} from "@anthropic-ai/sdk/resources/messages";
import {
  DEFAULT_TIMEOUT_MS,
  type LanguageModel,
  type ModelReply,
  type ModelRequest,
  PersonaError,
} from "@lifelong/core";
import * as z from "zod";
import { collectMessage } from "./anthropic-stream.ts";
import { patientFetch } from "./patient-fetch.ts";
import { type Turn, turnsOf } from "./turns.ts";
import { callVendor, loadSdk } from "./vendor-call.ts";

/** Anthropic demands a limit. A proposal is short, but what a model thinks counts as well; an agent says how much it wants. */
const MAX_OUTPUT_TOKENS = 16_384;
/** The last version of the API that knows a temperature; the SDK asks for a newer one, which refuses it (docs: API versions). */
const VERSION_WITH_TEMPERATURE = { "anthropic-version": "2023-06-01" };
/** The tool as whose input structured output comes. */
const OUTPUT_TOOL = "answer";
/** JSON of any shape is asked for in words: models that always think cannot be forced to call a tool. */
const JSON_ONLY = "Answer with one JSON object and nothing else.";

/** What is needed of a message. Blocks of other kinds, such as thinking, are passed over. */
const message = z.object({
  content: z.array(
    z.object({
      type: z.string(),
      text: z.string().optional(),
      id: z.string().optional(),
      name: z.string().optional(),
      input: z.unknown().optional(),
      /** The input as the model wrote it, where it came as a stream. */
      json: z.string().optional(),
    }),
  ),
  stop_reason: z.string().nullish(),
  usage: z
    .object({
      input_tokens: z.int().nullish(),
      cache_creation_input_tokens: z.int().nullish(),
      cache_read_input_tokens: z.int().nullish(),
      output_tokens: z.int().nullish(),
    })
    .nullish(),
});

export interface AnthropicModelOptions {
  readonly modelId: string;
  readonly apiKey?: string;
  /** Absent: Anthropic's own. */
  readonly baseURL?: string;
}

/**
 * A model behind Anthropic's Messages API. Output by a schema comes as the input of a tool that the model must call;
 * models that always think refuse that (`MODEL_REJECTED`), and every model takes the form "json". A temperature asks for the
 * older version of the API, where newer models may refuse it. The system message is marked for the vendor's cache.
 * The SDK retries twice, as the service asks.
 *
 * @throws PersonaError `CONFIGURATION` without a key
 */
export function anthropicModel({ modelId, apiKey, baseURL }: AnthropicModelOptions): LanguageModel {
  const vendor = {
    name: "Anthropic",
    modelId,
    keyVariable: "ANTHROPIC_API_KEY",
    sdk: "@anthropic-ai/sdk",
  };
  if (!apiKey) {
    throw new PersonaError(
      "CONFIGURATION",
      `There is no key for the model "${modelId}" of Anthropic. Set ANTHROPIC_API_KEY.`,
    );
  }
  return {
    provider: "anthropic",
    modelId,
    output: "schema",
    generate: (request) =>
      callVendor(vendor, request, async (signal, onText) => {
        const { Anthropic } = await loadSdk(vendor, () => import("@anthropic-ai/sdk"));
        const client = new Anthropic({
          apiKey,
          authToken: null,
          ...(baseURL && { baseURL }),
          // Without a limit of ours the SDK refuses to wait for a long output.
          timeout: request.timeoutMs ?? DEFAULT_TIMEOUT_MS,
          fetch: patientFetch,
          logLevel: "off",
        });
        const body = bodyOf(modelId, request);
        const options = {
          signal,
          ...(request.temperature !== undefined && { headers: VERSION_WITH_TEMPERATURE }),
        };
        // What a forced tool says is JSON, of which half is of no use to anybody.
        const tell = onText && (request.output?.kind === "schema" ? () => {} : onText);
        const created: unknown = tell
          ? await collectMessage(await client.messages.create({ ...body, stream: true }, options), tell)
          : await client.messages.create(body, options);
        return replyOf(message.parse(created));
      }),
  };
}

function bodyOf(model: string, request: ModelRequest): MessageCreateParamsNonStreaming {
  const { messages, output, temperature, maxOutputTokens = MAX_OUTPUT_TOKENS } = request;
  const system = systemOf(request);
  const tools = toolsOf(request);
  return {
    model,
    max_tokens: maxOutputTokens,
    ...(system.length > 0 && { system }),
    messages: turnsOf(messages).flatMap(messageOf),
    ...(tools.length > 0 && { tools }),
    ...(output?.kind === "schema" && { tool_choice: { type: "tool", name: OUTPUT_TOOL } }),
    ...(temperature !== undefined && { temperature }),
  };
}

function systemOf({ messages, output }: ModelRequest): TextBlockParam[] {
  const fixed = messages.flatMap(({ role, text }) => (role === "system" ? [text] : [])).join("\n\n");
  return [
    ...(fixed ? [{ type: "text" as const, text: fixed, cache_control: { type: "ephemeral" as const } }] : []),
    ...(output?.kind === "json" ? [{ type: "text" as const, text: JSON_ONLY }] : []),
  ];
}

function toolsOf({ tools = [], output }: ModelRequest): Tool[] {
  const offered = tools.map(
    ({ name, description, parameters }): Tool => ({
      name,
      description,
      input_schema: { ...parameters, type: "object" },
    }),
  );
  if (output?.kind !== "schema") return offered;
  return [
    ...offered,
    { name: OUTPUT_TOOL, description: "Gives the answer as JSON.", input_schema: { ...output.schema, type: "object" } },
  ];
}

function messageOf(told: Turn): readonly MessageParam[] {
  switch (told.role) {
    case "system":
      return [];
    case "user":
      return [{ role: "user", content: told.text }];
    case "tools":
      return [
        {
          role: "user",
          content: told.results.map(({ toolCallId, text }) => ({
            type: "tool_result",
            tool_use_id: toolCallId,
            content: text,
          })),
        },
      ];
    case "assistant": {
      const calls = (told.toolCalls ?? []).map(({ id, name, arguments: json }) => ({
        type: "tool_use" as const,
        id,
        name,
        input: inputOf(json),
      }));
      const text = told.text.trim() === "" ? [] : [{ type: "text" as const, text: told.text }];
      const content = [...text, ...calls];
      return content.length === 0 ? [] : [{ role: "assistant", content }];
    }
  }
}

/** Arguments that are no JSON go back as they were, so that the model sees what it wrote. */
function inputOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return { arguments: json };
  }
}

function replyOf({ content, stop_reason: stop, usage }: z.infer<typeof message>): ModelReply {
  const called = content.filter(({ type }) => type === "tool_use");
  const output = called.find(({ name }) => name === OUTPUT_TOOL);
  const toolCalls = called
    .filter((block) => block !== output)
    .map(({ id = "", name = "", input, json }) => ({ id, name, arguments: json ?? JSON.stringify(input ?? {}) }));
  const said = content.flatMap(({ type, text }) => (type === "text" && text !== undefined ? [text] : [])).join("");
  return {
    text: output ? (output.json ?? JSON.stringify(output.input ?? {})) : said,
    toolCalls,
    stop: stopOf(stop, toolCalls.length > 0),
    usage: { inputTokens: inputTokensOf(usage), outputTokens: usage?.output_tokens ?? undefined },
  };
}

function stopOf(stop: string | null | undefined, callsTools: boolean): ModelReply["stop"] {
  if (stop === "refusal") return "refusal";
  if (stop === "max_tokens" || stop === "model_context_window_exceeded") return "length";
  return callsTools ? "tools" : "end";
}

/** Anthropic counts what it wrote to and read from its cache apart. */
function inputTokensOf(usage: z.infer<typeof message>["usage"]): number | undefined {
  if (usage?.input_tokens === undefined || usage.input_tokens === null) return undefined;
  return usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0);
}
