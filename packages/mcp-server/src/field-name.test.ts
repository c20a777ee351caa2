import { defaultSchema } from "@lifelong/core";
import { expect, test } from "vitest";
import { fieldName, resolveField } from "./field-name.ts";

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

test.for([
  ["nam", /Near to it: name\. /],
  ["nme", /Near to it: name\. /],
  ["alergies", /Near to it: allergic to\. /],
  ["like", /Near to it: likes, dislikes\. /],
  ["shoe size", /^There is no such field\. `lifelong show` names/],
  ["", /^There is no such field\. `lifelong show` names/],
] as const)("names the fields nearest to %o, as show calls them", ([text, sentence]) => {
  expect(() => resolveField(defaultSchema, text)).toThrowError(
    expect.objectContaining({ message: expect.stringMatching(sentence) }),
  );
});

test("calls every field by a name that means it again", () => {
  const paths = Object.keys(defaultSchema.fields);
  expect(paths.map((path) => resolveField(defaultSchema, fieldName(defaultSchema, path)))).toEqual(paths);
  expect(fieldName(defaultSchema, "demographics.career")).toBe("work");
});
