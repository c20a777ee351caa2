import { describe, expect, test } from "vitest";
import { PersonaError } from "./errors.ts";
import { modelOptimizer } from "./model-optimizer.ts";
import { ENGLISH_SESSIONS, sampleBrief, sampleSession } from "./testing/sample-brief.ts";
import { type ScriptedModel, scriptedModel } from "./testing/scripted-model.ts";
import type { Usage } from "./usage.ts";

const brief = sampleBrief(ENGLISH_SESSIONS);
const MOVED = {
  kind: "set",
  field: "location",
  content: "Bristol",
  valueId: null,
  evidence: [{ session: "s8", message: 0, quote: "I moved to Bristol" }],
};
const ANSWER = JSON.stringify({ operations: [MOVED] });
const OPERATIONS = [
  {
    kind: "set",
    field: "location",
    content: "Bristol",
    evidence: [{ sessionId: "conversation-8", messageIndex: 0, quote: "I moved to Bristol" }],
  },
];
const usage = { inputTokens: 100, outputTokens: 10 };
const rejected = new PersonaError("MODEL_REJECTED", "The service does not take this.");
const away = new PersonaError("MODEL_UNAVAILABLE", "The service is away.", { retryAfterMs: 2_000 });

const forms = ({ requests }: ScriptedModel) => requests.map(({ output }) => output?.kind ?? "text");
const partsAsked = ({ requests }: ScriptedModel) =>
  requests.map(({ messages }) => messages[1]?.text.match(/^\{"session"/gm)?.length ?? 0);
/** Many conversations of one part each. */
const many = (count: number) =>
  sampleBrief(
    Array.from({ length: count }, (_, index) =>
      sampleSession(index + 1, "2026-03-09T08:00:00.000Z", `I like ${index}`),
    ),
  );

describe("an update", () => {
  test("asks the model once, and says which, by which prompt, at what cost", async () => {
    const model = scriptedModel([{ text: ANSWER, usage }], { output: "schema" });
    expect(await modelOptimizer({ model }).propose(brief)).toEqual({
      operations: OPERATIONS,
      model: "scripted:scripted",
      prompt: "en@1",
      through: undefined,
      usage: { calls: 1, ...usage },
    });
    expect(forms(model)).toEqual(["schema"]);
  });

  test("asks once however many conversations there are, and says how far it came", async () => {
    const model = scriptedModel(['{"operations":[]}']);
    const proposal = await modelOptimizer({ model, budgetTokens: 200 }).propose(many(100));
    expect(model.requests).toHaveLength(1);
    const [parts = 0] = partsAsked(model);
    expect(parts).toBeLessThan(20);
    expect(proposal).toMatchObject({ through: parts, usage: { calls: 1 } });
  });

  test("passes on how long it may take", async () => {
    const model = scriptedModel([ANSWER]);
    const signal = new AbortController().signal;
    await modelOptimizer({ model, timeoutMs: 3_600_000 }).propose(brief, { signal });
    expect(model.requests[0]).toMatchObject({ timeoutMs: 3_600_000, signal });
  });
});

describe("the form of the output", () => {
  test.for([
    ["schema", ["schema"]],
    ["json", ["json"]],
    [undefined, ["text"]],
  ] as const)("begins with the strictest that the model takes: %s", async ([output, expected]) => {
    const model = scriptedModel([ANSWER], { output });
    await modelOptimizer({ model }).propose(brief);
    expect(forms(model)).toEqual(expected);
    expect(model.requests[0]?.messages[0]?.text.includes("<proposal>")).toBe(output === undefined);
  });

  test("goes a rung down when the service does not take the request, and stays there", async () => {
    const model = scriptedModel([rejected, rejected, `<proposal>${ANSWER}</proposal>`, ANSWER], { output: "schema" });
    const optimizer = modelOptimizer({ model });
    expect(await optimizer.propose(brief)).toMatchObject({ operations: OPERATIONS, usage: { calls: 3 } });
    await optimizer.propose(brief);
    expect(forms(model)).toEqual(["schema", "json", "text", "text"]);
  });

  test("is not lowered for good by a request that was too large for any", async () => {
    const answers = [rejected, rejected, rejected, '{"operations":[]}', '{"operations":[]}'];
    const model = scriptedModel(answers, { output: "schema" });
    const optimizer = modelOptimizer({ model });
    await optimizer.propose(many(8));
    await optimizer.propose(many(2));
    expect(forms(model)).toEqual(["schema", "json", "text", "text", "schema"]);
  });

  test("on the lowest rung a request that is not taken is asked with half the parts", async () => {
    const model = scriptedModel([rejected, rejected, '{"operations":[]}']);
    expect(await modelOptimizer({ model }).propose(many(8))).toMatchObject({ through: 2 });
    expect(partsAsked(model)).toEqual([8, 4, 2]);
  });
});

describe("an answer that was cut off", () => {
  test("is asked for with half the parts, and the rest stays pending", async () => {
    const cut = { text: ANSWER.slice(0, 40), stop: "length" as const, usage };
    const model = scriptedModel([cut, cut, { text: '{"operations":[]}', usage }], { output: "schema" });
    const proposal = await modelOptimizer({ model }).propose(many(8));
    expect(partsAsked(model)).toEqual([8, 4, 2]);
    expect(proposal).toMatchObject({ through: 2, usage: { calls: 3, inputTokens: 300, outputTokens: 30 } });
    expect(proposal.unreadable).toBeUndefined();
  });

  test("each time it was asked for is unreadable: parts that it says nothing of must not pass for read", async () => {
    const text = `{"operations":[${JSON.stringify(MOVED)},{"kind":"add","fie`;
    const model = scriptedModel(() => ({ text, stop: "length" }), { output: "schema" });
    expect(await modelOptimizer({ model }).propose(many(200))).toMatchObject({
      operations: [],
      unreadable: "The model's answer was cut off at the limit of its length.",
      through: 6,
    });
  });

  test("in the middle of a single part gives what was complete", async () => {
    const text = `{"operations":[${JSON.stringify(MOVED)},{"kind":"add","fie`;
    const model = scriptedModel([{ text, stop: "length" }], { output: "schema" });
    const single = sampleBrief(ENGLISH_SESSIONS.slice(0, 1));
    expect(await modelOptimizer({ model }).propose(single)).toMatchObject({ operations: OPERATIONS });
  });
});

describe("an answer that is no proposal", () => {
  test("is asked for once more, a rung down, with what was wrong", async () => {
    const model = scriptedModel(["No idea, sorry.", `<proposal>${ANSWER}</proposal>`], { output: "json" });
    expect(await modelOptimizer({ model }).propose(brief)).toMatchObject({
      operations: OPERATIONS,
      usage: { calls: 2 },
    });
    expect(forms(model)).toEqual(["json", "text"]);
    const [assistant, user] = model.requests[1]?.messages.slice(-2) ?? [];
    expect(assistant).toEqual({ role: "assistant", text: "No idea, sorry." });
    expect(user?.text).toContain("It holds no JSON that can be read.");
  });

  test("twice is unreadable, with a sentence, the model and the cost", async () => {
    const model = scriptedModel(["Hm.", { text: "Hm.", usage }]);
    const proposal = await modelOptimizer({ model }).propose(brief);
    expect(proposal).toMatchObject({
      operations: [],
      unreadable: "The model answered what is no proposal, also when it was asked again.",
      model: "scripted:scripted",
      usage: { calls: 2, unreported: 1, inputTokens: 100 },
    });
    expect(model.requests).toHaveLength(2);
  });

  test("because the model declined is not asked for again", async () => {
    const model = scriptedModel([{ stop: "refusal", text: "I would rather not." }]);
    expect(await modelOptimizer({ model }).propose(brief)).toMatchObject({
      unreadable: "The model declined to answer.",
    });
    expect(model.requests).toHaveLength(1);
  });

  test("is not asked for again once no more calls may be made", async () => {
    const model = scriptedModel(() => ({ text: "{", stop: "length" }), { output: "schema" });
    const spent: Usage[] = [];
    const mayAskAgain = async (usage: Usage) => spent.push(usage) < 3;
    expect(await modelOptimizer({ model }).propose(many(200), { mayAskAgain })).toMatchObject({
      unreadable: "The model's answer was cut off at the limit of its length.",
      usage: { calls: 3 },
    });
    expect(spent).toEqual([1, 2, 3].map((calls) => ({ calls, unreported: calls })));
  });

  test("is given up after six calls, whatever goes wrong", async () => {
    const model = scriptedModel(() => ({ text: "{", stop: "length" }), { output: "schema" });
    expect(await modelOptimizer({ model }).propose(many(200))).toMatchObject({ usage: { calls: 6 } });
  });
});

describe("a request that the service takes in no form", () => {
  const single = sampleBrief(ENGLISH_SESSIONS.slice(0, 1));
  const sentence = "The model's service does not take what was said here, in whatever form it is asked.";

  test("is unreadable, so that a single part does not stop all that come after it", async () => {
    const model = scriptedModel([rejected, rejected, rejected], { output: "schema" });
    expect(await modelOptimizer({ model }).propose(single)).toMatchObject({
      operations: [],
      unreadable: sentence,
      model: "scripted:scripted",
      usage: { calls: 3 },
    });
    expect(forms(model)).toEqual(["schema", "json", "text"]);
  });

  test("and that is one of many gives only its own part away", async () => {
    const model = scriptedModel(() => {
      throw rejected;
    });
    expect(await modelOptimizer({ model }).propose(many(8))).toMatchObject({ unreadable: sentence, through: 1 });
    expect(partsAsked(model)).toEqual([8, 4, 2, 1]);
  });

  test("is unreadable after six calls as well: asking the same again would end the same", async () => {
    const model = scriptedModel(
      () => {
        throw rejected;
      },
      { output: "schema" },
    );
    expect(await modelOptimizer({ model }).propose(many(200))).toMatchObject({ unreadable: sentence });
    expect(model.requests).toHaveLength(6);
  });

  test("fails where no more calls may be made: that says nothing about the conversations", async () => {
    const model = scriptedModel([rejected], { output: "schema" });
    const proposing = modelOptimizer({ model }).propose(single, { mayAskAgain: async () => false });
    await expect(proposing).rejects.toMatchObject({ code: "MODEL_REJECTED", spent: { calls: 1 } });
  });
});

describe("the fallback", () => {
  const second = () => scriptedModel([{ text: ANSWER, usage }], { modelId: "second" });

  test.for([
    ["is away", [away]],
    ["takes no form of the request", [rejected]],
    ["is not set up", [new PersonaError("CONFIGURATION", "The key is wrong.")]],
    ["declines", [{ stop: "refusal" as const }]],
    ["stays unreadable", ["Hm.", "Hm."]],
  ] as const)("is asked when the first model %s, and is named", async ([, answers]) => {
    const model = scriptedModel(answers);
    const single = sampleBrief(ENGLISH_SESSIONS.slice(0, 1));
    const proposal = await modelOptimizer({ model, fallback: second() }).propose(single);
    expect(proposal).toMatchObject({ operations: OPERATIONS, model: "scripted:second" });
    expect(proposal.usage).toMatchObject({ calls: answers.length + 1, inputTokens: 100 });
  });

  test.for([
    ["unreadable", ["Hm.", "Hm."]],
    ["a refusal", [{ stop: "refusal" as const }]],
    ["that the request is not taken", [rejected]],
  ] as const)("whose answer is %s parks nothing while the first model is away", async ([, answers]) => {
    const single = sampleBrief(ENGLISH_SESSIONS.slice(0, 1));
    const fallback = scriptedModel(answers);
    const proposing = modelOptimizer({ model: scriptedModel([away]), fallback }).propose(single);
    await expect(proposing).rejects.toMatchObject({
      message: "The service is away.",
      spent: { calls: 1 + answers.length },
    });
  });

  test("that is away parks what the first model could not be read for", async () => {
    const proposal = modelOptimizer({ model: scriptedModel(["Hm.", "Hm."]), fallback: scriptedModel([away]) });
    expect(await proposal.propose(brief)).toMatchObject({ unreadable: expect.any(String), usage: { calls: 3 } });
  });

  test("is not asked once no more calls may be made", async () => {
    const fallback = second();
    const optimizer = modelOptimizer({ model: scriptedModel([away]), fallback });
    await expect(optimizer.propose(brief, { mayAskAgain: async () => false })).rejects.toMatchObject({
      message: "The service is away.",
      spent: { calls: 1 },
    });
    expect(fallback.requests).toEqual([]);
  });

  test("is not asked when the first model answers", async () => {
    const fallback = second();
    await modelOptimizer({ model: scriptedModel([ANSWER]), fallback }).propose(brief);
    expect(fallback.requests).toEqual([]);
  });

  test("that fails as well leaves the first error, with what both have cost", async () => {
    const fallback = scriptedModel([new PersonaError("MODEL_UNAVAILABLE", "Away as well.")]);
    await expect(modelOptimizer({ model: scriptedModel([away]), fallback }).propose(brief)).rejects.toMatchObject({
      code: "MODEL_UNAVAILABLE",
      message: "The service is away.",
      retryAfterMs: 2_000,
      spent: { calls: 2 },
    });
  });

  test("is not asked once the call is aborted", async () => {
    const abort = new AbortController();
    const model = scriptedModel(() => {
      abort.abort();
      throw abort.signal.reason;
    });
    const fallback = second();
    const proposing = modelOptimizer({ model, fallback }).propose(brief, { signal: abort.signal });
    await expect(proposing).rejects.toMatchObject({ name: "AbortError" });
    expect(fallback.requests).toEqual([]);
  });
});
