import { expect, test } from "vitest";
import { saysAll } from "./says-all.ts";

test.for([
  ["the guitar", "guitar"],
  ["Hiking", "hikes"],
  ["I really like running", "running"],
  ["loves dogs", "Dog"],
  ["swimming", "swim"],
  ["hobbies", "hobby"],
  ["jazz, especially Coltrane", "jazz"],
  ["tea, coffee", "coffee"],
  ["跑步、游泳", "我喜欢跑步"],
  ["喜欢爬山", "爬山"],
  ["C++, Rust", "c++"],
])("%s says all of %s", ([fuller = "", other = ""]) => {
  expect(saysAll(fuller, other)).toBe(true);
});

test.for([
  ["oat milk", "milk"],
  ["crowds in museums", "crowds"],
  ["cheese (blue)", "cheese"],
  ["no nuts", "nuts"],
  ["nuts, except almonds", "nuts"],
  ["no milk, eggs", "eggs"],
  ["jazz", "jazz, especially Coltrane"],
  ["love songs", "songs"],
  ["C++", "C"],
  ["vitamin A", "vitamin"],
  ["from Rome to Milan", "from Milan to Rome"],
  ["caring", "cars"],
  ["the bus", "the bu"],
  ["燕麦牛奶", "牛奶"],
  ["坚果，但不包括杏仁", "坚果"],
  ["爱尔兰音乐", "尔兰音乐"],
  ["jogging", "running"],
  ["🎸", "🎹"],
  ["!!", "??"],
])("%s does not say all of %s", ([fuller = "", other = ""]) => {
  expect(saysAll(fuller, other)).toBe(false);
});

test("numbers and truths say only themselves, which is never twice in one field", () => {
  expect(saysAll(3, 3)).toBe(false);
  expect(saysAll(true, true)).toBe(false);
});
