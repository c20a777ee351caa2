import { modelContract } from "@lifelong/core/testing";
import { describe, expect, test } from "vitest";
import { googleModel } from "./google.ts";
import { googleWire } from "./testing/google-wire.ts";

describe.concurrent("a model of Google", () => {
  for (const { name, run } of modelContract) {
    test(name, () =>
      run({
        ...googleWire,
        open: ({ baseURL, apiKey }) => googleModel({ modelId: "gemini-2.5-flash", apiKey, baseURL }),
      }),
    );
  }
});

test("Google needs a key, and says which variable holds it", () => {
  expect(() => googleModel({ modelId: "gemini-2.5-flash" })).toThrowError(
    expect.objectContaining({ code: "CONFIGURATION", message: expect.stringContaining("GEMINI_API_KEY") }),
  );
});
