import { expect, test } from "vitest";
import { isSameOne, nameIn, speaksOf } from "./somebody.ts";

test.for([
  ["sister Maeve, nurse", "Maeve"],
  ["fiancé Karthik, wedding in May", "Karthik"],
  ["dog called Rex", "Rex"],
  ["border terrier Skerry, about three", "Skerry"],
  ["brother Cillian in Melbourne", "Cillian"],
  ["女朋友小雯", "小雯"],
  ["女儿佳佳，在深圳画界面", "佳佳"],
  ["貓，叫墨墨", "墨墨"],
  ["friend in Leeds", undefined],
  ["sister, nurse", undefined],
  ["two kids", undefined],
  ["妈妈，高血压", undefined],
] as const)("%s names %s", ([content, name]) => {
  expect(nameIn(content)).toBe(name);
});

test("a sentence speaks of somebody whose name it holds as a word of its own", () => {
  expect(speaksOf("Jess and I have separated", "Jess")).toBe(true);
  expect(speaksOf("跟小雯分了", "小雯")).toBe(true);
  expect(speaksOf("I no longer see Jessica", "Jess")).toBe(false);
});

test.for([
  ["brother Cillian, home for good", "brother Cillian in Melbourne", true],
  ["女儿佳佳，在深圳画界面", "女儿佳佳，在川师学设计", true],
  ["best friend, nurse", "best friend, in Rome", false],
  ["大学同学，护士", "大学同学，在上海", false],
  ["brother Cillian", "brother Conor", false],
  ["brother Cillian", "friend Cillian", false],
  ["sister, nurse", "sister, teacher", false],
  ["dog Rex", "dog", false],
] as const)("%s and %s are told of the same one: %s", ([one, other, expected]) => {
  expect(isSameOne(one, other)).toBe(expected);
});
