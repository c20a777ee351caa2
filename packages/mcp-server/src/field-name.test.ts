import { defaultSchema } from "@lifelong/core";
import { expect, test } from "vitest";
import { resolveField } from "./field-name.ts";

test.for([
  ["demographics.name", "demographics.name"],
  ["Name", "demographics.name"],
  ["lives in", "location"],
  ["likes", "likes"],
  ["avoidtopics", "avoidTopics"],
])("%s means %s", ([text = "", field]) => {
  expect(resolveField(defaultSchema, text)).toBe(field);
});

test("names the fields that a word fits, when it fits several", () => {
  expect(() => resolveField(defaultSchema, "language")).toThrowError(/demographics\.language, interaction\.language/);
});
