import stringify from "safe-stable-stringify";
import type { RunResult } from "../results/result.ts";

/** The result itself: the same bytes for the same result, whatever order its keys came in. Ends with a line break. */
export function reportJson(result: RunResult): string {
  return `${stringify(result, null, 1)}\n`;
}
