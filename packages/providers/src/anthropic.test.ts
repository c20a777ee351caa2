import { modelContract } from "@lifelong/core/testing";
import { describe, expect, test } from "vitest";
import { anthropicModel } from "./anthropic.ts";
import { anthropicWire } from "./testing/anthropic-wire.ts";

describe.concurrent("a model of Anthropic", () => {
  for (const { name, run } of modelContract) {
    test(name, () =>
      run({
        ...anthropicWire,
        open: ({ baseURL, apiKey }) => anthropicModel({ modelId: "claude-test", apiKey, baseURL }),
      }),
    );
  }
});

test("Anthropic needs a key, and says which variable holds it", () => {
  expect(() => anthropicModel({ modelId: "claude-test" })).toThrowError(
    expect.objectContaining({ code: "CONFIGURATION", message: expect.stringContaining("ANTHROPIC_API_KEY") }),
  );
});
