import {
  type LanguageModel,
  type ModelMessage,
  type ModelReply,
  type ModelRequest,
  PersonaError,
} from "@lifelong/core";
import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import * as z from "zod";
import { collectCompletion } from "./openai-stream.ts";
import { type Fetch, patientFetch } from "./patient-fetch.ts";
import { callVendor, loadSdk } from "./vendor-call.ts";

const OPENAI_URL = "https://api.openai.com/v1";
/** What a compatible service is sent: the protocol, its own key, and which SDK asks. */
const PLAIN_HEADER = /^(?:accept|authorization|content-type|user-agent|x-stainless-.*)$/;

/** What is needed of a chat completion; compatible endpoints leave out the rest, and some of this too. */
const completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z
            .array(
              z.object({ id: z.string().nullish(), function: z.object({ name: z.string(), arguments: z.string() }) }),
            )
            .nullish(),
        }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: z.int().nullish(), completion_tokens: z.int().nullish() }).nullish(),
});

export interface OpenaiModelOptions {
  readonly modelId: string;
  /** Absent: OpenAI's own. */
  readonly apiKey?: string;
  /** Of OpenAI, or of any service that speaks its chat completions. A query goes along with every request. */
  readonly baseURL?: string;
  /** True for a service that is not OpenAI: it needs no key, and knows the older name of the output's limit. */
  readonly compatible?: boolean;
}

/**
 * A model behind OpenAI's chat completions, which compatible services speak as well. The SDK retries twice, as the
 * service asks.
 *
 * @throws PersonaError `CONFIGURATION` without a key for OpenAI itself
 */
export function openaiModel({ modelId, apiKey, baseURL, compatible = false }: OpenaiModelOptions): LanguageModel {
  const vendor = compatible
    ? { name: "The compatible service", modelId, keyVariable: "OPENAI_COMPATIBLE_API_KEY", sdk: "openai" }
    : { name: "OpenAI", modelId, keyVariable: "OPENAI_API_KEY", sdk: "openai" };
  if (!apiKey && !compatible) {
    throw new PersonaError(
      "CONFIGURATION",
      `There is no key for the model "${modelId}" of OpenAI. Set OPENAI_API_KEY.`,
    );
  }
  return {
    provider: compatible ? "openai-compatible" : "openai",
    modelId,
    output: "schema",
    generate: (request) =>
      callVendor(vendor, request, async (signal, onText) => {
        const { OpenAI } = await loadSdk(vendor, () => import("openai"));
        const address = addressOf(baseURL);
        const client = new OpenAI({
          apiKey: apiKey ?? "none",
          ...address,
          // Not from the variables of the SDK, which are meant for OpenAI.
          ...(compatible && {
            organization: null,
            project: null,
            defaultHeaders: { Authorization: apiKey ? `Bearer ${apiKey}` : null },
          }),
          timeout: request.timeoutMs,
          fetch: compatible ? plainFetch : patientFetch,
          logLevel: "off",
        });
        const body = bodyOf(modelId, request, compatible);
        const created: unknown = onText
          ? await collectCompletion(
              await client.chat.completions.create(
                { ...body, stream: true, stream_options: { include_usage: true } },
                { signal },
              ),
              onText,
            )
          : await client.chat.completions.create(body, { signal });
        return replyOf(completion.parse(created));
      }),
  };
}

/** Without the headers that the SDK takes from OPENAI_CUSTOM_HEADERS: a gateway's secret, for one, is for no other host. */
const plainFetch: Fetch = (input, init) => {
  const headers = [...new Headers(init?.headers)].filter(([name]) => PLAIN_HEADER.test(name));
  return patientFetch(input, { ...init, headers });
};

function addressOf(baseURL = OPENAI_URL): { baseURL: string; defaultQuery?: Record<string, string> } {
  const url = new URL(baseURL);
  const defaultQuery = Object.fromEntries(url.searchParams);
  url.search = "";
  return { baseURL: url.href.replace(/\/$/, ""), ...(Object.keys(defaultQuery).length > 0 && { defaultQuery }) };
}

function bodyOf(
  model: string,
  { messages, tools, output, temperature, maxOutputTokens }: ModelRequest,
  compatible: boolean,
): ChatCompletionCreateParamsNonStreaming {
  return {
    model,
    messages: messages.map(messageOf),
    ...(tools && {
      tools: tools.map(({ name, description, parameters }) => ({
        type: "function",
        function: { name, description, parameters: { ...parameters } },
      })),
    }),
    ...(output && {
      response_format:
        output.kind === "json"
          ? { type: "json_object" }
          : { type: "json_schema", json_schema: { name: output.name, strict: true, schema: { ...output.schema } } },
    }),
    ...(temperature !== undefined && { temperature }),
    ...(maxOutputTokens !== undefined &&
      (compatible ? { max_tokens: maxOutputTokens } : { max_completion_tokens: maxOutputTokens })),
  };
}

function messageOf(message: ModelMessage): ChatCompletionMessageParam {
  if (message.role === "tool") return { role: "tool", tool_call_id: message.toolCallId, content: message.text };
  if (message.role !== "assistant") return { role: message.role, content: message.text };
  const { text, toolCalls = [] } = message;
  return {
    role: "assistant",
    content: text,
    ...(toolCalls.length > 0 && {
      tool_calls: toolCalls.map(({ id, name, arguments: json }) => ({
        id,
        type: "function",
        function: { name, arguments: json },
      })),
    }),
  };
}

function replyOf({ choices: [choice], usage }: z.infer<typeof completion>): ModelReply {
  const { finish_reason: finish, message } = choice ?? {};
  const toolCalls = (message?.tool_calls ?? []).map(({ id, function: called }, index) => ({
    id: id ?? `call-${index + 1}`,
    name: called.name,
    arguments: called.arguments,
  }));
  const declined = finish === "content_filter" || Boolean(message?.refusal);
  return {
    text: message?.content ?? "",
    toolCalls,
    stop: declined ? "refusal" : finish === "length" ? "length" : toolCalls.length > 0 ? "tools" : "end",
    usage: { inputTokens: usage?.prompt_tokens ?? undefined, outputTokens: usage?.completion_tokens ?? undefined },
  };
}
