import type { ArmResult, ConversationResult, RunResult } from "../results/result.ts";

/**
 * For each conversation of every arm but Golden: 1 where its rating for personalization is higher than that of Golden in
 * the same conversation, ½ where they are equal, 0 where it is lower. Without a rating on both sides it has no entry.
 * An arm is compared with the Golden arm of its own chatbot.
 */
export function winsAgainstGolden({ arms }: RunResult): ReadonlyMap<ConversationResult, number> {
  const golden = arms.filter(({ setting }) => setting === "golden");
  const wins = new Map<ConversationResult, number>();
  for (const arm of arms.filter(({ setting }) => setting !== "golden")) {
    const other = golden.find(({ models }) => models.chatbot === arm.models.chatbot);
    for (const { one, base } of other ? pairsOf(arm, other) : []) {
      if (one.personal === undefined || base.personal === undefined) continue;
      wins.set(one, (Math.sign(one.personal - base.personal) + 1) / 2);
    }
  }
  return wins;
}

/** A conversation that two arms had: with the same user, in the same place, from the same seed. */
export interface Pair {
  readonly one: ConversationResult;
  readonly base: ConversationResult;
}

export function pairsOf(arm: ArmResult, baseline: ArmResult): readonly Pair[] {
  const byPlace = new Map(baseline.conversations.map((conversation) => [placeOf(conversation), conversation]));
  return arm.conversations.flatMap((one) => {
    const base = byPlace.get(placeOf(one));
    return base ? [{ one, base }] : [];
  });
}

function placeOf({ character, episode, seed }: ConversationResult): string {
  return `${character} ${episode} ${seed}`;
}
