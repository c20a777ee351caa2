import { appendFile } from "node:fs/promises";
import { readWholeLines } from "../whole-lines.ts";
import type { CaseResult } from "./run-case.ts";

/** Results as they come, one line of JSON each, so that an evaluation goes on where it was stopped. */
export interface ResultsFile {
  /** Results of the same evaluation that are there already, by case. */
  readonly done: ReadonlyMap<string, CaseResult>;
  add(result: CaseResult): Promise<void>;
}

/**
 * @param key - what makes results comparable: optimizer, model, prompt, data; lines of other keys are passed over
 */
export async function openResults(path: string, key: string): Promise<ResultsFile> {
  const done = new Map<string, CaseResult>();
  for (const row of await readWholeLines(path)) {
    const entry = parsed(row);
    if (entry?.key === key) done.set(entry.result.id, entry.result);
  }
  return {
    done,
    async add(result) {
      await appendFile(path, `${JSON.stringify({ key, result })}\n`);
    },
  };
}

/** A broken line is no result. */
function parsed(row: string): { key: string; result: CaseResult } | undefined {
  try {
    return JSON.parse(row);
  } catch {
    return undefined;
  }
}
