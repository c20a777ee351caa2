import { describe, expect, test } from "vitest";
import { onlyAsks, sentenceAround } from "./asking.ts";

test.for([
  "What is the capital of Peru?",
  "Write a poem about a baker who lives in Leeds.",
  "Hi! could you please translate nurse into French",
  "how much does a barista earn",
  "Where can I buy golf clubs?",
  "What should I pack if I move to Leeds?",
  "Give me a plan for a half marathon.",
  "Is Leeds a big city?",
  "Imagine I were a pirate.",
  "What if I lived in Leeds?",
  "帮我写一首关于苏州的诗。",
  "苏州在哪里？",
  "护士工资高吗",
  "我该怎么去苏州？",
  "護士薪水高嗎",
  "為什麼蘇州的園林很有名",
  "什麼時候去蘇州最好",
  "請問蘇州在哪裡",
  "麻煩解釋一下量子力學",
  "可以幫我寫一首關於蘇州的詩嗎？",
  "想像一下，我是海盜",
  "唔該翻譯呢句說話",
  "邊度有好食嘅麵包",
])("only asks: %s", (sentence) => {
  expect(onlyAsks(sentence)).toBe(true);
});

test.for([
  "I live in Leeds.",
  "Leeds",
  "In Leeds, near the river",
  "Moved to Leeds last week",
  "I'm vegan, what can I eat in Rome?",
  "I drive a van, is that allowed?",
  "Write to my sister Anna.",
  "Call me Mina.",
  "Is it bad that I eat meat?",
  "我住在苏州，哪里有好吃的面包？",
  "我是护士",
  "住在苏州",
  "我住在蘇州，哪裡有好吃的麵包？",
  "我是護士",
  "請假三天去蘇州",
  "Pamiętasz, jak pisałem o Leeds?",
])("tells something: %s", (sentence) => {
  expect(onlyAsks(sentence)).toBe(false);
});

describe("the sentence around a stretch", () => {
  const around = (text: string, words: string) => {
    const start = text.indexOf(words);
    return sentenceAround(text, { start, end: start + words.length }).trim();
  };

  test("ends at marks and line breaks, not within numbers and abbreviations without a space", () => {
    expect(around("I am Ana. Is Leeds big? Yes.", "Leeds")).toBe("Is Leeds big?");
    expect(around("I am Ana\nIs Leeds big", "Leeds")).toBe("Is Leeds big");
    expect(around("我是护士。苏州大吗？好", "苏州")).toBe("苏州大吗？");
    expect(around("I weigh 62.5 kilos", "62")).toBe("I weigh 62.5 kilos");
  });

  test("is more than one when the stretch is", () => {
    expect(around("I left. Rome is old. Bye.", "left. Rome")).toBe("I left. Rome is old.");
  });
});
