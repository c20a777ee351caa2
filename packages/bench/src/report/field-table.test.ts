import { expect, test } from "vitest";
import { sampleCharacter } from "../dataset/sample-character.ts";
import { runOffline } from "../replay/offline-run.ts";
import { fieldTable } from "./field-table.ts";

test("every field that was told or held has a row, the most frequent first, and every arm that learns a column", async () => {
  const result = await runOffline([sampleCharacter()]);
  const table = fieldTable(result, "all");
  expect(table?.columns.map(({ name }) => name).slice(0, 3)).toEqual(["Field", "Conversations", "built-in extractor"]);
  const rows = table?.rows.map(({ head, cells }) => ({ field: head.text, count: Number(cells[0]?.text) })) ?? [];
  expect(rows.map(({ field }) => field)).toEqual(expect.arrayContaining(["location", "likes"]));
  expect(rows.map(({ count }) => count)).toEqual(rows.map(({ count }) => count).toSorted((one, other) => other - one));
  const oracle = table?.columns.findIndex(({ name }) => name === "oracle, k=1") ?? 0;
  const location = table?.rows.find(({ head }) => head.text === "location");
  expect([location?.cells[0]?.text, location?.cells[oracle - 1]?.text]).toEqual(["3", "1.00"]);
});

test("where nothing is learned there is no table", async () => {
  const result = await runOffline([sampleCharacter()]);
  const arms = result.arms.map((arm) => ({ ...arm, setting: "none" as const }));
  expect(fieldTable({ ...result, arms }, "all")).toBeUndefined();
});
