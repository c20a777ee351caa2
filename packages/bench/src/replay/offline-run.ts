import { deepPass, everySessions, instantPass, type Pass } from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import type { Character } from "../dataset/character.ts";
import { digestOf } from "../dataset/characters.ts";
import type { ArmResult, RunResult } from "../results/result.ts";
import { replayCharacter } from "./replay-character.ts";
import { credulous, oracle } from "./scripted-optimizers.ts";

/** The k that the paper tried, and one beyond. */
const KS = [1, 3, 5, 10];
const SEED = 1;

interface Arm extends Pick<ArmResult, "name" | "k" | "passes" | "note"> {
  readonly optimizer?: string;
  passesFor(character: Character): readonly Pass[];
}

const UPPER_BOUND = "Proposals made of the gold: an upper bound of gate and schedule, no model's score.";
const CREDULOUS = "Proposals made of the gold and of every trap: shows what code refuses, no model's score.";

const arms: readonly Arm[] = [
  {
    name: "built-in extractor",
    passes: "instant",
    optimizer: "extractor",
    passesFor: () => [instantPass(createExtractor())],
  },
  ...KS.map((k) => ({
    name: `oracle, k=${k}`,
    k,
    passes: "deep" as const,
    optimizer: "oracle@1",
    note: UPPER_BOUND,
    passesFor: (character: Character) => [deepPass(oracle(character), { policy: everySessions(k) })],
  })),
  {
    name: "extractor and oracle, k=3",
    k: 3,
    passes: "both",
    optimizer: "oracle@1",
    note: UPPER_BOUND,
    passesFor: (character) => [instantPass(createExtractor()), deepPass(oracle(character))],
  },
  {
    name: "credulous, k=3",
    k: 3,
    passes: "deep",
    optimizer: "credulous@1",
    note: CREDULOUS,
    passesFor: (character) => [deepPass(credulous(character))],
  },
];

/**
 * Every written conversation through the real pipeline, learned from by rules and by scripts: needs no model, and comes to
 * the same bytes on every machine.
 *
 * @param onConversations - told how many more are done
 */
export async function runOffline(
  characters: readonly Character[],
  onConversations: (count: number) => void = () => {},
): Promise<RunResult> {
  const results: ArmResult[] = [];
  for (const { name, k, passes, note, optimizer, passesFor } of arms) {
    const conversations = [];
    for (const character of characters) {
      const had = await replayCharacter(character, passesFor(character), { seed: SEED });
      conversations.push(...had);
      onConversations(had.length);
    }
    results.push({
      name,
      setting: "learned",
      ...(k !== undefined && { k }),
      passes,
      models: { optimizer },
      ...(note !== undefined && { note }),
      conversations,
    });
  }
  return {
    format: 1,
    kind: "replayed",
    scripted: true,
    data: { characters: characters.map(({ id }) => id), digest: digestOf(characters) },
    seed: SEED,
    arms: results,
  };
}

/** How many conversations such a run has. */
export function countOffline(characters: readonly Character[]): number {
  return arms.length * characters.reduce((sum, { episodes }) => sum + episodes.length, 0);
}
