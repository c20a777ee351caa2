import { PersonaError } from "@lifelong/core";
import type { BenchHouse } from "./bench-house.ts";

/**
 * Goes on only when what a command will cost was agreed to: beforehand, or by whoever is asked now.
 *
 * @throws PersonaError `CONFIGURATION` otherwise; nothing was spent
 */
export async function assertAgreed(yes: boolean | undefined, { interactive, confirm }: BenchHouse): Promise<void> {
  if (yes || (interactive && (await confirm("Go on?")))) return;
  throw new PersonaError("CONFIGURATION", "Nothing was asked. Say --yes to run it without a question.");
}

/** Runs work that costs something until it is done or somebody interrupts it, and says then how to go on. */
export async function untilInterrupted(
  house: Pick<BenchHouse, "note">,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once("SIGINT", onInterrupt);
  try {
    await work(stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    process.removeListener("SIGINT", onInterrupt);
  }
  if (!stop.signal.aborted) return;
  house.note("Stopped. What was answered so far is kept: run the same command again to go on.");
  process.exitCode = 1;
}
