import { AssertionError } from "node:assert";
import { PersonaError } from "@lifelong/core";
import { errorLine } from "../../error-line.ts";
import { oneLine } from "../../view/text-width.ts";

/** A fact to check; `run` rejects where it does not hold. */
export interface Case {
  readonly name: string;
  /** @param signal - aborts when the case is given up; it cleans up then, and ends */
  run(signal: AbortSignal): Promise<void>;
}

export interface Failure {
  readonly name: string;
  /** What went wrong. */
  readonly sentence: string;
}

/** How many of all cases hold, and why others do not; where the check was stopped, some are neither. */
export interface Verdict {
  readonly cases: number;
  readonly held: number;
  readonly failures: readonly Failure[];
}

/** How a check is watched, and stopped. */
export interface Watch {
  /** Aborts when the check shall end early. */
  readonly signal: AbortSignal;
  /** Told of what is done now. */
  progress(text: string): void;
}

/** No case takes so long, however far away the medium is; one that does hangs. */
const PATIENCE_MS = 5 * 60_000;
const LONGEST_SENTENCE = 400; // characters

/** Runs one case after another. A check that is stopped ends with the verdict on the cases so far. */
export async function runCases(cases: readonly Case[], { signal, progress }: Watch): Promise<Verdict> {
  const failures: Failure[] = [];
  let held = 0;
  for (const [index, { name, run }] of cases.entries()) {
    if (signal.aborted) break;
    progress(`${index + 1} of ${cases.length}  ${name}`);
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort(new PersonaError("STORE_UNAVAILABLE", `The case did not end within ${PATIENCE_MS / 60_000} minutes.`));
    }, PATIENCE_MS);
    try {
      await run(AbortSignal.any([signal, late.signal]));
      held += 1;
    } catch (error) {
      if (signal.aborted) break;
      failures.push({ name, sentence: sentenceOf(error) });
    } finally {
      clearTimeout(timer);
    }
  }
  return { cases: cases.length, held, failures };
}

/** What was begun, or the signal's reason when it aborts first. */
export async function untilAborted<Result>(running: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const leaving = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { signal: leaving.signal });
  });
  try {
    return await Promise.race([running, aborted]);
  } finally {
    leaving.abort();
  }
}

/** What a case says of itself when it fails, and of other programs' errors no words: these may hold a location. */
function sentenceOf(error: unknown): string {
  if (PersonaError.isInstance(error)) return cut(`${error.code}: ${error.message}`);
  if (!(error instanceof AssertionError)) return `It failed with another program's error (${errorLine(error)}).`;
  if (error.generatedMessage && error.actual instanceof Error) return cut(`It failed with ${sentenceOf(error.actual)}`);
  return cut(error.message);
}

function cut(text: string): string {
  const line = oneLine(text).replace(/ {2,}/g, " ");
  return line.length > LONGEST_SENTENCE ? `${line.slice(0, LONGEST_SENTENCE).toWellFormed()}…` : line;
}
