import fc from "fast-check";
import { expect, it } from "vitest";
import { SIMPLIFIED, TRADITIONAL } from "./characters.ts";
import { wordingOf } from "./wording.ts";

it("writes simplified characters, Chinese marks and narrow letters", () => {
  expect(wordingOf("我養了１隻貓,過敏!")).toBe("我养了1只猫，过敏！");
});

it("leaves numbers and times as they are", () => {
  expect(wordingOf("10:30见,预算1,000")).toBe("10:30见，预算1,000");
});

it("takes a space between Chinese characters for the end of a clause, and no other", () => {
  expect(wordingOf("好 說給我 用 Godot 做")).toBe("好，说给我，用 Godot 做");
});

it("is as long as the text, so that offsets hold in both", () => {
  const text = fc.array(
    fc.oneof(fc.constantFrom(..."我養貓， ,.!１Ａ~é😀"), fc.string({ unit: "binary", maxLength: 5 })),
  );
  fc.assert(fc.property(text, (parts) => wordingOf(parts.join("")).length === parts.join("").length));
});

it("has one simplified character for each traditional one", () => {
  expect(TRADITIONAL.length).toBe(SIMPLIFIED.length);
  expect(new Set(TRADITIONAL).size).toBe(TRADITIONAL.length);
});
