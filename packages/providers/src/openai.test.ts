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

type Delta = { index?: number; id?: string; function: { name?: string; arguments: string } };
const piece = (json: string, more: Omit<Delta, "function"> = {}, name?: string): Delta => {
  return { ...more, function: { ...(name !== undefined && { name }), arguments: json } };
};

test.each<readonly [string, readonly Delta[], readonly (string | undefined)[]]>([
  [
    "leaves out what others count and name",
    [piece('{"a":1}', {}, "find"), piece("{}", { id: "b" }, "find")],
    ["call-1", "b"],
  ],
  [
    "calls every call the first",
    [piece('{"a":1}', { index: 0, id: "a" }, "find"), piece("{}", { index: 0, id: "b" }, "find")],
    ["a", "b"],
  ],
  [
    "counts from one, and one call after the other",
    [
      piece('{"a"', { index: 1, id: "a" }, "find"),
      piece("{}", { index: 2, id: "b" }, "find"),
      piece(":1}", { index: 1 }),
    ],
    ["a", "b"],
  ],
  [
    "repeats id and name with every piece",
    [
      piece('{"a"', { index: 0, id: "a" }, "find"),
      piece(":1}", { index: 0, id: "a" }, "find"),
      piece("{}", { index: 1, id: "b" }, "find"),
    ],
    ["a", "b"],
  ],
])("the calls of a compatible service that %s are told apart", async (_, deltas, ids) => {
  const chunks = [
    { choices: [{ delta: { content: "Let me see." } }] },
    ...deltas.map((delta) => ({ choices: [{ delta: { tool_calls: [delta] } }] })),
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
        { id: ids[0], name: "find", arguments: '{"a":1}' },
        { id: ids[1], name: "find", arguments: "{}" },
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
