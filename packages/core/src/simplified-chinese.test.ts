import { describe, expect, test } from "vitest";
import { toSimplified } from "./simplified-chinese.ts";

describe("traditional characters", () => {
  test.each([
    ["這段不要記下來喔", "这段不要记下来喔"],
    ["我喜歡簡短的回答", "我喜欢简短的回答"],
    ["臺灣、台灣與臺北", "台湾、台湾与台北"],
    ["妳跟著姊姊瞭解祕密", "你跟着姐姐了解秘密"],
    ["為什麼、爲什麽、説話", "为什么、为什么、说话"],
    ["裡面和裏面，下週後天", "里面和里面，下周后天"],
    ["唔好記住呢件事", "唔好记住呢件事"],
  ])("%s reads as %s", (traditional, simplified) => {
    expect(toSimplified(traditional)).toBe(simplified);
  });
});

test("simplified characters, and other scripts, stay", () => {
  for (const text of [
    "这段不要记下来",
    "Don't save this — naïve Straße",
    "ひらがな カタカナ 한국어",
    "𠮷野家 😀",
    "\uD842",
  ]) {
    expect(toSimplified(text)).toBe(text);
  }
});

test("every place stays where it is, and the second time changes nothing", () => {
  const units = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
  const text = units.join("");
  const once = toSimplified(text);
  expect(once).toBe(units.map(toSimplified).join(""));
  expect(once.length).toBe(text.length);
  expect(toSimplified(once)).toBe(once);
});
