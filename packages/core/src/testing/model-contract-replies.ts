import assert from "node:assert/strict";
import type { JsonSchema, ToolDefinition } from "../model.ts";
import { assertSilent, FINE, HELLO, type ModelContractCase, modelCase } from "./model-case.ts";

export const TOOL: ToolDefinition = {
  name: "find_recipe",
  description: "Finds a recipe by its main ingredient.",
  parameters: {
    type: "object",
    properties: { ingredient: { type: "string" } },
    required: ["ingredient"],
    additionalProperties: false,
  },
};
export const SHAPE: JsonSchema = {
  type: "object",
  properties: { mood_of_user: { type: "string" } },
  required: ["mood_of_user"],
  additionalProperties: false,
};

/** What a model makes of the vendor's replies. */
export const replyCases: readonly ModelContractCase[] = [
  modelCase("names its provider and model", [FINE], async ({ model }) => {
    assert.match(model.provider, /\S/);
    assert.match(model.modelId, /\S/);
  }),

  modelCase("returns the text, and the tokens that the vendor reports", [FINE], async ({ model, server }) => {
    const reply = await model.generate({ messages: HELLO });
    assert.deepEqual(
      { ...reply, usage: { ...reply.usage } },
      {
        text: "Fine.",
        toolCalls: [],
        stop: "end",
        usage: { inputTokens: 21, outputTokens: 3 },
      },
    );
    assert.equal(server.received.length, 1);
    assertSilent(reply);
  }),

  modelCase("leaves unreported tokens undefined, never 0", [{ text: "Fine.", stop: "end" }], async ({ model }) => {
    const { usage } = await model.generate({ messages: HELLO });
    assert.equal(usage.inputTokens, undefined);
    assert.equal(usage.outputTokens, undefined);
  }),

  modelCase("sends every message, the result of a tool too", [FINE], async ({ model, server }) => {
    await model.generate({
      messages: [
        { role: "system", text: "text-of-the-system" },
        { role: "user", text: "text-of-the-user" },
        {
          role: "assistant",
          text: "text-of-the-assistant",
          toolCalls: [{ id: "call_1", name: "find_recipe", arguments: '{"ingredient":"argument-of-the-call"}' }],
        },
        { role: "tool", toolCallId: "call_1", name: "find_recipe", text: "text-of-the-tool" },
        { role: "user", text: "text-of-the-end" },
      ],
      tools: [TOOL],
    });
    const sent = server.received[0]?.body ?? "";
    const parts = ["system", "user", "assistant", "tool", "end"].map((part) => `text-of-the-${part}`);
    for (const part of [...parts, "argument-of-the-call"]) assert.ok(sent.includes(part), `“${part}” is sent.`);
  }),

  modelCase("sends no temperature and no tools unless told", [FINE], async ({ model, server }) => {
    await model.generate({ messages: HELLO });
    assert.doesNotMatch(server.received[0]?.body ?? "", /temperature|"tools"/);
  }),

  modelCase("sends the temperature and the limit of the output", [FINE], async ({ model, server }) => {
    await model.generate({ messages: HELLO, temperature: 0.25, maxOutputTokens: 4321 });
    assert.match(server.received[0]?.body ?? "", /0\.25/);
    assert.match(server.received[0]?.body ?? "", /4321/);
  }),

  modelCase(
    "offers tools, and returns the call with its arguments as JSON text",
    [
      {
        toolCall: { id: "call_7", name: "find_recipe", arguments: { ingredient: "red lentils" } },
        stop: "tools",
        usage: { inputTokens: 40, outputTokens: 12 },
      },
    ],
    async ({ model, server }) => {
      const { toolCalls, stop, text } = await model.generate({ messages: HELLO, tools: [TOOL] });
      assert.equal(stop, "tools");
      assert.equal(text, "");
      assert.equal(toolCalls.length, 1);
      const [call] = toolCalls;
      assert.equal(call?.name, "find_recipe");
      assert.match(call?.id ?? "", /\S/);
      assert.deepEqual(JSON.parse(call?.arguments ?? ""), { ingredient: "red lentils" });
      const sent = server.received[0]?.body ?? "";
      for (const part of [TOOL.name, TOOL.description, "ingredient"])
        assert.ok(sent.includes(part), `“${part}” is sent.`);
    },
  ),

  modelCase(
    "asks for the strictest form that it claims, and returns the JSON as text",
    [{ text: '{"mood_of_user":"calm"}', stop: "end", usage: { inputTokens: 30, outputTokens: 6 } }],
    async ({ model, server }) => {
      if (model.output !== "schema") return;
      const reply = await model.generate({ messages: HELLO, output: { kind: "schema", name: "mood", schema: SHAPE } });
      assert.deepEqual(JSON.parse(reply.text), { mood_of_user: "calm" });
      assert.equal(reply.stop, "end");
      assert.deepEqual(reply.toolCalls, []);
      assert.match(server.received[0]?.body ?? "", /mood_of_user/, "The schema is sent.");
    },
  ),

  modelCase(
    "asks for JSON of any shape where it claims that or more",
    [{ text: '{"mood_of_user":"calm"}', stop: "end" }],
    async ({ model, server }) => {
      if (model.output === undefined) return;
      const reply = await model.generate({ messages: HELLO, output: { kind: "json" } });
      assert.deepEqual(JSON.parse(reply.text), { mood_of_user: "calm" });
      assert.doesNotMatch(server.received[0]?.body ?? "", /mood_of_user/);
      assert.match(server.received[0]?.body ?? "", /json|object/i, "The form is asked for.");
    },
  ),

  modelCase(
    "says that an answer was cut off, and returns what there is",
    [{ text: "Once upon a", stop: "length", usage: { inputTokens: 9, outputTokens: 4 } }],
    async ({ model }) => {
      const { text, stop, usage } = await model.generate({ messages: HELLO });
      assert.deepEqual(
        { text, stop, outputTokens: usage.outputTokens },
        { text: "Once upon a", stop: "length", outputTokens: 4 },
      );
    },
  ),

  whereDeclining(
    modelCase("says that the vendor or the model declined", [{ stop: "refusal" }], async ({ model }) => {
      assert.equal((await model.generate({ messages: HELLO })).stop, "refusal");
    }),
  ),

  modelCase("returns an empty text when the model says nothing", [{ stop: "end" }], async ({ model }) => {
    const { text, stop, toolCalls } = await model.generate({ messages: HELLO });
    assert.deepEqual({ text, stop, toolCalls }, { text: "", stop: "end", toolCalls: [] });
  }),

  modelCase(
    "keeps two calls at once apart",
    ({ body }) => ({ text: body.includes("number one") ? "one" : "two", stop: "end" }),
    async ({ model }) => {
      const ask = (text: string) => model.generate({ messages: [{ role: "user", text }] });
      const replies = await Promise.all([ask("number one"), ask("number two"), ask("number one")]);
      assert.deepEqual(
        replies.map(({ text }) => text),
        ["one", "two", "one"],
      );
    },
  ),
];

/** Some vendors have no way to say that they decline: their models say it in words. */
function whereDeclining({ name, run }: ModelContractCase): ModelContractCase {
  return {
    name,
    run: async (wire) => (wire.encode({ stop: "refusal" }, {}) === undefined ? undefined : run(wire)),
  };
}
