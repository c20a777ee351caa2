import type { Content, GenerateContentParameters, Part } from "@google/genai";
import {
  type LanguageModel,
  type ModelMessage,
  type ModelReply,
  type ModelRequest,
  PersonaError,
} from "@lifelong/core";
import * as z from "zod";
import { patientFetch } from "./patient-fetch.ts";
import { retryingFetch } from "./retrying-fetch.ts";
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

export interface GoogleModelOptions {
  readonly modelId: string;
  readonly apiKey?: string;
  /** Absent: Google's own. */
  readonly baseURL?: string;
}

/**
 * A Gemini model behind the Gemini API. The SDK's own retry does not look at Retry-After, so it stays off and ours is on.
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
  return {
    provider: "google",
    modelId,
    output: "schema",
    generate: (request) =>
      callVendor(vendor, request, async (signal) => {
        const { GoogleGenAI } = await loadSdk(vendor, () => import("@google/genai"));
        const client = new GoogleGenAI({
          apiKey,
          vertexai: false,
          httpOptions: {
            fetch: retryingFetch(patientFetch, { vendor, signal }),
            ...(baseURL && { baseUrl: baseURL }),
          },
        });
        const { candidates, promptFeedback, usageMetadata } = await client.models.generateContent(
          parametersOf(modelId, request, signal),
        );
        return replyOf(generated.parse({ candidates, promptFeedback, usageMetadata }));
      }),
  };
}

function parametersOf(
  model: string,
  { messages, tools, output, temperature, maxOutputTokens }: ModelRequest,
  abortSignal: AbortSignal,
): GenerateContentParameters {
  const system = messages.flatMap(({ role, text }) => (role === "system" ? [text] : [])).join("\n\n");
  return {
    model,
    contents: messages.flatMap(contentOf),
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

function contentOf(told: ModelMessage): readonly Content[] {
  switch (told.role) {
    case "system":
      return [];
    case "user":
      return [{ role: "user", parts: [{ text: told.text }] }];
    case "tool":
      return [{ role: "user", parts: [{ functionResponse: { name: told.name, response: { output: told.text } } }] }];
    case "assistant": {
      const calls = (told.toolCalls ?? []).map(
        ({ name, arguments: json }): Part => ({
          functionCall: { name, args: argumentsOf(json) },
        }),
      );
      const parts: Part[] = [...(told.text === "" ? [] : [{ text: told.text }]), ...calls];
      return parts.length === 0 ? [] : [{ role: "model", parts }];
    }
  }
}

/** Arguments that are no JSON object go back as they were, so that the model sees what it wrote. */
function argumentsOf(json: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(json));
  } catch {
    return { arguments: json };
  }
}

function replyOf({ candidates, promptFeedback, usageMetadata }: z.infer<typeof generated>): ModelReply {
  const [candidate] = candidates ?? [];
  const parts = candidate?.content?.parts ?? [];
  const toolCalls = parts.flatMap(({ functionCall }, index) =>
    functionCall
      ? [
          {
            id: functionCall.id ?? `call-${index + 1}`,
            name: functionCall.name,
            arguments: JSON.stringify(functionCall.args ?? {}),
          },
        ]
      : [],
  );
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
