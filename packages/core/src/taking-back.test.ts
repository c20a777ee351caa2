import { expect, test } from "vitest";
import { mayTakeBack } from "./taking-back.ts";

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
