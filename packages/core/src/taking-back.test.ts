import { expect, test } from "vitest";
import { isWish, mayTakeBack } from "./taking-back.ts";

test.for([
  "I don't drink coffee any more.",
  "I gave up coffee in March",
  "We left Milan.",
  "I sold the Vespa",
  "My dog Rex died.",
  "Scratch that, it is not jazz",
  "I used to play chess",
  "I finished the half marathon!",
  "我不喝咖啡了",
  "我戒咖啡了",
  "我已经搬出上海",
  "我把合唱团退了",
  "合成器賣掉了",
  "That deal is over",
  "我冇再飲咖啡",
  "我唔鍾意咖啡",
  "Ich trinke keinen Kaffee mehr",
  "Dokładnie: jazz to login, a imię Adam",
])("may take something back: %s", (sentence) => {
  expect(mayTakeBack(sentence)).toBe(true);
});

test.for([
  "I made coffee this morning.",
  "I had coffee with a friend",
  "The coffee here is good",
  "I want to write about jazz",
  "今天喝咖啡的人很多",
])("only mentions it: %s", (sentence) => {
  expect(mayTakeBack(sentence)).toBe(false);
});

test.for([
  "I want to run a marathon",
  "I'm saving for a house",
  "我打算去三亚过冬",
  "我計畫搬去臺南",
  "Ich will nach Rom ziehen",
])("speaks of what is to come: %s", (sentence) => {
  expect(isWish(sentence)).toBe(true);
});

test.for(["I ran the marathon on Sunday", "My shop opened yesterday", "我们到三亚了"])(
  "tells what has come: %s",
  (sentence) => {
    expect(isWish(sentence)).toBe(false);
  },
);
