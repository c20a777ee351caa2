import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

/** The lines of a file, one after another, without holding it in memory. Throws as opening a file does. */
export function transcriptLines(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
}

/** Undefined for a line that is no JSON object: the host may be writing it right now. */
export function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
