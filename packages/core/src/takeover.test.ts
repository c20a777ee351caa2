import { expect, test } from "vitest";
import type { Value } from "./persona.ts";
import { canTakeOver } from "./takeover.ts";

const at = "2026-03-01T09:00:00.000Z";

function value(content: string, more: Partial<Value> = {}): Value {
  return {
    id: content,
    content,
    basis: "stated",
    tentative: false,
    supportedBy: [],
    quotes: [],
    learnedAt: at,
    changedAt: at,
    ...more,
  };
}

const guessed = { basis: "inferred", tentative: true } as const;

test.for([
  ["tea, coffee", {}, "tea", {}, true],
  ["the tea", {}, "tea", guessed, true],
  ["tea", { basis: "user" }, "the tea", {}, true],
  ["the tea", guessed, "tea", guessed, true],
  ["tea, coffee", guessed, "tea", guessed, false],
  ["the tea", guessed, "tea", {}, false],
  ["the tea", { basis: "inferred" }, "tea", {}, false],
  ["the tea", {}, "tea", { basis: "user" }, false],
  ["green tea", {}, "tea", {}, false],
] as const)("%s %o takes over %s %o: %s", ([kept, keptAs, gone, goneAs, expected]) => {
  expect(canTakeOver(value(kept, keptAs), value(gone, goneAs))).toBe(expected);
});
