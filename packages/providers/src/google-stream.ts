import type { GenerateContentResponse } from "@google/genai";

type Generated = Pick<GenerateContentResponse, "candidates" | "promptFeedback" | "usageMetadata">;

/**
 * The response that a stream of them comes to: the parts of all, and the newest of the rest.
 *
 * @throws Error when the stream ends before the answer does
 */
export async function collectGenerated(
  responses: AsyncIterable<Generated>,
  onText: (delta: string) => void,
): Promise<Generated> {
  const parts: NonNullable<NonNullable<NonNullable<Generated["candidates"]>[number]["content"]>["parts"]> = [];
  let finishReason: NonNullable<Generated["candidates"]>[number]["finishReason"];
  let promptFeedback: Generated["promptFeedback"];
  let usageMetadata: Generated["usageMetadata"];
  for await (const response of responses) {
    const [candidate] = response.candidates ?? [];
    for (const part of candidate?.content?.parts ?? []) {
      parts.push(part);
      if (part.text && !part.thought) onText(part.text);
    }
    finishReason = candidate?.finishReason ?? finishReason;
    promptFeedback = response.promptFeedback ?? promptFeedback;
    usageMetadata = response.usageMetadata ?? usageMetadata;
  }
  if (finishReason === undefined && promptFeedback?.blockReason === undefined) {
    throw new Error("The stream ended before the answer did.");
  }
  return { candidates: [{ content: { parts }, finishReason }], promptFeedback, usageMetadata };
}
