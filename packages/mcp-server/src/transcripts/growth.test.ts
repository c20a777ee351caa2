import { readdirSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fixturesOf } from "./__fixtures__/reading.ts";
import { transcriptHosts } from "./transcript-hosts.ts";

/** What a forked conversation repeats is told from what is its own only once it is all there. */
const FORKED = "forked.jsonl";
const FIXTURES = new URL("__fixtures__/", import.meta.url);

test.for(Object.entries(transcriptHosts))(
  "a transcript of %s that grows adds messages, and changes none of a person",
  async ([host, { read }]) => {
    const { linesOf, readLines } = fixturesOf(read);
    const folders = readdirSync(FIXTURES).filter((folder) => folder.startsWith(host));
    const names = folders.flatMap((folder) =>
      readdirSync(new URL(`${folder}/`, FIXTURES)).flatMap((name) =>
        name === FORKED ? [] : [`${folder}/${name.replace(".jsonl", "")}`],
      ),
    );
    const typedIn = async (lines: readonly string[]) =>
      (await readLines(lines))?.messages.filter(({ role }) => role === "user") ?? [];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), async (name, cut) => {
        const lines = linesOf(name);
        const [earlier, later] = [await typedIn(lines.slice(0, cut % lines.length)), await typedIn(lines)];
        expect(later.slice(0, earlier.length)).toEqual(earlier);
      }),
    );
  },
);
