import { describe, expect, test } from "vitest";
import { CATEGORIES } from "./command.ts";
import { defaultSchema } from "./default-schema.ts";
import { foldText } from "./fold-text.ts";
import { holdsPhrase } from "./phrase.ts";
import { contentSchema, type FieldDefinition } from "./schema.ts";

const fields = Object.entries(defaultSchema.fields);

test("holds these fields", () => {
  expect(fields.map(([path, field]) => `${path} ${field.kind}`)).toEqual([
    "demographics.name text",
    "demographics.age number",
    "demographics.gender text",
    "demographics.nationality text",
    "demographics.language set",
    "demographics.career text",
    "personality.extraversion enum",
    "personality.sensing enum",
    "personality.thinking enum",
    "personality.judging enum",
    "personality.interests set",
    "patterns.engagement text",
    "patterns.usage text",
    "patterns.emotion text",
    "patterns.purchase text",
    "preferences.styles text",
    "preferences.formats text",
    "preferences.workflows text",
    "location text",
    "education text",
    "interaction.length enum",
    "interaction.tone text",
    "interaction.language text",
    "interaction.format text",
    "interaction.address text",
    "likes set",
    "dislikes set",
    "diet text",
    "allergies set",
    "goals set",
    "relationships set",
    "pets set",
    "constraints set",
    "avoidTopics set",
    "health.conditions set",
    "religion text",
    "politics text",
    "sexuality text",
  ]);
});

test("has one field for each special category, which takes only what the user said", () => {
  for (const category of CATEGORIES) {
    expect(fields.filter(([, field]) => field.sensitivity === category).map(([, field]) => field.learn)).toEqual([
      "stated",
    ]);
  }
});

test("keeps facts about others and orders to the assistant in their own fields", () => {
  const pathsWhere = (holds: (field: FieldDefinition) => boolean) =>
    fields.filter(([, field]) => holds(field)).map(([path]) => path);
  expect(pathsWhere((field) => field.about === "others")).toEqual(["relationships", "pets"]);
  expect(pathsWhere((field) => field.style)).toEqual(
    fields.map(([path]) => path).filter((path) => path.startsWith("interaction.")),
  );
});

test("gives every field a label of its own that costs little", () => {
  const labels = fields.map(([, field]) => field.label ?? "");
  expect(new Set(labels).size).toBe(labels.length);
  for (const label of labels) expect(label).toMatch(/^[A-Za-z/ ]{2,20}$/);
});

describe("the words of an enum", () => {
  const enums = fields.filter(([, field]) => field.kind === "enum");

  test.each(enums)("of %s state its options, each word only one", (_, field) => {
    expect(Object.keys(field.words)).toEqual(field.options);
    const words = Object.values(field.words).flat();
    expect(new Set(words).size).toBe(words.length);
    for (const option of field.options ?? []) expect(contentSchema(field).parse(option)).toBe(option);
  });

  test.each([
    ["Keep it short, please", "short"],
    ["I like it succinct", "short"],
    ["請簡短回答", "short"],
    ["以後回答短一點", "short"],
    ["說重點就好", "short"],
    ["別那麼囉嗦", "short"],
    ["Give me the long version", "detailed"],
    ["Use more words", "detailed"],
    ["回答請詳細一點", "detailed"],
    ["再長一點比較好", "detailed"],
  ])("hear how long answers should be: %s", (sentence, option) => {
    const words = defaultSchema.fields["interaction.length"]?.words ?? {};
    const heard = Object.keys(words).filter((each) =>
      words[each]?.some((word) => holdsPhrase(foldText(sentence), foldText(word))),
    );
    expect(heard).toEqual([option]);
  });

  test("let a personality type state all four axes", () => {
    const stated = enums.flatMap(([path, field]) =>
      Object.entries(field.words).flatMap(([option, words]) => (words.includes("intj") ? [`${path} ${option}`] : [])),
    );
    expect(stated).toEqual([
      "personality.extraversion I",
      "personality.sensing N",
      "personality.thinking T",
      "personality.judging J",
    ]);
  });
});
