import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Transcript } from "../transcript.ts";
import { transcriptLines } from "../transcript-lines.ts";

/** What a person typed in every fixture. */
export const TYPED = "I live in Lisbon and I prefer short answers.";

type Read = (lines: AsyncIterable<string>) => Promise<Transcript | null>;

export interface Fixtures {
  read(name: string): Promise<Transcript | null>;
  linesOf(name: string): readonly string[];
  readLines(lines: readonly string[]): Promise<Transcript | null>;
  /** What the person typed. */
  wordsOf(name: string): Promise<readonly string[] | undefined>;
}

/** The fixtures of a host, by names such as `codex-0.169.0/typed`, as its reader reads them. */
export function fixturesOf(reader: Read): Fixtures {
  const pathOf = (name: string) => fileURLToPath(new URL(`${name}.jsonl`, import.meta.url));
  const read = (name: string) => reader(transcriptLines(pathOf(name)));
  return {
    read,
    linesOf: (name: string) => readFileSync(pathOf(name), "utf8").split("\n"),
    readLines: (lines: readonly string[]) => reader(oneByOne(lines)),
    wordsOf: async (name: string) =>
      (await read(name))?.messages.filter(({ role }) => role === "user").map(({ text }) => text),
  };
}

async function* oneByOne(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
