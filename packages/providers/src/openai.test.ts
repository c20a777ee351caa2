import { type ModelWire, modelContract } from "@lifelong/core/testing";
import { describe, expect, test } from "vitest";
import { openaiModel } from "./openai.ts";
import { openaiWire } from "./testing/openai-wire.ts";

const openai: ModelWire = {
  ...openaiWire,
  open: ({ baseURL, apiKey }) => openaiModel({ modelId: "gpt-5-mini", apiKey, baseURL: `${baseURL}/v1` }),
};
const compatible: ModelWire = {
  ...openaiWire,
  open: ({ baseURL, apiKey }) =>
    openaiModel({ modelId: "qwen3", apiKey, baseURL: `${baseURL}/v1?api-version=2026-01-01`, compatible: true }),
};

describe.concurrent("a model of OpenAI", () => {
  for (const { name, run } of modelContract) test(name, () => run(openai));
});

describe.concurrent("a model of a compatible service", () => {
  for (const { name, run } of modelContract) test(name, () => run(compatible));
});

test("OpenAI itself needs a key, and says which variable holds it", () => {
  expect(() => openaiModel({ modelId: "gpt-5-mini" })).toThrowError(
    expect.objectContaining({ code: "CONFIGURATION", message: expect.stringContaining("OPENAI_API_KEY") }),
  );
});
