import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oneLine, padEnd, textWidth, wrap } from "./text-width.ts";

test.for([
  ["Ada", 3],
  ["绿茶", 4],
  ["한국어", 6],
  ["e\u0301", 1],
  ["👩‍🔬", 2],
  ["❤️", 2],
  ["", 0],
] as const)("gives %o %i columns", ([text, columns]) => {
  expect(textWidth(text)).toBe(columns);
});

test("fills up by columns, not by characters", () => {
  expect(padEnd("绿茶", 6)).toBe("绿茶  ");
  expect(padEnd("绿茶", 2)).toBe("绿茶");
});

test("takes out of a foreign text what a terminal would obey", () => {
  expect(oneLine("a\u001B[31mred\u0007\nb\u202Ec\r")).toBe("a [31mred b c");
});

describe("wrap", () => {
  const anyText = fc.string({
    unit: fc.oneof(fc.constantFrom(" ", "a", "bc", "绿", "👩‍🔬", "ف"), fc.string({ unit: "grapheme" })),
  });

  test("fits every line into the width, and loses nothing but spaces", () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 40 }), (text, width) => {
        const lines = wrap(text, width);
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join("").replace(/\s/gu, "")).toBe(text.replace(/\s/gu, ""));
      }),
    );
  });

  test("breaks between words where it can", () => {
    expect(wrap("long walks by the river", 11)).toEqual(["long walks", "by the", "river"]);
    expect(wrap("绿茶和咖啡", 4)).toEqual(["绿茶", "和咖", "啡"]);
    expect(wrap("", 10)).toEqual([""]);
  });
});
