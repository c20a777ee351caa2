import { expect, test } from "vitest";
import { isWithin } from "./is-within.ts";

test.for([
  ["/home/ada", "/home/ada", true],
  ["/home/ada", "/home/ada/work/deep", true],
  ["/home/ada", "/home/ada/..hidden", true],
  ["/home/ada", "/home/adam", false],
  ["/home/ada", "/home", false],
  ["/home/ada", "/home/bob/ada", false],
  ["/", "/home", true],
] as const)("in %s lies %s: %s", ([folder, path, lies]) => {
  expect(isWithin(folder, path)).toBe(lies);
});
