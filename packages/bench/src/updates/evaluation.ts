import type { Optimizer, PersonaSchema } from "@lifelong/core";
import pLimit from "p-limit";
import type { UpdateCase } from "./case.ts";
import type { ResultsFile } from "./results-file.ts";
import { type CaseResult, runCase } from "./run-case.ts";

/** What became of all cases. */
export interface Evaluated {
  /** In the order of the cases. */
  readonly results: readonly CaseResult[];
  /** Cases that could not be run, with the sentence why; a further run tries them again. */
  readonly failed: readonly { readonly id: string; readonly sentence: string }[];
}

/**
 * Runs the cases that have no result yet, some at a time.
 *
 * @param options.onResult - told after each case
 */
export async function evaluate(
  cases: readonly UpdateCase[],
  optimizerFor: (one: UpdateCase) => Optimizer,
  options: {
    schema: PersonaSchema;
    results?: ResultsFile;
    concurrency?: number;
    signal?: AbortSignal;
    onResult?: () => void;
  },
): Promise<Evaluated> {
  const { schema, results, concurrency = 2, signal, onResult } = options;
  const limit = pLimit(concurrency);
  const failed: { id: string; sentence: string }[] = [];
  const run = async (one: UpdateCase): Promise<CaseResult | undefined> => {
    const known = results?.done.get(one.id);
    if (known) return known;
    if (signal?.aborted) return undefined;
    try {
      const result = await runCase(one, optimizerFor(one), schema, signal);
      await results?.add(result);
      return result;
    } catch (error) {
      if (!signal?.aborted)
        failed.push({ id: one.id, sentence: error instanceof Error ? error.message : String(error) });
      return undefined;
    } finally {
      onResult?.();
    }
  };
  const all = await Promise.all(cases.map((one) => limit(() => run(one))));
  return { results: all.filter((result) => result !== undefined), failed };
}
