import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const CHARACTERS = new URL("../../bench/data/characters", import.meta.url);
const EVALUATION = new URL("../eval/characters.ts", import.meta.url);

test("of the Chinese characters that the rules were tuned on nine stated values in ten are found, and no trap is believed", async (context) => {
  if (!existsSync(CHARACTERS)) context.skip("packages/bench/data/characters is not there");
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(EVALUATION)]);
  const cellOf = (row: string) =>
    Number.parseFloat(
      stdout
        .split("\n")
        .find((line) => line.startsWith(`| ${row} |`))
        ?.split(" | ")[1] ?? "",
    );
  expect(cellOf("characters")).toBe(3);
  expect(cellOf("of these found")).toBeGreaterThanOrEqual(0.9);
  expect(cellOf("of these as gold has them")).toBeGreaterThanOrEqual(0.9);
  expect(cellOf("traps believed")).toBe(0);
}, 60_000);
