import {
  deepPass,
  everySessions,
  instantPass,
  type LanguageModel,
  modelOptimizer,
  type Pass,
  type PersonaSchema,
} from "@lifelong/core";
import { createExtractor } from "@lifelong/extractor";
import { type FieldValues, stepOf } from "../dataset/gold-persona.ts";
import { costOf, fieldValuesOf } from "../measures/held-values.ts";
import { fieldSimilarities, personaSimilarity } from "../measures/persona-similarity.ts";
import { replaySessions, type WrittenSession } from "../replay/replay-sessions.ts";
import type { OwnGold } from "./sessions-file.ts";

/** How one way of learning did on a user's own conversations. */
export interface OwnArm {
  /** As tables name it: `extractor`, `k=3`; with the schema before it where there are several. */
  readonly name: string;
  readonly schema: string;
  /** Conversations between two deep passes; absent: the built-in extractor alone. */
  readonly k?: number;
  /** What is held at the end. */
  readonly held: FieldValues;
  readonly values: number;
  readonly refused: number;
  readonly calls: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** To the gold, 0 to 1: at the end, and on average after each conversation. Absent without gold. */
  readonly toGold?: { readonly end: number; readonly mean: number };
  /** To what the smallest k of the same schema holds at the end, 0 to 1. */
  readonly agreement: number;
}

/** The k to take, and why. */
export interface Recommendation {
  readonly k: number;
  readonly sentence: string;
}

/** How far from the best a k may lie and still be taken for as good. */
const AS_GOOD_WITHIN = 0.02;
/** From this agreement with the smallest k on, a larger one is taken to know the same. */
const AGREES_FROM = 0.9;

/**
 * Replays a user's own conversations under every schema and k, and compares what is held.
 *
 * @param options.model - does the deep passes; absent: the built-in extractor alone is run
 */
export async function evaluateOwn(
  sessions: readonly WrittenSession[],
  {
    schemas,
    ks,
    model,
    gold,
    signal,
    onSession,
  }: {
    schemas: readonly PersonaSchema[];
    ks: readonly number[];
    model?: LanguageModel;
    gold?: readonly OwnGold[];
    signal?: AbortSignal;
    onSession?: () => void;
  },
): Promise<readonly OwnArm[]> {
  const arms: OwnArm[] = [];
  for (const schema of schemas) {
    const own: Omit<OwnArm, "agreement">[] = [];
    for (const k of [undefined, ...(model ? ks.toSorted((one, other) => one - other) : [])]) {
      const passes: Pass[] = [instantPass(createExtractor())];
      if (k !== undefined && model) passes.push(deepPass(modelOptimizer({ model }), { policy: everySessions(k) }));
      const name = k === undefined ? "extractor" : `k=${k}`;
      own.push({
        name: schemas.length === 1 ? name : `${schema.id}, ${name}`,
        schema: schema.id,
        ...(k !== undefined && { k }),
        ...(await runArm(sessions, { passes, schema, gold, signal, onSession })),
      });
    }
    const finest = own.find(({ k }) => k !== undefined) ?? own[0];
    arms.push(...own.map((arm) => ({ ...arm, agreement: likeness(arm.held, finest?.held ?? {}, schema) })));
  }
  return arms;
}

async function runArm(
  sessions: readonly WrittenSession[],
  {
    passes,
    schema,
    gold,
    signal,
    onSession,
  }: {
    passes: readonly Pass[];
    schema: PersonaSchema;
    gold?: readonly OwnGold[];
    signal?: AbortSignal;
    onSession?: () => void;
  },
): Promise<Omit<OwnArm, "name" | "schema" | "k" | "agreement">> {
  let truth: FieldValues = {};
  let held: FieldValues = {};
  const similarities: number[] = [];
  const all = [];
  let index = 0;
  for await (const { values, reports } of replaySessions(sessions, { passes, schema, signal })) {
    const id = sessions[index]?.id;
    index += 1;
    truth = (gold ?? []).filter(({ session }) => session === id).reduce(stepOf, truth);
    held = fieldValuesOf(values);
    similarities.push(likeness(held, truth, schema));
    all.push(...reports);
    onSession?.();
  }
  return {
    held,
    values: Object.values(held).flat().length,
    refused: all.flatMap(({ refusals }) => refusals).reduce((sum, { count }) => sum + count, 0),
    ...costOf(all),
    ...(gold && {
      toGold: {
        end: similarities.at(-1) ?? 0,
        mean: similarities.reduce((sum, one) => sum + one, 0) / Math.max(1, similarities.length),
      },
    }),
  };
}

/** Two personas that both hold nothing are the same. */
function likeness(one: FieldValues, other: FieldValues, schema: PersonaSchema): number {
  return personaSimilarity(fieldSimilarities(one, other, schema)) ?? 1;
}

/** The cheapest k that is as good as the best: by the gold where there is one, else by agreement with the smallest k. */
export function recommendK(arms: readonly OwnArm[]): Recommendation | undefined {
  const deep = arms.flatMap((arm) => (arm.k === undefined ? [] : [{ ...arm, k: arm.k }]));
  const first = deep[0];
  if (!first) return undefined;
  const own = deep.filter(({ schema }) => schema === first.schema);
  const byGold = own.every(({ toGold }) => toGold !== undefined);
  const best = Math.max(...own.map(({ toGold }) => toGold?.mean ?? 0));
  const good = own.filter(({ toGold, agreement }) =>
    byGold ? (toGold?.mean ?? 0) >= best - AS_GOOD_WITHIN : agreement >= AGREES_FROM,
  );
  const chosen = good.toSorted((one, other) => other.k - one.k)[0] ?? first;
  const saved = first.calls - chosen.calls;
  const reason = byGold
    ? `its similarity to your notes, ${(chosen.toGold?.mean ?? 0).toFixed(2)}, is within ${AS_GOOD_WITHIN} of the best`
    : `what it holds at the end agrees to ${chosen.agreement.toFixed(2)} with k=${first.k}`;
  const saving = saved > 0 ? `, for ${saved} calls less than k=${first.k}` : "";
  return { k: chosen.k, sentence: `Take k=${chosen.k}: ${reason}${saving}.` };
}
