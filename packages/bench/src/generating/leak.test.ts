import { describe, expect, test } from "vitest";
import { leakedWords } from "./leak.ts";
import { loadWordReader } from "./words.ts";

const english = await loadWordReader("en");
const chinese = await loadWordReader("zh");

describe("in English", () => {
  const profile = {
    "demographics.name": "Ada Quill",
    "demographics.age": 61,
    "demographics.career": "lighthouse keeper at Mizen",
    "personality.extraversion": "I",
    likes: ["painting boats"],
    relationships: ["her brother Conor, 58"],
    "patterns.usage": "Asks in the morning before she calls Declan. Wants a plan with steps.",
    "interaction.length": "short",
  };
  test.for([
    ["What does Ada need?", ["Ada"]],
    ["I am 61, what now?", ["61"]],
    ["Where do keepers of lighthouses sleep?", ["keepers", "lighthouses"]],
    ["Can I paint my boat in the rain?", ["paint", "boat"]],
    ["What shall I give my brother?", ["brother"]],
    ["Shall I call conor?", ["conor"]],
    ["What would Declan say?", ["Declan"]],
    ["I need a short plan with steps for the morning.", []],
    ["What can I do at the weekend?", []],
  ] as const)("«%s» leaks %o", ([query, words]) => {
    expect(leakedWords(query, { profile }, english)).toEqual(words);
  });
});

describe("in Chinese", () => {
  const profile = {
    "demographics.name": "顾栎湜",
    "demographics.age": 47,
    "demographics.career": "钟表修理师",
    location: "绍兴",
    likes: ["喜欢机械表"],
    "patterns.engagement": "一次只问一个细节，早上提问。",
  };
  test.for([
    ["栎湜要准备什么？", ["栎湜"]],
    ["顾栎湜周末做什么？", ["顾栎湜", "栎湜"]],
    ["绍兴有什么好吃的？", ["绍兴"]],
    ["47岁怎么锻炼？", ["47"]],
    ["我喜欢散步，早上去哪里？", []],
    ["亲戚下个月结婚，送什么礼物合适？", []],
  ] as const)("«%s» leaks %o", ([query, words]) => {
    expect(leakedWords(query, { profile }, chinese)).toEqual(expect.arrayContaining([...words]));
    expect(leakedWords(query, { profile }, chinese).length > 0).toBe(words.length > 0);
  });
});
