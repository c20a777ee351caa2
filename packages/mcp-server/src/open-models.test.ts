import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { openConfiguredModels } from "./open-models.ts";

const EXAMPLE = fileURLToPath(new URL("../../../examples/custom-provider/plugin.ts", import.meta.url));
const open = (model: string, { fallback, plugins = [] }: { fallback?: string; plugins?: readonly string[] } = {}) =>
  openConfiguredModels({ learning: { model, fallback, ceiling: {} }, plugins, environment: { OPENAI_API_KEY: "k" } });

describe("the configured models", () => {
  test("come from the built-in providers, and from plugins by the path of a file", async () => {
    const models = await open("openai:gpt-5-mini", { fallback: "ollama:qwen3:8b", plugins: [EXAMPLE] });
    expect(models).toMatchObject({
      model: { provider: "openai", modelId: "gpt-5-mini" },
      fallback: { provider: "ollama", modelId: "qwen3:8b" },
    });
  });

  test.for([
    ["nobody:m", [], /the schemes are openai/],
    ["openai:m", ["no-such-package"], /"no-such-package" is not there/],
    ["openai:m", ["./no-such-file.ts"], /is not there/],
    ["openai:m", ["node:path"], /"node:path" exports no plugin/],
    ["anthropic:m", [], /ANTHROPIC_API_KEY/],
  ] as const)("%s with the plugins %o is refused, with what to do", async ([model, plugins, sentence]) => {
    await expect(open(model, { plugins })).rejects.toMatchObject({
      code: "CONFIGURATION",
      message: expect.stringMatching(sentence),
    });
  });
});
