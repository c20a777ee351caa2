import fc from "fast-check";
import { expect, test } from "vitest";
import { toolText } from "./tool-text.ts";

const data = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 3, stringUnit: "binary" }));

test("carries every leaf of the data", () => {
  fc.assert(
    fc.property(data, (value) => {
      const text = toolText(value);
      for (const part of leaves(value)) expect(text).toContain(String(part));
    }),
  );
});

test("says what is empty, and leaves out what is absent", () => {
  expect(toolText({ kept: 0, notKept: [], persona: "", sequence: undefined })).toBe(
    "kept: 0\nnotKept: none\npersona: (empty)",
  );
});

test("puts texts of several lines last, as they are", () => {
  expect(toolText({ persona: "a\nb\n", tokens: 3 })).toBe("tokens: 3\n\npersona:\na\nb\n");
});

function leaves(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [value];
  return Object.values(value).flatMap(leaves);
}
