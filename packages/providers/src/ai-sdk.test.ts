import { createOpenAI } from "@ai-sdk/openai";
import { modelContract } from "@lifelong/core/testing";
import { describe, test } from "vitest";
import { aiSdkModel } from "./ai-sdk.ts";
import { openaiWire } from "./testing/openai-wire.ts";

describe.concurrent("a model of the AI SDK", () => {
  for (const { name, run } of modelContract) {
    test(name, () =>
      run({
        ...openaiWire,
        open: ({ baseURL, apiKey }) =>
          aiSdkModel(createOpenAI({ apiKey, baseURL: `${baseURL}/v1` }).chat("gpt-4o-mini")),
      }),
    );
  }
});
