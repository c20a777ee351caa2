import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { PersonaError } from "../errors.ts";
import type { LanguageModel, ModelReply, ModelRequest } from "../model.ts";
import { liveModelContract } from "./live-model-contract.ts";

const SLOWLY_MS = 200;

/** A model that does all that is asked. */
async function answer({ output, tools, signal, timeoutMs = 1_000, onText }: ModelRequest): Promise<ModelReply> {
  signal?.throwIfAborted();
  if (timeoutMs < SLOWLY_MS) throw new PersonaError("MODEL_UNAVAILABLE", "Too slow.");
  if (signal) await delay(SLOWLY_MS, undefined, { signal });
  const usage = { inputTokens: 3, outputTokens: 2 };
  if (tools) {
    return { text: "", toolCalls: [{ id: "1", name: "weather", arguments: '{"city":"Oslo"}' }], stop: "tools", usage };
  }
  const text = output ? '{"capital":"Paris"}' : "Fine.";
  onText?.(text);
  return { text, toolCalls: [], stop: "end", usage };
}

const good: LanguageModel = { provider: "good", modelId: "one", output: "schema", generate: answer };
const but = (change: (reply: ModelReply, request: ModelRequest) => ModelReply): LanguageModel => ({
  ...good,
  generate: async (request) => change(await answer(request), request),
});

/** Models that are each wrong in one way, with the case that says so. */
const FAULTS: readonly (readonly [fault: string, caught: RegExp, model: LanguageModel])[] = [
  ["has no name", /names its provider/, { ...good, modelId: " " }],
  ["says nothing", /answers with text/, but((reply) => ({ ...reply, text: "" }))],
  [
    "counts unreported tokens as 0",
    /answers with text/,
    but((reply) => ({ ...reply, usage: { inputTokens: 0, outputTokens: 2 } })),
  ],
  [
    "tells other text than it returns",
    /tells whoever listens/,
    but((reply, { onText }) => (onText ? { ...reply, text: "Else." } : reply)),
  ],
  ["does not send the schema", /gives JSON/, but((reply, { output }) => (output ? { ...reply, text: "{}" } : reply))],
  ["claims JSON and writes text", /gives JSON/, but((reply) => ({ ...reply, text: "Fine." }))],
  [
    "calls tools that do not exist",
    /calls a tool/,
    but((reply) => ({ ...reply, toolCalls: reply.toolCalls.map((call) => ({ ...call, name: "else" })) })),
  ],
  ["says that it has ended when it calls", /calls a tool/, but((reply) => ({ ...reply, stop: "end" }))],
  ["ignores the signal", /AbortError/, { ...good, generate: ({ signal, ...request }) => answer(request) }],
  [
    "takes an abort for an outage",
    /AbortError/,
    {
      ...good,
      generate: (request) =>
        answer(request).catch(() => {
          throw new PersonaError("MODEL_UNAVAILABLE", "Away.");
        }),
    },
  ],
  [
    "calls its time limit a fault of the request",
    /gives up/,
    {
      ...good,
      async generate(request) {
        if ((request.timeoutMs ?? 1_000) < SLOWLY_MS) throw new PersonaError("MODEL_REJECTED", "No.");
        return answer(request);
      },
    },
  ],
  ["answers one call at a time", /two calls at once/, oneAtATime()],
];

function oneAtATime(): LanguageModel {
  let busy = false;
  return {
    ...good,
    async generate(request) {
      if (busy) throw new PersonaError("MODEL_UNAVAILABLE", "Busy.");
      busy = true;
      try {
        await delay(1);
        return await answer(request);
      } finally {
        busy = false;
      }
    },
  };
}

describe("a model that does what it should", () => {
  for (const { name, run } of liveModelContract) test(name, () => run(good, 1_000));
  test("holds every case also where it knows text alone and no tools", async () => {
    const plain: LanguageModel = {
      provider: "plain",
      modelId: "one",
      async generate(request) {
        if (request.tools) throw new PersonaError("MODEL_REJECTED", "No tools here.");
        return { ...(await answer(request)), usage: {} };
      },
    };
    for (const { run } of liveModelContract) await run(plain, 1_000);
  });
});

describe("the live cases", () => {
  test.each(FAULTS)("catch a model that %s", async (_, caught, model) => {
    const failing: string[] = [];
    for (const { name, run } of liveModelContract) await run(model, 1_000).catch(() => failing.push(name));
    expect(failing.filter((name) => caught.test(name))).not.toEqual([]);
  });

  test("are each needed", () => {
    const needed = liveModelContract.filter(({ name }) => FAULTS.some(([, caught]) => caught.test(name)));
    expect(needed).toHaveLength(liveModelContract.length);
  });
});
