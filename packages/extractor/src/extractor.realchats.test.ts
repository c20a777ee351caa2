import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const DATA = new URL("../../../../shared/data/realchats/sessions.jsonl", import.meta.url);
const PAGE = new URL("../../../docs/measurements/extractor.md", import.meta.url);
const EVALUATION = new URL("../eval/realchats.ts", import.meta.url);

test("the measurements page shows what 160 real conversations give, every extraction judged, precision at 0.85 and above", async (context) => {
  if (!existsSync(DATA)) context.skip("../shared/data/realchats is not there");
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(EVALUATION), fileURLToPath(DATA)]);
  const printed = stdout.trim().split("\n");
  const page = readFileSync(PAGE, "utf8").split("\n");
  expect(printed.filter((line) => !page.includes(line))).toEqual([]);

  const cellsOf = (row: string) =>
    printed
      .find((line) => line.startsWith(`| ${row} |`))
      ?.split(" | ")
      .slice(1) ?? [];
  expect(cellsOf("not judged").map((cell) => Number.parseInt(cell, 10))).toEqual([0, 0, 0]);
  expect(cellsOf("of these drawn and judged").map((cell) => Number.parseInt(cell, 10))).toEqual([200, 400, 600]);
  for (const precision of cellsOf("precision, arguable as wrong"))
    expect(Number.parseFloat(precision)).toBeGreaterThanOrEqual(0.85);
}, 120_000);
