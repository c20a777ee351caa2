import { randomUUID } from "node:crypto";
import { PersonaError, printLocation, type UpdateRunner } from "@lifelong/core";
import { runnerContract } from "@lifelong/core/testing";
import { runCases, untilAborted, type Verdict, type Watch } from "./verdict.ts";

export interface RunnerVerdict extends Verdict {
  /** Fit for eyes. */
  readonly place: string;
  /** True: the check had a queue of its own beside the one that is used. */
  readonly apart: boolean;
}

/** Opens one more runner of a location. */
export type OpenLocation = (location: string) => Promise<UpdateRunner>;

const CLOSING = { pass: "instant", graceMs: 0 };

/**
 * Runs the contract on a queue: on one of its own where the location takes a prefix, else on an idle one.
 *
 * @param open - whose runners take several updates at once
 * @throws PersonaError `CONFIGURATION` for a queue that others use and that takes no prefix, and what opening throws
 */
export async function checkRunner(location: string, open: OpenLocation, watch: Watch): Promise<RunnerVerdict> {
  const place = printLocation(location);
  const { first, apart, used } = await openFirst(location, open);
  try {
    await assertIdle(first, place);
    const cases = runnerContract.map(({ name, run }) => ({
      name,
      run: (signal: AbortSignal) => caseOf(run, () => open(used), signal),
    }));
    return { place, apart, ...(await runCases(cases, watch)) };
  } finally {
    // Never a queue that others may know.
    if (apart) await first.drop?.();
    await first.close(CLOSING);
  }
}

/** Runs a case, and closes what it left open where it was given up. */
async function caseOf(
  run: (open: () => Promise<UpdateRunner>) => Promise<void>,
  open: () => Promise<UpdateRunner>,
  signal: AbortSignal,
): Promise<void> {
  const opened: UpdateRunner[] = [];
  const running = run(async () => {
    const runner = await open();
    opened.push(runner);
    return runner;
  });
  try {
    await untilAborted(running, signal);
  } finally {
    if (signal.aborted) for (const runner of opened) await runner.close(CLOSING);
  }
}

async function openFirst(location: string, open: OpenLocation) {
  const used = withOwnPrefix(location);
  try {
    return { first: await open(used), apart: true, used };
  } catch (error) {
    if (!PersonaError.isInstance(error) || error.code !== "CONFIGURATION") throw error;
    return { first: await open(location), apart: false, used: location };
  }
}

/** The same place with a prefix that nobody has, below the one that the location names. */
function withOwnPrefix(location: string): string {
  const [address, query] = location.split(/\?(.*)/s);
  const words = new URLSearchParams(query);
  words.set("prefix", `${words.get("prefix") ?? "lifelong"}:check-${randomUUID()}`);
  return `${address}?${words}`;
}

/** A queue that others use would have their updates taken by the check, which does not carry them out. */
async function assertIdle(runner: UpdateRunner, place: string): Promise<void> {
  const status = await runner.status?.(`check-${randomUUID()}`);
  if (status === undefined) return;
  const { running, waiting, delayed, failed, workers = 0 } = status;
  if (running + waiting + delayed + failed + workers === 0) return;
  throw new PersonaError(
    "CONFIGURATION",
    `The queue ${place} takes no ?prefix=… of the check's own, and others use it: their updates would be lost. Name one that is idle.`,
  );
}
