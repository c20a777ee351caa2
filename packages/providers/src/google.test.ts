import { BlockedReason } from "@google/genai";
import type { ModelMessage, ModelReply } from "@lifelong/core";
import { modelContract } from "@lifelong/core/testing";
import { describe, expect, test } from "vitest";
import { googleModel } from "./google.ts";
import { collectGenerated } from "./google-stream.ts";
import { openAnsweringServer } from "./testing/answering-server.ts";
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

const HELLO: ModelMessage = { role: "user", text: "Hello" };

/** Asks a model whose service always answers the same. */
async function withAnswer<Told>(
  modelId: string,
  answer: unknown,
  ask: (model: ReturnType<typeof googleModel>, asked: () => unknown) => Promise<Told>,
): Promise<Told> {
  const server = await openAnsweringServer(answer);
  try {
    return await ask(googleModel({ modelId, apiKey: "k", baseURL: server.baseURL }), () => server.asked.at(-1)?.body);
  } finally {
    server.close();
  }
}

const stopAt = (answer: unknown): Promise<ModelReply["stop"]> =>
  withAnswer("gemini-test", answer, async (model) => (await model.generate({ messages: [HELLO] })).stop);

test.concurrent.for(["SAFETY", "RECITATION", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII"])(
  "an answer that ends with %s is a refusal",
  async (finishReason) => {
    expect(await stopAt({ candidates: [{ content: { parts: [{ text: "I" }] }, finishReason }] })).toBe("refusal");
  },
);

test("a prompt that is blocked is refused", async () => {
  expect(await stopAt({ promptFeedback: { blockReason: "PROHIBITED_CONTENT" } })).toBe("refusal");
});

test("a stream that ends early has not ended because the prompt was rated", async () => {
  const rated = [{ promptFeedback: { safetyRatings: [] }, candidates: [{ content: { parts: [{ text: "Once" }] } }] }];
  await expect(collectGenerated(streamOf(rated), () => {})).rejects.toThrow(/before the answer/);
  const blocked = [{ promptFeedback: { blockReason: BlockedReason.SAFETY } }];
  expect(await collectGenerated(streamOf(blocked), () => {})).toMatchObject(blocked[0] ?? {});
});

async function* streamOf<Sent>(sent: readonly Sent[]) {
  yield* sent;
}

describe.concurrent("calls made at once", () => {
  const part = (id: string | undefined, more = {}) => ({
    functionCall: { ...(id && { id }), name: "find", args: {} },
    ...more,
  });
  const answer = (...parts: readonly unknown[]) => ({ candidates: [{ content: { parts }, finishReason: "STOP" }] });

  /** What is sent when the calls of an answer come back with their results. */
  const sentBack = (
    modelId: string,
    parts: readonly unknown[],
    change: (calls: ModelReply["toolCalls"]) => ModelReply["toolCalls"] = (calls) => calls,
  ) =>
    withAnswer(modelId, answer(...parts), async (model, asked) => {
      const { toolCalls } = await model.generate({ messages: [HELLO] });
      const results = toolCalls.map(
        ({ id, name }): ModelMessage => ({ role: "tool", toolCallId: id, name, text: `result of ${id}` }),
      );
      await model.generate({
        messages: [HELLO, { role: "assistant", text: "", toolCalls: change(toolCalls) }, ...results],
      });
      return asked();
    });

  test("get their results in one turn, each by its id", async () => {
    const response = (id: string) => ({
      functionResponse: { id, name: "find", response: { output: `result of ${id}` } },
    });
    expect(await sentBack("gemini-3-flash", [part("a", { thoughtSignature: "c2lnbmVk" }), part("b")])).toMatchObject({
      contents: [
        { role: "user" },
        { role: "model", parts: [part("a"), part("b")] },
        { role: "user", parts: [response("a"), response("b")] },
      ],
    });
  });

  test("go back with the signature that they came with, and no other", async () => {
    const parts = [part("a", { thoughtSignature: "c2lnbmVk" }), part("b")];
    expect(await sentBack("gemini-3-flash", parts)).toMatchObject({ contents: [{}, { parts }, {}] });
    const sent = JSON.stringify(await sentBack("gemini-3-flash", parts));
    expect(sent.match(/thoughtSignature/g)).toHaveLength(1);
  });

  test("that another model made, or that were stored meanwhile, are marked as such where a signature is demanded", async () => {
    const parts = [part("a", { thoughtSignature: "c2lnbmVk" }), part("b")];
    const stored = (calls: ModelReply["toolCalls"]) => structuredClone(calls);
    const marked = [{ thoughtSignature: "skip_thought_signature_validator" }, {}];
    const sent = await sentBack("gemini-3-flash", parts, stored);
    expect(sent).toMatchObject({ contents: [{}, { parts: marked }, {}] });
    expect(JSON.stringify(sent).match(/thoughtSignature/g)).toHaveLength(1);
    expect(JSON.stringify(await sentBack("gemini-2.5-flash", parts, stored))).not.toContain("thoughtSignature");
  });

  test("without ids get one each, and go back without", async () => {
    const sent = JSON.stringify(await sentBack("gemini-2.5-flash", [part(undefined), part(undefined)]));
    expect(sent).toContain("result of call-1");
    expect(sent).toContain("result of call-2");
    expect(sent).not.toMatch(/"id"/);
  });
});
