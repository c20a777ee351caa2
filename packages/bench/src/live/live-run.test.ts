import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LanguageModel, ModelReply, ModelRequest } from "@lifelong/core";
import { scriptedModel } from "@lifelong/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sampleCharacter } from "../dataset/sample-character.ts";
import { createCallGate } from "../models/call-limits.ts";
import { openModelCache } from "../models/model-cache.ts";
import { type LiveModels, liveArms } from "./live-arm.ts";
import { type LiveRunOptions, runLive } from "./live-run.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bench-live-"));
});
afterEach(() => rm(folder, { recursive: true }));

const textOf = ({ messages }: ModelRequest) => messages.map(({ text }) => text).join("\n");
const usage = { inputTokens: 100, outputTokens: 10 };

/** Plays Ana as she is written: satisfied after the second answer, and tells last what comes up. */
function playUser(request: ModelRequest): Partial<ModelReply> {
  const text = textOf(request);
  if (text.includes("Answer with one word: satisfied or continue")) {
    return { text: text.match(/\[assistant\]/g)?.length === 1 ? "continue" : "satisfied", usage };
  }
  if (!text.includes("last message")) return { text: "Please say more.", usage };
  if (text.includes("evening 1")) return { text: "I live in Porto and I like green tea.", usage };
  return { text: text.includes("evening 2") ? "I live in Lisbon now." : "I don't like green tea any more.", usage };
}

/** Learns where somebody lives, with the words that say so. */
function learnHome(request: ModelRequest): Partial<ModelReply> {
  const operations = [
    ...textOf(request).matchAll(/"session":"(s\d+)","date"[\s\S]*?"m":(\d+),"user":"(I live in (\w+))/g),
  ].map(([, session, message, quote, content]) => ({
    kind: "set",
    field: "location",
    content,
    valueId: null,
    evidence: [{ session, message: Number(message), quote }],
  }));
  return { text: JSON.stringify({ operations }), usage };
}

function scriptedModels(): LiveModels & { readonly [Role in keyof LiveModels]: ReturnType<typeof scriptedModel> } {
  return {
    chatbot: scriptedModel((request) => ({ text: `ANSWER ${request.messages.length}`, usage }), { modelId: "chatbot" }),
    optimizer: scriptedModel(learnHome, { modelId: "optimizer", output: "schema" }),
    simulator: scriptedModel(playUser, { modelId: "simulator" }),
    judge: scriptedModel(
      (request) => {
        const isPersona = textOf(request).includes("similarity, from 0 to 10");
        const rated = isPersona ? { similarity: 6 } : { helpful: 7, personal: 5 };
        return { text: JSON.stringify({ analysis: "Fine.", ...rated }), usage };
      },
      { modelId: "judge", output: "schema" },
    ),
  };
}

async function run(models: LiveModels, more: Partial<LiveRunOptions> = {}) {
  return runLive({
    characters: [sampleCharacter(), sampleCharacter({ id: "bea" })],
    arms: liveArms({ settings: ["none", "golden", "rag", "history", "learned"], ks: [1, 3], models }),
    seeds: [1],
    utterances: 3,
    cache: await openModelCache(join(folder, "calls.jsonl")),
    gate: createCallGate({ concurrency: 2 }),
    concurrency: 2,
    scripted: true,
    ...more,
  });
}

/** Results without what a clock measured. */
const withoutTimes = (result: unknown) => JSON.stringify(result).replace(/"elapsedMs":\d+,?/g, "");

describe("a live run", () => {
  test("rates every conversation of every arm, and the persona where one is learned", async () => {
    const result = await run(scriptedModels());
    expect(result.arms.map(({ name }) => name)).toEqual([
      "none",
      "golden",
      "rag",
      "history",
      "learned, k=1",
      "learned, k=3",
    ]);
    for (const { setting, conversations } of result.arms) {
      expect(conversations).toHaveLength(6);
      for (const conversation of conversations) {
        expect(conversation).toMatchObject({ helpful: 7, personal: 5, utterances: 2, satisfied: true });
        expect("persona" in conversation).toBe(setting === "learned");
      }
    }
    const [every, third] = [result.arms[4], result.arms[5]];
    expect(every?.conversations.map(({ held }) => held?.find(({ field }) => field === "location")?.content)).toEqual([
      "Porto",
      "Lisbon",
      "Lisbon",
      "Porto",
      "Lisbon",
      "Lisbon",
    ]);
    expect(every?.conversations[2]).toMatchObject({ judgedSimilarity: 6, ungrounded: { are: 0 } });
    expect(third?.models).toMatchObject({ optimizer: "scripted:optimizer", judge: "scripted:judge" });
    expect(result.falseAccepts).toEqual({ of: 24, are: 24 });
  });

  test("asks nothing again that was answered, and comes to the same when it is replayed without a gate", async () => {
    const first = await run(scriptedModels());
    const models = scriptedModels();
    const second = await run(models, { gate: undefined });
    expect(Object.values(models).flatMap(({ requests }) => requests)).toEqual([]);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  test("goes on after a crash at any call, even within a line of its recording", async () => {
    const whole = withoutTimes(await run(scriptedModels()));
    const lines = (await readFile(join(folder, "calls.jsonl"), "utf8")).trim().split("\n");
    for (const kept of [0, 1, Math.floor(lines.length / 2), lines.length - 1]) {
      const cut = lines[kept]?.slice(0, 40) ?? "";
      await writeFile(join(folder, "calls.jsonl"), [...lines.slice(0, kept), cut].join("\n"));
      const models = scriptedModels();
      expect(withoutTimes(await run(models))).toBe(whole);
      const asked = Object.values(models).flatMap(({ requests }) => requests);
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.length).toBeLessThanOrEqual(lines.length - kept);
    }
  });

  test("stops at its limit, says how to go on, and has kept what was answered", async () => {
    await expect(run(scriptedModels(), { gate: createCallGate({ concurrency: 1, calls: 10 }) })).rejects.toThrow(
      /limit of 10 calls is reached.*higher limit/,
    );
    expect((await readFile(join(folder, "calls.jsonl"), "utf8")).trim().split("\n")).toHaveLength(10);
  });

  test("says what is missing when a replay meets a call that was never recorded", async () => {
    await expect(run(scriptedModels(), { gate: undefined })).rejects.toThrow(/holds no answer.*without --replay/);
  });
});

describe("nobody is told what they must not know:", () => {
  const SECRETS = { gold: "GOLDNAME", expected: "EXPECTED-OUTCOME", trap: "TRAPVALUE", learned: "Lisbon" };
  const character = () => {
    const base = sampleCharacter({ profile: { location: "Porto", "demographics.name": SECRETS.gold } });
    return {
      ...base,
      episodes: base.episodes.map((episode) => ({
        ...episode,
        scene: { ...episode.scene, expected: SECRETS.expected },
        traps: [{ field: "diet", content: SECRETS.trap, why: "nobody's" }],
      })),
    };
  };
  const promptsOf = async (settings: Parameters<typeof liveArms>[0]["settings"]) => {
    const models = scriptedModels();
    await run(models, { characters: [character()], arms: liveArms({ settings, ks: [1], models }) });
    const of = (model: LanguageModel & { requests: readonly ModelRequest[] }) => model.requests.map(textOf);
    return {
      chatbot: of(models.chatbot),
      optimizer: of(models.optimizer),
      simulator: of(models.simulator),
      judge: of(models.judge),
    };
  };
  const holding = (prompts: readonly string[], secret: string) => prompts.filter((prompt) => prompt.includes(secret));

  test.for(["none", "rag", "history", "learned"] as const)(
    "the assistant under %s neither the truth nor what is expected",
    async (setting) => {
      const { chatbot } = await promptsOf([setting]);
      expect(chatbot.length).toBeGreaterThan(0);
      for (const secret of [SECRETS.gold, SECRETS.expected, SECRETS.trap]) expect(holding(chatbot, secret)).toEqual([]);
    },
  );

  test("the assistant under golden the truth, and not what is expected", async () => {
    const { chatbot } = await promptsOf(["golden"]);
    expect(holding(chatbot, SECRETS.gold)).toEqual(chatbot);
    expect(holding(chatbot, SECRETS.expected)).toEqual([]);
  });

  test("the optimizer nothing but the conversations", async () => {
    const { optimizer } = await promptsOf(["learned"]);
    expect(optimizer.length).toBeGreaterThan(0);
    for (const secret of [SECRETS.gold, SECRETS.expected, SECRETS.trap]) expect(holding(optimizer, secret)).toEqual([]);
  });

  test("the simulated user the truth, and never what was learned", async () => {
    const { simulator } = await promptsOf(["learned"]);
    expect(holding(simulator, SECRETS.gold).length).toBeGreaterThan(0);
    expect(holding(simulator, "lifelong-persona")).toEqual([]);
    expect(holding(simulator, SECRETS.trap)).toEqual([]);
  });

  test("the judge of answers what is true and expected, and no setting", async () => {
    const { judge } = await promptsOf(["none", "learned"]);
    expect(holding(judge, SECRETS.expected).length).toBeGreaterThan(0);
    expect(holding(judge, "lifelong-persona")).toEqual([]);
  });
});
