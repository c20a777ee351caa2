import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldText, foldWithOrigins } from "./fold-text.ts";
import { findPhrase, holdsPhrase } from "./phrase.ts";

describe("folding", () => {
  test.each([
    ["case", "I LOVE Tea", "i love tea"],
    ["letters without a capital", "Straße", "STRASSE"],
    ["the Greek final letter", "ΟΔΟΣ", "οδοσ"],
    ["full width", "Ｌｏｎｄｏｎ，ok", "london,ok"],
    ["composed and decomposed letters", "café", "cafe\u0301"],
    ["half-width katakana with its voicing mark", "ｶﾞ", "ガ"],
    ["Korean syllables and their parts", "한국", "\u1112\u1161\u11ab\u1100\u116e\u11a8"],
    ["runs of space", "  a \n\t b\u00a0\u3000c ", "a b c"],
    ["curly quotation marks", "“don’t”", '"don\'t"'],
    ["dashes", "well–known — x", "well-known - x"],
    ["the sign for three dots", "a…", "a..."],
    ["traditional and simplified characters", "我喜歡簡短的回答", "我喜欢简短的回答"],
    ["everyday variants", "臺灣的姊姊", "台湾的姐姐"],
    ["invisible characters", "ve\u200bgan\u202e \ufeffnow", "vegan now"],
  ])("makes nothing of %s", (_, one, other) => {
    expect(foldText(one)).toBe(foldText(other));
  });

  test.each([
    ["letters with and without an accent", "résumé", "resume"],
    ["words and their parts", "tea", "team"],
    ["Chinese words that only sound alike", "公式", "攻勢"],
    ["scripts that look alike", "аpple", "apple"],
  ])("tells %s apart", (_, one, other) => {
    expect(foldText(one)).not.toBe(foldText(other));
  });

  test("changes nothing the second time", () => {
    for (const unit of ["binary", "grapheme"] as const) {
      fc.assert(
        fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
          expect(foldText(foldText(text))).toBe(foldText(text));
        }),
        { numRuns: 2000 },
      );
    }
  });

  test("takes half a character without complaint", () => {
    expect(foldText("A\uD83D B\uDE00")).toBe("a\uD83D b\uDE00");
  });

  test("knows for each unit where it comes from", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const { text: folded, starts, ends } = foldWithOrigins(text);
        const placed = Array.from(folded, (_, at) => at).every((at) => {
          const start = starts[at] ?? -1;
          const end = ends[at] ?? -1;
          const ordered = start < end && end <= text.length && start >= (starts[at - 1] ?? 0);
          return ordered && (folded[at] === " " || foldText(text.slice(start, end)).includes(folded.charAt(at)));
        });
        expect([starts.length, ends.length, placed]).toEqual([folded.length, folded.length, true]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a phrase", () => {
  test.each([
    ["i drink tea daily", "tea", true],
    ["my team wins", "tea", false],
    ["steam", "tea", false],
    ["tea", "tea", true],
    ["我喜欢喝茶。", "喝茶", true],
    ["저는 서울에 살아요", "서울", true],
    ["i use c++ daily", "c++", true],
    ["𝔱ea and tea", "tea", true],
    ["tea", "", false],
  ])("in %j: %j stands there as whole words: %s", (text, phrase, held) => {
    expect(holdsPhrase(text, phrase)).toBe(held);
  });

  test("is found everywhere from left to right", () => {
    expect([...findPhrase("no no, nobody: no", "no")]).toEqual([
      { start: 0, end: 2 },
      { start: 3, end: 5 },
      { start: 15, end: 17 },
    ]);
  });
});
