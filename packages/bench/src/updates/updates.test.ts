import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { intervalOf } from "../measures/interval.ts";
import { type Cases, readCases, type UpdateCase } from "./case.ts";
import { evaluate } from "./evaluation.ts";
import { evaluationSchema, fieldOfLabel } from "./evaluation-schema.ts";
import { extractorUnderLabels } from "./extractor.ts";
import { oracleFor } from "./oracle.ts";
import { replayRecordings } from "./recordings.ts";
import { reportOf } from "./report.ts";
import { openResults } from "./results-file.ts";

const DATA = new URL("../../../../../shared/data", import.meta.url).pathname;
const page = (name: string) => readFileSync(new URL(`../../../../docs/measurements/${name}`, import.meta.url), "utf8");

const CASE: UpdateCase = {
  id: "one",
  dialogue: [
    { role: "user", text: "I don't play the violin any more. I play the cello now." },
    { role: "assistant", text: "Shall I note that you love opera?" },
    { role: "user", text: "We have a parrot called Rio, by the way." },
  ],
  superseded: { label: "Preferences/Music", value: "play the violin" },
  kept: [{ label: "Personal_Background/Location", value: "lives in Oslo" }],
  successor: { label: "Preferences/Music", value: "play the cello" },
  added: { label: "Possessions/Pet", value: "a parrot called Rio", quote: "We have a parrot called Rio" },
};
const cases: Cases = { updates: [CASE], recorded: [] };
const schema = evaluationSchema(cases);

describe("one case", () => {
  test("is perfect when the optimizer is, by the words of the user", async () => {
    const { results } = await evaluate([CASE], oracleFor, { schema });
    const { scores } = reportOf("oracle", results);
    const means = Object.fromEntries(Object.entries(scores).map(([name, { mean }]) => [name, mean]));
    expect(means).toEqual({ replaced: 1, removed: 1, succeeded: 1, added: 1, falseRefused: 1, untouched: 1 });
  });

  test("is left as it was by an optimizer that proposes nothing", async () => {
    const idle = { name: "idle@1", propose: async () => ({ operations: [] }) };
    const { results } = await evaluate([CASE], () => idle, { schema });
    expect(results).toMatchObject([{ scores: { replaced: 0, added: 0, falseRefused: 1, untouched: 1 } }]);
  });

  test("shows what should not be there", async () => {
    const quote = "We have a parrot called Rio, by the way.";
    const wild = {
      name: "wild@1",
      propose: async () => ({
        operations: [
          {
            kind: "add" as const,
            field: fieldOfLabel("Preferences/Music"),
            content: "loves opera and feathers",
            evidence: [{ sessionId: "dialogue", messageIndex: 2, quote }],
          },
        ],
      }),
    };
    const { results } = await evaluate([{ ...CASE, added: { ...CASE.added, quote: "nothing of this" } }], () => wild, {
      schema,
    });
    expect(results).toMatchObject([{ scores: { falseRefused: 0 } }]);
  });
});

test("an evaluation goes on where it was stopped, tries again what failed, and knows other evaluations apart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lifelong-updates-"));
  const path = join(folder, "results.jsonl");
  const two = [CASE, { ...CASE, id: "two" }];
  const failing = { name: "failing@1", propose: () => Promise.reject(new Error("Away.")) };
  const first = await evaluate(two, ({ id }) => (id === "two" ? failing : oracleFor(CASE)), {
    schema,
    results: await openResults(path, "a"),
  });
  expect(first).toMatchObject({ results: [{ id: "one" }], failed: [{ id: "two", sentence: "Away." }] });
  await writeFile(path, '{"key":"a","res', { flag: "a" });
  const asked: string[] = [];
  const count = (one: UpdateCase) => {
    asked.push(one.id);
    return oracleFor(one);
  };
  const second = await evaluate(two, count, { schema, results: await openResults(path, "a") });
  expect([asked, second.results.map(({ id }) => id)]).toEqual([["two"], ["one", "two"]]);
  expect([...(await openResults(path, "a")).done.keys()]).toEqual(["one", "two"]);
  expect((await openResults(path, "b")).done.size).toBe(0);
  await rm(folder, { recursive: true });
});

test("intervals are the same every time, and hold the mean", () => {
  const scores = [1, 0, 1, 1, 0, 1, 1, 1, 0, 1];
  expect(intervalOf(scores)).toEqual(intervalOf(scores));
  const { mean, low, high } = intervalOf(scores);
  expect(mean).toBe(0.7);
  expect(low).toBeLessThan(mean);
  expect(high).toBeGreaterThan(mean);
});

describe("docs/measurements/updates.md", () => {
  test("quotes the figures of the reports beside it", () => {
    const text = page("updates.md");
    const shown = ({ mean, low, high }: { mean: number; low: number; high: number }) =>
      `${mean.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
    for (const name of ["oracle", "extractor"]) {
      const { scores } = JSON.parse(page(`updates-${name}.json`));
      for (const score of Object.values<{ mean: number; low: number; high: number }>(scores))
        expect(text).toContain(shown(score));
    }
    for (const { model, items, accepted, precision, recall } of JSON.parse(page("updates-recordings.json"))) {
      const cells = [model, `${accepted} of ${items}`, precision.before, precision.after, recall.before, recall.after];
      const row = cells.map((cell) => (typeof cell === "string" ? cell : shown(cell))).join(" | ");
      expect(text).toContain(`| ${row} |`);
    }
  });

  test("holds what a fresh run gives", async (context) => {
    if (!existsSync(join(DATA, "realchats"))) return context.skip("The conversations are not here.");
    const real = await readCases(DATA);
    const labels = evaluationSchema(real);
    const oracle = await evaluate(real.updates, oracleFor, { schema: labels });
    expect(reportOf("oracle@1 (upper bound)", oracle.results)).toEqual(JSON.parse(page("updates-oracle.json")));
    const extractor = extractorUnderLabels();
    const built = await evaluate(real.updates, () => extractor, { schema: labels });
    expect(reportOf(extractor.name, built.results)).toEqual(JSON.parse(page("updates-extractor.json")));
    expect(replayRecordings(real.recorded, labels)).toEqual(JSON.parse(page("updates-recordings.json")));
  }, 120_000);
});
