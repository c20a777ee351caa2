import { type Content, defaultSchema, emptyPersona, type Persona, type Value } from "@lifelong/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { resolveField } from "./field-name.ts";
import { readPersonaText, writePersonaText } from "./persona-text.ts";

function persona(held: Readonly<Record<string, readonly Content[]>>, tentative = false): Persona {
  const value = (content: Content): Value => ({
    id: String(content),
    content,
    basis: "stated",
    tentative,
    supportedBy: [],
    quotes: [],
    learnedAt: "",
    changedAt: "",
  });
  const fields = Object.entries(held).map(([field, contents]) => [field, { values: contents.map(value) }]);
  return { ...emptyPersona("ada"), fields: Object.fromEntries(fields) };
}

const ADA = persona({ "demographics.name": ["Ada"], "demographics.age": [36], likes: ["tea", "long walks"] });
const read = (text: string) => readPersonaText(ADA, defaultSchema, text);

test("a text left as it is changes nothing, whatever the values hold", () => {
  const content = fc.string({ minLength: 1, unit: "grapheme" }).filter((text) => text.trim() !== "");
  fc.assert(
    fc.property(content, fc.uniqueArray(content), (name, likes) => {
      const held = persona({ "demographics.name": [name], likes });
      expect(readPersonaText(held, defaultSchema, writePersonaText(held, defaultSchema))).toEqual([]);
    }),
  );
});

test("a changed line sets, a new line sets, a deleted line removes that value alone", () => {
  expect(read("demographics.name: Grace\nlikes: tea\nlikes: coffee\nlives in: Lisbon\n")).toEqual([
    { kind: "remove", field: "demographics.age", content: 36 },
    { kind: "remove", field: "likes", content: "long walks" },
    { kind: "set", field: "demographics.name", content: "Grace" },
    { kind: "set", field: "likes", content: "coffee" },
    { kind: "set", field: "location", content: "Lisbon" },
  ]);
});

test("what is uncertain stands there as a comment, and counts once the # is gone", () => {
  const unsure = persona({ location: ["Lisbon"] }, true);
  const text = writePersonaText(unsure, defaultSchema);
  expect(readPersonaText(unsure, defaultSchema, text)).toEqual([]);
  expect(readPersonaText(unsure, defaultSchema, text.replace("# lives in: Lisbon", "lives in: Lisbon"))).toEqual([
    { kind: "set", field: "location", content: "Lisbon" },
  ]);
});

test("shows what is held before which fields are empty, and names each field once, as it can be written", () => {
  const text = writePersonaText(ADA, defaultSchema);
  expect(text).toMatch(/^(#.*\n)+\nname: Ada\nage: 36\nlikes: tea\nlikes: long walks\n\n# These are empty: /);
  const empty = text
    .slice(text.indexOf("These are empty: ") + 17)
    .replaceAll(/\n# /g, " ")
    .replace(/\.\n$/, "");
  const paths = ["name", "age", "likes", ...empty.split(", ")].map((name) => resolveField(defaultSchema, name));
  expect(paths.toSorted()).toEqual(Object.keys(defaultSchema.fields).toSorted());
});

test.for([
  ["name: Ada\nwhat is this\n", "Line 2: write a field, a colon and a value."],
  ["# hello\nshoes: 42\n", "Line 2: There is no such field."],
  ["age: old\n", "Line 1: The field “age” takes a number."],
  ["interaction.length: endless\n", "Line 1: The field “answers should be” takes one of short, detailed."],
  ["name: Ada\nname: Grace\n", "Line 2: The field “name” holds one value; leave one line."],
  ["name:\n", "Line 1: The field “name” takes a text."],
])("%o is refused by its line", ([text = "", sentence = ""]) => {
  expect(() => read(text)).toThrowError(expect.objectContaining({ message: expect.stringContaining(sentence) }));
});
