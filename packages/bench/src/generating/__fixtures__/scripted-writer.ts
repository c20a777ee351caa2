import { createHash } from "node:crypto";
import type { ModelReply, ModelRequest } from "@lifelong/core";
import { type ScriptedModel, scriptedModel } from "@lifelong/core/testing";

/** What is said instead of the usual answer; undefined: the usual one. */
export type Instead = (name: string, request: ModelRequest) => Partial<ModelReply> | string | undefined;

/**
 * A model that answers every stage with what fits and depends on the request alone: invented words, no two alike, so that
 * runs can be compared to the byte. A script, no writer of characters.
 */
export function scriptedWriter(instead: Instead = () => undefined): ScriptedModel {
  return scriptedModel(
    (request) => {
      const name = request.output?.kind === "schema" ? request.output.name : "";
      const changed = instead(name, request);
      if (changed !== undefined) return changed;
      return { text: usualAnswer(name, textOf(request)), usage: { inputTokens: 100, outputTokens: 10 } };
    },
    { output: "schema" },
  );
}

/** Everything that the user side of a request says. */
export function textOf({ messages }: ModelRequest): string {
  return messages
    .filter(({ role }) => role !== "system")
    .map(({ text }) => text)
    .join("\n");
}

function usualAnswer(name: string, text: string): string {
  const words = (count: number, of: string) =>
    Array.from({ length: count }, (_, place) => wordOf(`${text} ${of} ${place}`)).join(" ");
  const count = Number(/Invent (\d+)/.exec(text)?.[1] ?? 0);
  switch (name) {
    case "hints":
      return JSON.stringify({ hints: Array.from({ length: count }, (_, place) => words(8, `hint ${place}`)) });
    case "person":
      return JSON.stringify({ about: words(12, "about"), voice: words(6, "voice"), profile: profileEntries(words) });
    case "scenes": {
      const scenes = Array.from({ length: count }, (_, place) => ({
        description: words(5, `description ${place}`),
        context: words(12, `context ${place}`),
        tools: [{ name: "lookUp", description: "Looks up", parameters: [{ name: "words", meaning: "What" }] }],
      }));
      return JSON.stringify({ scenes });
    }
    case "query":
      return JSON.stringify({ query: words(9, "query"), expected: words(7, "expected") });
    case "neutral":
      return JSON.stringify({ query: `Can you help with ${words(5, "neutral")}?` });
    case "answerable":
      return JSON.stringify({ why: "It asks for something.", answerable: true });
    default:
      return "";
  }
}

function profileEntries(words: (count: number, of: string) => string) {
  const texts = [
    "demographics.name",
    "demographics.career",
    "demographics.nationality",
    "location",
    "education",
    "diet",
  ];
  return [
    ...texts.map((field) => ({ field, content: words(2, field) })),
    { field: "demographics.age", content: "47" },
    { field: "personality.extraversion", content: "I" },
    { field: "likes", content: words(2, "like") },
    { field: "likes", content: words(2, "another like") },
    { field: "patterns.usage", content: words(8, "usage") },
    { field: "patterns.purchase", content: words(8, "purchase") },
  ];
}

/** A word of ten letters that nothing else has. */
function wordOf(text: string): string {
  const digest = createHash("sha256").update(text).digest();
  return [...digest.subarray(0, 10)].map((byte) => String.fromCharCode(97 + (byte % 26))).join("");
}
