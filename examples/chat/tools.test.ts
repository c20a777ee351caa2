import { expect, test } from "vitest";
import { calculator, clock } from "./tools.ts";

const context = { userId: "ana", sessionId: "s", earlier: [], signal: new AbortController().signal };

async function use(tool: typeof calculator, input: unknown): Promise<string> {
  const prepared = tool.prepare(input);
  return "issue" in prepared ? prepared.issue : prepared.run(context);
}

test.each([
  ["add", [1, 2, 3], "6"],
  ["subtract", [10, 3, 2], "5"],
  ["multiply", [6, 7], "42"],
  ["divide", [1, 4], "0.25"],
  ["power", [2, 10], "1024"],
])("the calculator can %s", async (operation, numbers, result) => {
  expect(await use(calculator, { operation, numbers })).toBe(result);
});

test("the calculator says what is no number", async () => {
  await expect(use(calculator, { operation: "divide", numbers: [1, 0] })).rejects.toThrow(/no number/);
});

test("the clock tells the time of a place", async () => {
  const noon = clock(() => new Date("2026-03-01T12:00:00Z"));
  expect(await use(noon, { timeZone: "Asia/Tokyo" })).toMatch(/Sunday,? 1 March 2026 at 21:00:00/);
  await expect(use(noon, { timeZone: "Moon/North" })).rejects.toThrow(/Moon\/North/);
});
