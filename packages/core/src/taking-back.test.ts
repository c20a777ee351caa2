import { expect, test } from "vitest";
import { mayEnd, mayTakeBack, tellsAsReached } from "./taking-back.ts";

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
  "I'm over the tea thing",
  "I can't stand tea and I never liked it",
  "I don't like tea, not only the green one",
  "绿茶我早就不喝了",
  "茄子那句收回",
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
  "I never said I don't like tea",
  "I like not only tea",
  "I can't live without tea",
  "I couldn't do without my tea",
  "I can't get enough of the tea",
  "Please don't forget that I love tea",
  "I'm not over my tea phase",
  "I will never give up tea",
  "I haven't stopped drinking tea",
  "I don't mind tea at all",
  "I don't hate tea",
  "It's not that I don't like tea",
  "I would never say no to tea",
  "I don't drink anything but tea",
  "There's no doubt, I love tea",
  "I had tea over the weekend",
  "I went all over town for tea",
  "I started with tea three years ago",
  "I actually love tea",
  "I still have some tea left",
  "我不但喝茶还喝咖啡",
  "我没少喝绿茶",
  "别提我多喜欢绿茶了",
  "我离不开绿茶",
  "忘不了绿茶的味道",
  "我不是不喜欢绿茶",
  "我没说过不喜欢绿茶",
  "我不能没有绿茶",
  "绿茶喝不腻",
  "绿茶很不错，我特别爱",
  "无论如何我都喝绿茶",
  "绿茶戒不掉",
])("holds on to it: %s", (sentence) => {
  expect(mayTakeBack(sentence)).toBe(false);
});

test.for(["I live in Leeds no longer, I moved", "My job at the mill is over", "I quit the mill", "实习结束了"])(
  "ends something: %s",
  (sentence) => {
    expect(mayEnd(sentence)).toBe(true);
  },
);

test.for(["I'm a nurse and I never sleep", "I don't go to Leeds on weekends", "我在苏州，从不迟到"])(
  "denies something, and it may be anything: %s",
  (sentence) => {
    expect(mayTakeBack(sentence)).toBe(true);
    expect(mayEnd(sentence)).toBe(false);
  },
);

test.for([
  "I want to run a marathon",
  "I'm saving for a house",
  "I'm learning Spanish now",
  "I love Spanish food",
  "The marathon is on Sunday",
  "I signed up for the marathon yesterday",
  "The marathon training I started is going well",
  "我打算去三亚过冬",
  "我計畫搬去臺南",
  "我每天学日语",
  "三亚的冬天很暖和",
  "Ich will nach Rom ziehen",
  "Ich habe das Haus gekauft",
])("does not tell it as reached: %s", (sentence) => {
  expect(tellsAsReached(sentence)).toBe(false);
});

test.for([
  "I ran the marathon on Sunday",
  "My shop opened yesterday",
  "He’s in the back room since Saturday week",
  "We bought the house",
  "我们到三亚了",
])("tells it as reached: %s", (sentence) => {
  expect(tellsAsReached(sentence)).toBe(true);
});
