import { defaultSchema } from "@lifelong/core";
import type { Character } from "../../dataset/character.ts";
import { type FieldValues, toldUntil } from "../../dataset/gold-persona.ts";
import { measurePersona } from "../../measures/persona-measures.ts";
import { seededRandom } from "../../measures/random.ts";
import type { ArmResult, ConversationResult, HeldValue, RunResult } from "../../results/result.ts";

const SEED = 7;

interface Arm extends Pick<ArmResult, "name" | "setting" | "k"> {
  /** Ratings that it tends to, and how much it gains from the first to the last conversation. */
  readonly helpful: number;
  readonly personal: number;
  readonly gain: number;
  readonly utterances: number;
  readonly injectedTokens: number;
}

const ARMS: readonly Arm[] = [
  { name: "no persona", setting: "none", helpful: 6, personal: 4, gain: 0, utterances: 2.6, injectedTokens: 0 },
  { name: "golden persona", setting: "golden", helpful: 8, personal: 8, gain: 0, utterances: 1.5, injectedTokens: 310 },
  { name: "RAG", setting: "rag", helpful: 6, personal: 5, gain: 0.5, utterances: 2.5, injectedTokens: 900 },
  { name: "history", setting: "history", helpful: 7, personal: 6, gain: 1, utterances: 2.1, injectedTokens: 4_200 },
  ...[1, 3, 5].map((k) => ({
    name: `learned, k=${k}`,
    setting: "learned" as const,
    k,
    helpful: 6.5,
    personal: 5 - k / 5,
    gain: 3,
    utterances: 2.4,
    injectedTokens: 150,
  })),
];

/**
 * A live run that never took place: every number in it is made up from a seed, in the shape that a run with models has.
 * Its models say so by their names.
 */
export function madeUpLiveRun(characters: readonly Character[]): RunResult {
  return {
    format: 1,
    kind: "live",
    scripted: false,
    data: { characters: characters.map(({ id }) => id), digest: "made-up-for-tests" },
    seed: SEED,
    falseAccepts: { of: 24, are: 2 },
    arms: ARMS.map((arm, place) => ({
      name: arm.name,
      setting: arm.setting,
      ...(arm.k !== undefined && { k: arm.k, passes: "both" as const }),
      models: {
        chatbot: "made-up:chatbot",
        ...(arm.setting === "learned" && { optimizer: "made-up:optimizer" }),
        simulator: "made-up:user",
        judge: "made-up:judge",
      },
      note: "Made up from a seed: nobody said or rated any of this.",
      conversations: characters.flatMap((character, person) => conversationsOf(arm, character, place * 1_000 + person)),
    })),
  };
}

function conversationsOf(arm: Arm, character: Character, seed: number): readonly ConversationResult[] {
  const random = seededRandom(seed + 1);
  const noise = () => random(1_000) / 1_000 - 0.5;
  const rating = (around: number) => Math.min(10, Math.max(0, Math.round(around + 2 * noise())));
  const past: FieldValues[] = [];
  return character.episodes.map((episode, index) => {
    const gained = (arm.gain * index) / Math.max(1, character.episodes.length - 1);
    const learned = arm.k === undefined ? undefined : learnedAt(character, index, { k: arm.k, past });
    if (learned) past.push(learned);
    const measures = learned && measurePersona(character, index, { held: learned, past, schema: defaultSchema });
    const held = learned && heldValues(learned);
    const refused: Record<string, number> = index % 4 === 3 ? { "other-person": 1 } : {};
    return {
      character: character.id,
      language: character.language,
      episode: episode.id,
      index,
      seed: SEED,
      helpful: rating(arm.helpful + gained / 2),
      personal: rating(arm.personal + gained),
      utterances: Math.max(1, Math.round(arm.utterances - gained / 3 + noise())),
      satisfied: true,
      ...(measures && { persona: measures, judgedSimilarity: rating(10 * (measures.similarity ?? 0)) }),
      ...(held && { held, ungrounded: { of: held.length, are: 0 }, refused }),
      injectedTokens: Math.round(arm.injectedTokens * (arm.setting === "golden" ? 1 : index / 7)),
      cost: {
        calls: arm.k === 1 ? 3 : 2,
        inputTokens: 1_500 + random(800),
        outputTokens: 300 + random(200),
        elapsedMs: 4_000 + random(3_000),
      },
    };
  });
}

/** What was told by the last deep pass, with every third trap believed, and a city that is never given up. */
function learnedAt(
  character: Character,
  index: number,
  { k, past }: { k: number; past: readonly FieldValues[] },
): FieldValues {
  if ((index + 1) % k !== 0) return past.at(-1) ?? {};
  const told = toldUntil(character, index);
  const believed = character.episodes
    .slice(0, index + 1)
    .flatMap(({ traps }) => traps)
    .filter((_, place) => place % 3 === 1);
  return {
    ...told,
    ...(k === 5 && past.at(-1)?.location && { location: past.at(-1)?.location ?? [] }),
    ...(believed.length > 0 && { diet: believed.slice(-1).map(({ content }) => content) }),
  };
}

function heldValues(values: FieldValues): readonly HeldValue[] {
  return Object.entries(values).flatMap(([field, contents]) =>
    contents.map((content) => ({ field, content, basis: "stated", quote: `I say ${content}.` })),
  );
}
