import { randomUUID } from "node:crypto";
import type { PersonaStore } from "@lifelong/core";
import { storeContract } from "@lifelong/core/testing";
import { type Comparison, compareWithFiles } from "./compare-stores.ts";
import { madeUsers } from "./made-users.ts";
import { runCases, untilAborted, type Verdict, type Watch } from "./verdict.ts";

export interface StoreVerdict extends Verdict {
  /** Fit for eyes. */
  readonly place: string;
  /** Ids of users of the check who could not be erased. */
  readonly left: readonly string[];
  /** Absent: a case failed, or the check was stopped. */
  readonly comparison?: Comparison;
}

/**
 * Runs the contract on a store in use, with users of its own, and times it when all holds. Whoever was made is erased:
 * after each case, also after one that failed or was stopped.
 *
 * @param open - one more handle
 * @throws PersonaError what opening the store throws
 */
export async function checkStore(
  place: string,
  open: () => Promise<PersonaStore>,
  watch: Watch,
): Promise<StoreVerdict> {
  const cleaner = await open();
  const left: string[] = [];
  /** Does something with users who are gone afterwards. */
  async function withUsers(
    signal: AbortSignal,
    work: (open: () => Promise<PersonaStore>) => Promise<void>,
  ): Promise<void> {
    const users = madeUsers(open, cleaner);
    try {
      await untilAborted(work(users.open), signal);
    } finally {
      left.push(...(await users.end()));
    }
  }
  try {
    const cases = storeContract.map(({ name, run }) => ({
      name,
      run: (signal: AbortSignal) => withUsers(signal, run),
    }));
    const verdict = await runCases(cases, watch);
    if (verdict.failures.length > 0 || watch.signal.aborted) return { place, ...verdict, left };
    let comparison: Comparison | undefined;
    const timing = (signal: AbortSignal) =>
      withUsers(signal, async (openHandle) => {
        comparison = await compareWithFiles(await openHandle(), `check-${randomUUID()}`, { ...watch, signal });
      });
    const { failures } = await runCases([{ name: "serves a few hundred calls in a row", run: timing }], watch);
    return { place, ...verdict, failures, left, ...(comparison && { comparison }) };
  } finally {
    await cleaner.close?.();
  }
}
