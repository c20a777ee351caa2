import { defaultSchema } from "@lifelong/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createExtractor } from "../extractor.ts";
import { briefOf, said } from "../testing/said.ts";

const extractor = createExtractor();
const other = createExtractor();

const fragments = fc.constantFrom(
  ..."我|我们|你|他|是|不|没|在|住在|搬到|北京|喜欢|讨厌|对|过敏|花生|养了|一只|猫|叫|豆包|今年|三十|岁|了|的|吗|？|。|，|、|“|”|：|；|（|）|以后|简短|用|Godot|如果|以前|现在|想|考研|老公|说|養|過敏|\n| |😀|\ud800".split(
    "|",
  ),
);

it("never throws, proposes the same twice, and quotes only what a user message holds", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fragments, { maxLength: 60 }), async (parts) => {
      const text = parts.join("");
      const brief = briefOf([[text]]);
      const first = await extractor.propose(brief);
      expect(await other.propose(brief)).toEqual(first);
      for (const { field, evidence } of first.operations) {
        expect(Object.hasOwn(defaultSchema.fields, field)).toBe(true);
        for (const { quote } of evidence) expect(text).toContain(quote);
      }
    }),
    { numRuns: 200 },
  );
});

it("reads long repetitions of what its rules look for in linear time", async () => {
  const phrases = [
    "我",
    "我是",
    "我喜欢",
    "我的",
    "我住在",
    "以后都",
    "我养了一只",
    "对过敏",
    "我和",
    "第一，",
    "我想在明年",
    "，我",
  ];
  for (const phrase of phrases) {
    expect(await said(phrase.repeat(20_000 / phrase.length))).toBeInstanceOf(Array);
    expect(await said(phrase.repeat(480 / phrase.length))).toBeInstanceOf(Array);
  }
});
