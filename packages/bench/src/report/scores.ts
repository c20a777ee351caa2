import { type Difference, differenceOf, type Interval, intervalOfGroups } from "../measures/interval.ts";
import type { ArmResult, ConversationResult } from "../results/result.ts";
import type { Measure } from "./measure.ts";
import { type Pair, pairsOf } from "./wins.ts";

/** Which conversations count: all of them, or those in one language. */
export type Scope = "all" | ConversationResult["language"];

/** How many characters a mean is over. Of one alone the interval says nothing. */
interface Over {
  readonly characters: number;
}

/** An arm's mean with its interval over characters; undefined where it was not measured. */
export function scoreOf(arm: ArmResult, measure: Measure, scope: Scope = "all"): (Interval & Over) | undefined {
  const groups = byCharacter(inScope(arm.conversations, scope))
    .map((own) => scoresOf(own, measure))
    .filter(({ length }) => length > 0);
  return groups.length > 0 ? { ...intervalOfGroups(groups), characters: groups.length } : undefined;
}

/** Whether a measure makes sense of an arm's setting: a persona that nobody learned has no similarity. */
export function applies({ settings }: Measure, { setting }: ArmResult): boolean {
  return settings === undefined || settings.includes(setting);
}

/** Whether an arm has any score at all of a measure. */
export function isMeasured({ conversations }: ArmResult, measure: Measure): boolean {
  return scoresOf(conversations, measure).length > 0;
}

/** How far an arm lies above the baseline in the conversations that both had; undefined where not both were measured. */
export function differenceFrom(
  baseline: ArmResult,
  arm: ArmResult,
  { measure, scope = "all" }: { measure: Measure; scope?: Scope },
): (Difference & Over) | undefined {
  const pairs = pairsOf(arm, baseline).filter(({ one }) => scope === "all" || one.language === scope);
  const differences = [...Map.groupBy(pairs, ({ one }) => one.character).values()].map((own) =>
    unitsOf(own, measure).flatMap((unit) => {
      const [score] = scoresOf(
        unit.map(({ one }) => one),
        measure,
      );
      const [base] = scoresOf(
        unit.map(({ base: other }) => other),
        measure,
      );
      return score === undefined || base === undefined ? [] : [score - base];
    }),
  );
  const groups = differences.filter(({ length }) => length > 0);
  return groups.length > 0 ? { ...differenceOf(groups), characters: groups.length } : undefined;
}

/** The conversations of each character, in the order of the result. */
export function byCharacter(conversations: readonly ConversationResult[]): readonly (readonly ConversationResult[])[] {
  return [...Map.groupBy(conversations, ({ character }) => character).values()];
}

export function inScope(conversations: readonly ConversationResult[], scope: Scope): readonly ConversationResult[] {
  return scope === "all" ? conversations : conversations.filter(({ language }) => language === scope);
}

/**
 * One character's scores: a number for each conversation, or, of shares, the one ratio of all that are to all there could
 * be, so that a conversation with little in it weighs little.
 */
export function scoresOf(conversations: readonly ConversationResult[], { read }: Measure): readonly number[] {
  const values = conversations.flatMap((conversation) => read(conversation) ?? []);
  const shares = values.flatMap((value) => (typeof value === "number" ? [] : [value]));
  const of = shares.reduce((sum, share) => sum + share.of, 0);
  const are = shares.reduce((sum, share) => sum + share.are, 0);
  return [...values.flatMap((value) => (typeof value === "number" ? [value] : [])), ...(of > 0 ? [are / of] : [])];
}

/** What has one score: a conversation, or, of shares, all that a character had. */
function unitsOf(pairs: readonly Pair[], { read }: Measure): readonly (readonly Pair[])[] {
  return pairs.some(({ one }) => typeof read(one) === "object") ? [pairs] : pairs.map((pair) => [pair]);
}
