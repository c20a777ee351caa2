import { type Change, defaultSchema, type Quote, type Refusal } from "@lifelong/core";
import { expect, test } from "vitest";
import { contentsOf, viewChanges } from "./change-view.ts";
import { type Layout, plainStyle } from "./layout.ts";

const LAYOUT: Layout = { width: 60, style: plainStyle };
const QUOTE: Quote = {
  sessionId: "a",
  messageIndex: 0,
  quote: "I moved to Porto last week",
  startedAt: "2026-03-14T10:00:00Z",
  sequence: 1,
  source: "witnessed",
};
const BELIEVE: Change = {
  kind: "set",
  field: "location",
  value: { id: "2.0", content: "Porto", basis: "stated" },
  evidence: [QUOTE],
};
const REMOVE: Change = { kind: "remove", field: "location", valueId: "2.0", evidence: [] };

function view(changes: readonly Change[], refusals: readonly Refusal[] = []): string[] {
  return viewChanges({ changes, refusals }, defaultSchema, LAYOUT, contentsOf([{ changes: [BELIEVE] }]));
}

test("tells what is believed, on what ground and by which words", () => {
  expect(view([BELIEVE])).toEqual(["  + lives in: Porto  your words", "    “I moved to Porto last week”"]);
});

test("tells a removal by what it removed, where that is known", () => {
  expect(view([REMOVE])).toEqual(["  − lives in: Porto no longer"]);
  expect(view([{ ...REMOVE, valueId: "9.9" }])).toEqual(["  − lives in: a value no longer"]);
});

test("has a line for every kind of change", () => {
  const changes: Change[] = [
    { kind: "lock", field: "location" },
    { kind: "unlock", field: "location" },
    { kind: "pause" },
    { kind: "resume" },
    { kind: "consent", category: "health", given: false },
    { kind: "forget", fields: ["diet"] },
  ];
  expect(view(changes)).toEqual([
    "  · lives in locked",
    "  · lives in unlocked",
    "  · learning paused",
    "  · learning resumed",
    "  · consent for health withdrawn",
    "  − forgot 1 field",
  ]);
});

test("gives the reason of a refusal, wrapped to the width", () => {
  const refusal: Refusal = {
    code: "consent-required",
    sentence: "This is a special category; run `lifelong consent health` to allow it to be learned.",
    kind: "add",
    field: "health.conditions",
    count: 2,
  };
  expect(view([], [refusal])).toEqual([
    "  × health refused (2 times)",
    "    This is a special category; run `lifelong consent",
    "    health` to allow it to be learned.",
  ]);
});
