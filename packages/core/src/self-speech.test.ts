import { expect, test } from "vitest";
import { selfSentences } from "./self-speech.ts";

const kept = (text: string) => selfSentences(text).map((sentence) => sentence.text);

test.for([
  ["I live in Porto. What is the weather like?", ["I live in Porto."]],
  ["I'm vegetarian, what can I cook tonight?", ["I'm vegetarian, what can I cook tonight?"]],
  ["Can I use this in a loop? Write me a poem.", []],
  ["Translate the text for me. It is for my daughter.", ["It is for my daughter."]],
  ["你好。我住在苏州。天气怎么样？", ["我住在苏州。"]],
  ["请写一首诗！", []],
  ["我討厭香菜，午餐吃什麼？天氣如何？", ["我討厭香菜，午餐吃什麼？"]],
  ["Vivo en Madrid y trabajo de noche.", ["Vivo en Madrid y trabajo de noche."]],
  ["Я живу в Риге.", ["Я живу в Риге."]],
  ["> I live in Leeds and I have two dogs at home\nThanks!", []],
] as const)("of %s is kept %o", ([text, sentences]) => {
  expect(kept(text)).toEqual(sentences);
});

test("what says outright what the user is or has is known from what merely mentions them", () => {
  expect(selfSentences("I am a nurse. We went by train.").map(({ isPlain }) => isPlain)).toEqual([true, false]);
});

test("a very long sentence is cut between words, with a mark", () => {
  const [sentence = ""] = kept(`I like ${"very ".repeat(200)}long walks.`);
  expect(sentence.length).toBeLessThanOrEqual(241);
  expect(sentence.endsWith("very…")).toBe(true);
});

test("a sentence without spaces is cut between characters", () => {
  const [chinese = ""] = kept(`我喜欢${"很长的散步".repeat(100)}。`);
  expect(chinese).toHaveLength(241);
  const [letters = ""] = kept(`I like ${"😀".repeat(300)}.`);
  expect(letters.isWellFormed()).toBe(true);
});
