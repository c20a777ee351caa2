import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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

test("a compatible service may leave out of its stream what others count and name", async () => {
  const chunks = [
    { choices: [{ delta: { content: "Let me see." } }] },
    { choices: [{ delta: { tool_calls: [{ function: { name: "find", arguments: '{"a":1}' } }] } }] },
    { choices: [{ delta: { tool_calls: [{ id: "b", function: { name: "find", arguments: "{}" } }] } }] },
    { choices: [{ finish_reason: "tool_calls" }] },
  ];
  const events = [...chunks.map((chunk) => JSON.stringify(chunk)), "[DONE]"].map((data) => `data: ${data}\n\n`);
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).end(events.join(""));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const model = openaiModel({ modelId: "m", baseURL, compatible: true });
    expect(await model.generate({ messages: [{ role: "user", text: "Hi" }], onText: () => {} })).toEqual({
      text: "Let me see.",
      toolCalls: [
        { id: "call-1", name: "find", arguments: '{"a":1}' },
        { id: "b", name: "find", arguments: "{}" },
      ],
      stop: "tools",
      usage: { inputTokens: undefined, outputTokens: undefined },
    });
  } finally {
    server.close();
  }
});

test("OpenAI itself needs a key, and says which variable holds it", () => {
  expect(() => openaiModel({ modelId: "gpt-5-mini" })).toThrowError(
    expect.objectContaining({ code: "CONFIGURATION", message: expect.stringContaining("OPENAI_API_KEY") }),
  );
});
