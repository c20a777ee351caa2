import assert from "node:assert/strict";
import { PersonaError } from "../errors.ts";
import type { LanguageModel, ModelReply, ModelRequest, OutputForm } from "../model.ts";
import { HELLO } from "./model-case.ts";

/** One fact that holds for every model, also where the vendor's own service answers. */
export interface LiveModelCase {
  /** In the present tense. */
  readonly name: string;
  /** @param timeoutMs - how long one call may take */
  run(model: LanguageModel, timeoutMs: number): Promise<void>;
}

const SOON_MS = 50;
const SHORTEST_MS = 1;

const CAPITAL: OutputForm = {
  kind: "schema",
  name: "capital",
  schema: {
    type: "object",
    properties: { capital: { type: "string" } },
    required: ["capital"],
    additionalProperties: false,
  },
};
const QUESTION = { role: "user", text: 'What is the capital of France? Answer in JSON: {"capital": "…"}' } as const;
const WEATHER = {
  name: "weather",
  description: "Tells the weather of a city now.",
  parameters: {
    type: "object",
    properties: { city: { type: "string" } },
    required: ["city"],
    additionalProperties: false,
  },
} as const;

/** What can be asked of a model over the wire that it really has: a few short calls, each of which may cost something. */
export const liveModelContract: readonly LiveModelCase[] = [
  {
    name: "names its provider and its model",
    async run({ provider, modelId }) {
      assert.match(provider, /\S/, "provider is no name");
      assert.match(modelId, /\S/, "modelId is no name");
    },
  },
  {
    name: "answers with text, says why it stopped, and reports no token as 0",
    async run(model, timeoutMs) {
      checkAnswer(await model.generate({ messages: HELLO, timeoutMs }));
    },
  },
  {
    name: "tells whoever listens the text that it returns, or none",
    async run(model, timeoutMs) {
      const heard: string[] = [];
      const reply = await model.generate({ messages: HELLO, timeoutMs, onText: (delta) => heard.push(delta) });
      checkAnswer(reply);
      if (heard.length > 0) assert.equal(heard.join(""), reply.text, "what was told is other text than the reply's");
    },
  },
  {
    name: "gives JSON in the strictest form that it says it takes",
    async run(model, timeoutMs) {
      if (model.output === undefined) return;
      const output: OutputForm = model.output === "schema" ? CAPITAL : { kind: "json" };
      const { text } = await model.generate({ messages: [QUESTION], output, timeoutMs });
      const answer: unknown = JSON.parse(text);
      assert.ok(typeof answer === "object" && answer !== null, "the answer is no JSON object");
      if (model.output === "schema")
        assert.deepEqual(Object.keys(answer), ["capital"], "the answer is not of the schema");
    },
  },
  {
    name: "calls a tool that it is given, or does not take the request",
    async run(model, timeoutMs) {
      const messages = [{ role: "user", text: "Use the tool: what is the weather in Oslo?" }] as const;
      let reply: ModelReply;
      try {
        reply = await model.generate({ messages, tools: [WEATHER], timeoutMs });
      } catch (error) {
        // A model without tools says so.
        if (PersonaError.isInstance(error) && error.code === "MODEL_REJECTED") return;
        throw error;
      }
      for (const { id, name, arguments: given } of reply.toolCalls) {
        assert.match(id, /\S/, "a call has no id");
        assert.equal(name, "weather", "a tool is called that does not exist");
        assert.ok(typeof JSON.parse(given) === "object", "the arguments of a call are no JSON object");
      }
      if (reply.toolCalls.length > 0) assert.equal(reply.stop, "tools", "a reply that calls a tool stops for tools");
      else checkAnswer(reply);
    },
  },
  {
    name: "sends nothing when it is aborted before, and ends with an AbortError when it is meanwhile",
    async run(model, timeoutMs) {
      const before = await outcomeOf(model, { messages: HELLO, timeoutMs, signal: AbortSignal.abort() });
      assert.equal(before, "AbortError", "a call that was aborted before goes on");
      const controller = new AbortController();
      setTimeout(() => controller.abort(), SOON_MS);
      const meanwhile = await outcomeOf(model, { messages: HELLO, timeoutMs, signal: controller.signal });
      assert.ok(["AbortError", "reply"].includes(meanwhile), `a call that is aborted ends with ${meanwhile}`);
    },
  },
  {
    name: "gives up when its time is over",
    async run(model) {
      const outcome = await outcomeOf(model, { messages: HELLO, timeoutMs: SHORTEST_MS });
      assert.ok(["MODEL_UNAVAILABLE", "reply"].includes(outcome), `a call that takes too long ends with ${outcome}`);
    },
  },
  {
    name: "answers two calls at once",
    async run(model, timeoutMs) {
      const call = () => model.generate({ messages: HELLO, timeoutMs });
      for (const reply of await Promise.all([call(), call()])) checkAnswer(reply);
    },
  },
];

function checkAnswer({ text, stop, usage }: ModelReply): void {
  assert.match(text, /\S/, "the reply has no text");
  assert.ok(stop === "end" || stop === "length", `the reply stops with "${stop}"`);
  for (const tokens of [usage.inputTokens, usage.outputTokens]) {
    assert.ok(tokens === undefined || tokens > 0, "tokens that are not known are told as 0");
  }
}

/** `reply`, or what the call ends with: a code of ours, or the name of the error. */
async function outcomeOf(model: LanguageModel, request: ModelRequest): Promise<string> {
  try {
    await model.generate(request);
    return "reply";
  } catch (error) {
    if (PersonaError.isInstance(error)) return error.code;
    return error instanceof Error ? error.name : String(error);
  }
}
