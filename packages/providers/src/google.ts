import type { Content, GenerateContentParameters, Part } from "@google/genai";
import { type LanguageModel, type ModelReply, type ModelRequest, PersonaError, type ToolCall } from "@lifelong/core";
import * as z from "zod";
import { collectGenerated } from "./google-stream.ts";
import { patientFetch } from "./patient-fetch.ts";
import { retryingFetch } from "./retrying-fetch.ts";
import { type Turn, turnsOf } from "./turns.ts";
import { callVendor, loadSdk } from "./vendor-call.ts";

/** What is needed of a reply. Parts of other kinds, and thoughts, are passed over. */
const generated = z.object({
  candidates: z
    .array(
      z.object({
        content: z
          .object({
            parts: z
              .array(
                z.object({
                  text: z.string().optional(),
                  thought: z.boolean().optional(),
                  thoughtSignature: z.string().optional(),
                  functionCall: z
                    .object({
                      id: z.string().optional(),
                      name: z.string(),
                      args: z.record(z.string(), z.unknown()).optional(),
                    })
                    .optional(),
                }),
              )
              .optional(),
          })
          .optional(),
        finishReason: z.string().optional(),
      }),
    )
    .optional(),
  promptFeedback: z.object({ blockReason: z.string().optional() }).optional(),
  usageMetadata: z
    .object({
      promptTokenCount: z.int().optional(),
      candidatesTokenCount: z.int().optional(),
      thoughtsTokenCount: z.int().optional(),
    })
    .optional(),
});

/** Why Gemini ends without having said what it would have said. */
const DECLINED: ReadonlySet<string> = new Set([
  "SAFETY",
  "RECITATION",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "LANGUAGE",
]);

/** Ids of calls that Gemini gave none. They mean nothing to it. */
const MADE_UP_ID = /^call-\d+$/;
/** Gemini 3 and later refuse a call of theirs that comes back without the signature of the thoughts behind it. */
const WITHOUT_SIGNATURES = /gemini-[12]\b|gemma/;
/** Stands, as Google documents it, for the signature of a call that another model made (docs: thought signatures). */
const FOREIGN = "skip_thought_signature_validator";
/** The signatures that calls came with, for as long as somebody holds the calls. */
type Signatures = WeakMap<ToolCall, string>;

export interface GoogleModelOptions {
  readonly modelId: string;
  readonly apiKey?: string;
  /** Absent: Google's own. */
  readonly baseURL?: string;
}

/**
 * A Gemini model behind the Gemini API. The SDK's own retry does not look at Retry-After, so it stays off and ours is on.
 *
 * Hand the calls of a reply back as the objects that they are: Gemini's thoughts behind them are kept by these, and
 * count as another model's where they are copies.
 *
 * @throws PersonaError `CONFIGURATION` without a key
 */
export function googleModel({ modelId, apiKey, baseURL }: GoogleModelOptions): LanguageModel {
  const vendor = { name: "Google", modelId, keyVariable: "GEMINI_API_KEY", sdk: "@google/genai" };
  if (!apiKey) {
    throw new PersonaError(
      "CONFIGURATION",
      `There is no key for the model "${modelId}" of Google. Set GEMINI_API_KEY or GOOGLE_API_KEY.`,
    );
  }
  const signatures: Signatures = new WeakMap();
  return {
    provider: "google",
    modelId,
    output: "schema",
    generate: (request) =>
      callVendor(vendor, request, async (signal, onText) => {
        const { GoogleGenAI } = await loadSdk(vendor, () => import("@google/genai"));
        const client = new GoogleGenAI({
          apiKey,
          vertexai: false,
          httpOptions: {
            fetch: retryingFetch(patientFetch, { vendor, signal }),
            ...(baseURL && { baseUrl: baseURL }),
          },
        });
        const parameters = parametersOf(modelId, request, { abortSignal: signal, signatures });
        const { candidates, promptFeedback, usageMetadata } = onText
          ? await collectGenerated(await client.models.generateContentStream(parameters), onText)
          : await client.models.generateContent(parameters);
        return replyOf(generated.parse({ candidates, promptFeedback, usageMetadata }), signatures);
      }),
  };
}

function parametersOf(
  model: string,
  { messages, tools, output, temperature, maxOutputTokens }: ModelRequest,
  { abortSignal, signatures }: { readonly abortSignal: AbortSignal; readonly signatures: Signatures },
): GenerateContentParameters {
  const system = messages.flatMap(({ role, text }) => (role === "system" ? [text] : [])).join("\n\n");
  const signatureOf = (call: ToolCall, index: number) =>
    signatures.get(call) ?? (index === 0 && !WITHOUT_SIGNATURES.test(model) ? FOREIGN : undefined);
  return {
    model,
    contents: turnsOf(messages).flatMap((turn) => contentOf(turn, signatureOf)),
    config: {
      abortSignal,
      ...(system && { systemInstruction: system }),
      ...(tools && {
        tools: [
          {
            functionDeclarations: tools.map(({ name, description, parameters }) => ({
              name,
              description,
              parametersJsonSchema: parameters,
            })),
          },
        ],
      }),
      ...(output && { responseMimeType: "application/json" }),
      ...(output?.kind === "schema" && { responseJsonSchema: output.schema }),
      ...(temperature !== undefined && { temperature }),
      ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    },
  };
}

function contentOf(told: Turn, signatureOf: (call: ToolCall, index: number) => string | undefined): readonly Content[] {
  switch (told.role) {
    case "system":
      return [];
    case "user":
      return [{ role: "user", parts: [{ text: told.text }] }];
    case "tools":
      return [
        {
          role: "user",
          parts: told.results.map(({ toolCallId, name, text }) => ({
            functionResponse: { ...idOf(toolCallId), name, response: { output: text } },
          })),
        },
      ];
    case "assistant": {
      const calls = (told.toolCalls ?? []).map((call, index): Part => {
        const thoughtSignature = signatureOf(call, index);
        return {
          functionCall: { ...idOf(call.id), name: call.name, args: argumentsOf(call.arguments) },
          ...(thoughtSignature && { thoughtSignature }),
        };
      });
      const parts: Part[] = [...(told.text === "" ? [] : [{ text: told.text }]), ...calls];
      return parts.length === 0 ? [] : [{ role: "model", parts }];
    }
  }
}

function idOf(id: string): { readonly id?: string } {
  return MADE_UP_ID.test(id) ? {} : { id };
}

/** Arguments that are no JSON object go back as they were, so that the model sees what it wrote. */
function argumentsOf(json: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(json));
  } catch {
    return { arguments: json };
  }
}

function replyOf(
  { candidates, promptFeedback, usageMetadata }: z.infer<typeof generated>,
  signatures: Signatures,
): ModelReply {
  const [candidate] = candidates ?? [];
  const parts = candidate?.content?.parts ?? [];
  const toolCalls = parts.flatMap(({ functionCall, thoughtSignature }, index) => {
    if (!functionCall) return [];
    const { id = `call-${index + 1}`, name, args = {} } = functionCall;
    const call: ToolCall = { id, name, arguments: JSON.stringify(args) };
    if (thoughtSignature) signatures.set(call, thoughtSignature);
    return [call];
  });
  const reason = candidate?.finishReason;
  const declined = promptFeedback?.blockReason !== undefined || (reason !== undefined && DECLINED.has(reason));
  const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount } = usageMetadata ?? {};
  return {
    text: parts.flatMap(({ text, thought }) => (text === undefined || thought ? [] : [text])).join(""),
    toolCalls,
    stop: declined ? "refusal" : reason === "MAX_TOKENS" ? "length" : toolCalls.length > 0 ? "tools" : "end",
    usage: {
      inputTokens: promptTokenCount,
      // Thoughts are paid for as output, and counted apart.
      outputTokens:
        candidatesTokenCount === undefined && thoughtsTokenCount === undefined
          ? undefined
          : (candidatesTokenCount ?? 0) + (thoughtsTokenCount ?? 0),
    },
  };
}
