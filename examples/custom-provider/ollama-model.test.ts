import { fileURLToPath } from "node:url";
import { openModel, parsePlugin } from "@lifelong/core";
import { modelContract } from "@lifelong/core/testing";
import { describe, expect, test } from "vitest";
import { ollamaModel } from "./ollama-model.ts";
import plugin from "./plugin.ts";

/** Replies as Ollama documents them: docs/api.md of ollama/ollama, "Generate a chat completion". */
describe.concurrent("a model of Ollama", () => {
  for (const { name, run } of modelContract) {
    test(name, () =>
      run({
        open: ({ baseURL }) => ollamaModel({ modelId: "qwen3:8b", baseURL }),
        encode: ({ text, toolCall, stop, usage }) =>
          // Ollama has no sign for a refusal: the model says it in words.
          stop === "refusal"
            ? undefined
            : {
                model: "qwen3:8b",
                created_at: "2026-03-01T10:00:00.000000Z",
                message: {
                  role: "assistant",
                  content: text ?? "",
                  ...(toolCall && {
                    tool_calls: [{ function: { name: toolCall.name, arguments: toolCall.arguments } }],
                  }),
                },
                done: true,
                done_reason: stop === "length" ? "length" : "stop",
                total_duration: 5_191_566_416,
                load_duration: 2_154_458,
                ...(usage && { prompt_eval_count: usage.inputTokens, eval_count: usage.outputTokens }),
              },
      }),
    );
  }
});

test("the plugin opens it by its location", async () => {
  const plugins = [parsePlugin(plugin, fileURLToPath(new URL("plugin.ts", import.meta.url)))];
  expect(await openModel("ollama:qwen3:8b", { plugins, environment: {} })).toMatchObject({
    provider: "ollama",
    modelId: "qwen3:8b",
    output: "schema",
  });
});
