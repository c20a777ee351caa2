import { defaultSchema, type LanguageModel, loadTokenCounter, modelName } from "@lifelong/core";
import pLimit from "p-limit";
import type { Character } from "../dataset/character.ts";
import { digestOf } from "../dataset/characters.ts";
import type { FieldValues } from "../dataset/gold-persona.ts";
import { confirmedOf, fieldValuesOf, heldValue, refusedBy, ungroundedOf } from "../measures/held-values.ts";
import { measurePersona } from "../measures/persona-measures.ts";
import type { CallGate } from "../models/call-limits.ts";
import { cachedModel, type ModelCache } from "../models/model-cache.ts";
import type { ConversationResult, Cost, RunResult } from "../results/result.ts";
import { type Conversation, converse } from "./converse.ts";
import { countFalseAccepts, type GivenAnswer } from "./false-accepts.ts";
import { createJudge, type Judge } from "./judge.ts";
import { openKnowledge } from "./knowledge.ts";
import type { LiveArm } from "./live-arm.ts";
import { simulateUser } from "./simulator.ts";

/** How long after its start a conversation is over. */
const LASTS_MS = 10 * 60 * 1000;

export interface LiveRunOptions {
  readonly characters: readonly Character[];
  readonly arms: readonly LiveArm[];
  /** 1 and up; each has the conversations anew. */
  readonly seeds: readonly number[];
  /** How often a user speaks at most. */
  readonly utterances: number;
  /** Only the first so many conversations of each character; absent: all. */
  readonly episodes?: number;
  readonly cache: ModelCache;
  /** Runs what the cache does not hold; absent: a miss is an error. */
  readonly gate?: CallGate;
  /** Lives at once; calls are limited by the gate. */
  readonly concurrency: number;
  /** True in tests and demonstrations, where a script stands in for every model. */
  readonly scripted?: boolean;
  readonly signal?: AbortSignal;
  /** Told after each conversation. */
  readonly onConversation?: () => void;
}

/** Everything of a life under one arm: a character, and a seed. */
interface Life {
  readonly character: Character;
  readonly arm: LiveArm;
  readonly seed: number;
}

/**
 * Lets every character live through its scenes under every arm, and rates the answers. Every answer of a model goes through
 * the cache, so that the same run goes on where it was stopped and comes to the same figures when it is replayed.
 *
 * @throws whatever a model throws for good; what was answered is in the cache by then
 */
export async function runLive(options: LiveRunOptions): Promise<RunResult> {
  const { characters, arms, seeds, concurrency, scripted = false } = options;
  const limit = pLimit(concurrency);
  const lives = arms.flatMap((arm) =>
    seeds.flatMap((seed) => characters.map((character): Life => ({ arm, seed, character }))),
  );
  const answers: GivenAnswer[] = [];
  const lived = await Promise.all(lives.map((life) => limit(() => live(life, options, answers))));
  return {
    format: 1,
    kind: "live",
    scripted,
    data: { characters: characters.map(({ id }) => id), digest: digestOf(characters) },
    seed: seeds[0] ?? 1,
    arms: arms.map((arm) => ({
      name: arm.name,
      setting: arm.setting,
      ...(arm.k !== undefined && { k: arm.k }),
      ...(arm.passes && { passes: arm.passes }),
      models: {
        chatbot: modelName(arm.models.chatbot),
        ...(arm.k !== undefined && { optimizer: modelName(arm.models.optimizer) }),
        simulator: modelName(arm.models.simulator),
        judge: modelName(arm.models.judge),
      },
      conversations: lives.flatMap((life, index) => (life.arm === arm ? (lived[index] ?? []) : [])),
    })),
    ...(arms[0] && { falseAccepts: await countFalseAccepts(answers, judgeOf(arms[0], options, "planted")) }),
  };
}

function judgeOf({ models }: LiveArm, { cache, gate, signal }: LiveRunOptions, salt: string): Judge {
  return createJudge({ model: cachedModel(models.judge, { cache, salt, ask: gate }), signal });
}

async function live(
  { character, arm, seed }: Life,
  options: LiveRunOptions,
  answers: GivenAnswer[],
): Promise<readonly ConversationResult[]> {
  const { utterances, cache, gate, signal, onConversation } = options;
  const { models } = arm;
  const meter = createMeter();
  const salt = `seed ${seed}`;
  const asked = (model: LanguageModel) => cachedModel(model, { cache, salt, ask: gate, onCall: meter.count });
  const judge = judgeOf(arm, options, salt);
  const simulator = asked(models.simulator);
  const chatbot = asked(models.chatbot);
  let now = new Date(0);
  const clock = () => now;
  const passes = arm.passesWith(asked(models.optimizer));
  const knowledge = openKnowledge(arm.setting, character, { passes, now: clock, signal });
  const past: FieldValues[] = [];
  const results: ConversationResult[] = [];
  for (const [index, episode] of character.episodes.slice(0, options.episodes).entries()) {
    signal?.throwIfAborted();
    now = new Date(episode.startedAt);
    await knowledge.prepare(index);
    const user = simulateUser(character, index, { model: simulator, signal });
    const had = await converse(character, index, {
      knowledge,
      user,
      models: { chatbot, tools: simulator },
      utterances,
      now: clock,
      signal,
    });
    now = new Date(now.getTime() + LASTS_MS);
    const reports = await knowledge.learn(had.due);
    const cost = meter.take();
    const { firstAnswer, satisfied } = had;
    answers.push({ character, index, answer: firstAnswer });
    results.push({
      character: character.id,
      language: character.language,
      episode: episode.id,
      index,
      seed,
      ...(await judge.rateAnswer(character, index, firstAnswer)),
      utterances: had.utterances,
      satisfied,
      ...(arm.setting === "learned" && {
        ...(await measureLearned({ character, index, past, judge, personalizer: knowledge.personalizer })),
        refused: refusedBy(reports),
      }),
      injectedTokens: await injectedBy(had),
      cost,
    });
    onConversation?.();
  }
  await knowledge.personalizer.close();
  return results;
}

async function measureLearned({
  character,
  index,
  past,
  judge,
  personalizer,
}: {
  character: Character;
  index: number;
  /** What was held after each earlier conversation; this one's is added. */
  past: FieldValues[];
  judge: Judge;
  personalizer: ReturnType<typeof openKnowledge>["personalizer"];
}): Promise<Pick<ConversationResult, "persona" | "judgedSimilarity" | "ungrounded" | "held">> {
  const values = confirmedOf(await personalizer.show(character.id));
  const held = fieldValuesOf(values);
  const sessions = await personalizer.sessions(character.id, { limit: Number.MAX_SAFE_INTEGER });
  const said = (sessionId: string) =>
    (sessions.find(({ id }) => id === sessionId)?.messages ?? []).flatMap(({ role, text }) =>
      role === "user" ? [text] : [],
    );
  const measured = {
    persona: measurePersona(character, index, { held, past, schema: defaultSchema }),
    judgedSimilarity: await judge.ratePersona(character, index, held),
    ungrounded: ungroundedOf(values, said),
    held: values.map(heldValue),
  };
  past.push(held);
  return measured;
}

/** What the assistant was told of the user beside the conversation itself. */
async function injectedBy({ personaTokens, context }: Conversation): Promise<number> {
  return personaTokens + (context === "" ? 0 : (await loadTokenCounter())(context));
}

interface Meter {
  count(reply: Awaited<ReturnType<LanguageModel["generate"]>>, elapsedMs: number): void;
  /** What was counted since the last time. */
  take(): Cost;
}

function createMeter(): Meter {
  let calls = 0;
  let elapsedMs = 0;
  let tokens: { inputTokens?: number; outputTokens?: number } = {};
  return {
    count({ usage: { inputTokens, outputTokens } }, took) {
      calls += 1;
      elapsedMs += took;
      tokens = {
        ...(inputTokens === undefined ? {} : { inputTokens: (tokens.inputTokens ?? 0) + inputTokens }),
        ...(outputTokens === undefined ? {} : { outputTokens: (tokens.outputTokens ?? 0) + outputTokens }),
      };
    },
    take() {
      const cost = { calls, elapsedMs, ...tokens };
      calls = 0;
      elapsedMs = 0;
      tokens = {};
      return cost;
    },
  };
}
