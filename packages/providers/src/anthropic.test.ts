import type { ModelMessage, ModelRequest } from "@lifelong/core";
import { modelContract } from "@lifelong/core/testing";
import { describe, expect, test } from "vitest";
import { anthropicModel } from "./anthropic.ts";
import { openAnsweringServer } from "./testing/answering-server.ts";
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

/** What Anthropic is sent for a request. */
async function sentFor(request: Partial<ModelRequest>) {
  const server = await openAnsweringServer(anthropicWire.encode({ text: "{}", stop: "end" }, {}));
  try {
    const model = anthropicModel({ modelId: "claude-test", apiKey: "k", baseURL: server.baseURL });
    const reply = await model.generate({ messages: [{ role: "user", text: "Hello" }], ...request });
    const [{ headers, body } = { headers: {}, body: undefined }] = server.asked;
    return { reply, version: headers["anthropic-version"], body };
  } finally {
    server.close();
  }
}

describe.concurrent("Anthropic is asked", () => {
  test("for its newest API, and for the one that still knows a temperature only where one is given", async () => {
    const { version } = await sentFor({});
    expect(version).not.toBe("2023-06-01");
    const warm = await sentFor({ temperature: 0.25 });
    expect(warm).toMatchObject({ version: "2023-06-01", body: { temperature: 0.25 } });
  });

  test("for an output of any length without a stream", async () => {
    expect((await sentFor({ maxOutputTokens: 64_000 })).body).toMatchObject({ max_tokens: 64_000 });
  });

  test("to keep the system message in its cache, the same bytes for every form of output", async () => {
    const messages: readonly ModelMessage[] = [
      { role: "system", text: "The fixed part." },
      { role: "user", text: "Hello" },
    ];
    const fixed = { type: "text", text: "The fixed part.", cache_control: { type: "ephemeral" } };
    for (const output of [undefined, { kind: "json" }, { kind: "schema", name: "x", schema: {} }] as const) {
      expect((await sentFor({ messages, output })).body).toMatchObject({ system: expect.arrayContaining([fixed]) });
    }
  });

  test("for JSON in words, since not every model lets itself be forced to call a tool", async () => {
    const { body } = await sentFor({ output: { kind: "json" } });
    expect(body).not.toHaveProperty("tool_choice");
    expect(body).toMatchObject({ system: [{ type: "text", text: expect.stringContaining("JSON") }] });
  });

  test("for a schema through a tool that it must call", async () => {
    const schema = { type: "object", properties: { mood: { type: "string" } } };
    const { body } = await sentFor({ output: { kind: "schema", name: "mood", schema } });
    expect(body).toMatchObject({
      tools: [{ name: "answer", input_schema: schema }],
      tool_choice: { type: "tool", name: "answer" },
    });
  });

  test("with the results of calls made at once in one message", async () => {
    const call = (id: string) => ({ id, name: "find", arguments: "{}" });
    const { body } = await sentFor({
      messages: [
        { role: "user", text: "Hello" },
        { role: "assistant", text: "", toolCalls: [call("a"), call("b")] },
        { role: "tool", toolCallId: "a", name: "find", text: "one" },
        { role: "tool", toolCallId: "b", name: "find", text: "two" },
      ],
    });
    expect(body).toMatchObject({
      messages: [
        { role: "user" },
        { role: "assistant" },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "a", content: "one" },
            { type: "tool_result", tool_use_id: "b", content: "two" },
          ],
        },
      ],
    });
  });
});
