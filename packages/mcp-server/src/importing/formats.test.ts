import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chatgpt } from "./chatgpt.ts";
import { claude } from "./claude.ts";
import type { ConversationFormat, Found } from "./format.ts";
import type { ImportFile } from "./import-file.ts";
import { plain } from "./plain.ts";

const FILE: ImportFile = {
  name: "export.json",
  changedAt: new Date("2026-11-01T00:00:00Z"),
  isNamed: true,
  open: () => Promise.reject(new Error("Values are handed in.")),
};

function sample(name: string): readonly unknown[] {
  const text = readFileSync(new URL(`__fixtures__/${name}`, import.meta.url), "utf8");
  if (name.endsWith(".json")) return JSON.parse(text);
  return text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [JSON.parse(line)]));
}

/** A value in which one place, found by a number, holds something else. */
function damaged(value: unknown, place: number, other: unknown): unknown {
  let left = place;
  const walk = (inner: unknown): unknown => {
    if (left === 0) {
      left -= 1;
      return other;
    }
    left -= 1;
    if (Array.isArray(inner)) return inner.map(walk);
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, each]) => [key, walk(each)]));
  };
  return walk(value);
}

async function readAll(format: ConversationFormat, values: readonly unknown[]): Promise<Found[]> {
  const found: Found[] = [];
  for await (const each of format.read(oneByOne(values), FILE)) found.push(each);
  return found;
}

async function* oneByOne(values: readonly unknown[]): AsyncGenerator<unknown> {
  yield* values;
}

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(null, "", 1e20, -1e20, Number.MAX_VALUE, "not a time", [], {}),
);

test.for<readonly [string, ConversationFormat, string]>([
  ["ChatGPT's", chatgpt, "chatgpt.json"],
  ["Claude's", claude, "claude.json"],
  ["the plain", plain, "plain.jsonl"],
])("of %s format, whatever stands in one place, the conversations beside it are read", async ([, format, name]) => {
  const whole = sample(name);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(200), odd, async (index, place, other) => {
      const values = whole.map((value, at) => (at === index ? damaged(value, place, other) : value));
      const found = await readAll(format, values);
      const beside = await readAll(
        format,
        whole.filter((_, at) => at !== index),
      );
      expect(found).toEqual(expect.arrayContaining(beside));
      for (const each of found) {
        if (each.kind === "passed-over" || each.startedAt === undefined) continue;
        expect(new Date(each.startedAt).toISOString()).toBe(each.startedAt);
      }
    }),
    { numRuns: 500 },
  );
});
