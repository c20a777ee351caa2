import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLookup } from "./evidence.ts";
import { definePersonaSchema, type FieldDefinition } from "./schema.ts";
import { itemsStatedAt } from "./stated-items.ts";

const { fields } = definePersonaSchema({
  id: "t",
  version: 1,
  fields: {
    own: { kind: "set", description: "what the user says of themself" },
    others: { kind: "set", description: "what the user says of others", about: "others" },
    scale: { kind: "enum", description: "a letter", options: ["E", "I"] },
  },
});

function stated(text: string, content: string, field: FieldDefinition | undefined): string | undefined {
  const message = { index: 0, role: "user" as const, text, sequence: 1 };
  const startedAt = "2026-01-01T00:00:00.000Z";
  const session = { id: "s", ordinal: 1, startedAt, source: "witnessed" as const, messages: [message] };
  const found = createLookup([session])({ sessionId: "s", messageIndex: 0, quote: text });
  if (typeof found === "string" || !field) throw new Error("the quote is not found");
  const span = itemsStatedAt(found, field, content);
  return span && text.slice(span.start, span.end);
}

describe("of the user", () => {
  test.for([
    ["I am vegetarian, proper one, no egg also", "vegetarian, no egg", "vegetarian, proper one, no egg"],
    [
      "I work as a lecturer at the university of Leeds",
      "works as lecturer at university of Leeds",
      "work as a lecturer at the university of Leeds",
    ],
    ["I've a flat in the old town", "flat in old town", "flat in the old town"],
    ["My sister is away and I live in Kyoto", "Lives in Kyoto", "live in Kyoto"],
    ["我吃素，鸡蛋也不吃", "吃素，鸡蛋也不吃", "吃素，鸡蛋也不吃"],
    ["我非常喜欢爬山，还有游泳", "爬山，游泳", "爬山，还有游泳"],
  ] as const)("%s: %s", ([text, content, words]) => {
    expect(stated(text, content, fields.own)).toBe(words);
  });

  test.for([
    ["I am a vegetarian who eats no egg", "vegetarian, egg"],
    ["I never fly and I love trains", "fly, trains"],
    ["I do not, whatever they say, work as a lecturer in Leeds", "works as lecturer in Leeds"],
    ["nobody would call me good, a cook even less", "good cook"],
    ["If I were vegan, no egg", "vegan, no egg"],
    ["I used to live in Leeds", "lives in Leeds"],
    ["I stopped being vegetarian and eat no egg", "vegetarian, no egg"],
    ["I am no vegetarian, no egg is safe from me", "vegetarian, no egg"],
    ["Nuts I am allergic to, but shellfish not", "nuts, shellfish"],
    ["My doctor ruled out diabetes and asthma", "asthma, diabetes"],
    ["My mother has diabetes and I have asthma", "asthma, diabetes"],
    ["She works in the old mill", "works in old mill"],
    ["I prefer tea to coffee", "prefers coffee to tea"],
    ["My boss loves me", "loves boss"],
    ["I have 2 dogs and 3 cats", "3 dogs"],
    ["I have 2 dogs and 3 cats", "2 cats"],
    ["I can program in C, the old one", "programs in C++"],
    ["I pay the 100 pounds of rent", "rent of $100, pays"],
    ["Bob Smith and Jim Jones are with me", "Bob Jones"],
    ["What do the lecturers at the university of Leeds earn?", "lecturer at university of Leeds"],
    ["I love tea", "tea, the"],
    ["我从来都没有说过我在出版社，做编辑", "出版社，编辑"],
    ["如果我住苏州，就养猫", "住苏州，养猫"],
    ["我以前在出版社，做编辑", "在出版社，做编辑"],
    ["私は東京に住んでいない", "東京、住んで"],
  ] as const)("not %s: %s", ([text, content]) => {
    expect(stated(text, content, fields.own)).toBeUndefined();
  });
});

describe("of others", () => {
  test.for([
    [
      "My partner Jess, a freshwater ecologist, is away",
      "partner Jess, freshwater ecologist",
      "partner Jess, a freshwater ecologist",
    ],
    ["Morag. My daughter. Theatre nurse, she is", "daughter Morag, theatre nurse", "Morag. My daughter. Theatre nurse"],
    [
      "Morag. My daughter. Theatre nurse in Aberdeen.",
      "daughter Morag, theatre nurse",
      "Morag. My daughter. Theatre nurse",
    ],
    [
      "I took them both. Skerry. Border terrier. About three.",
      "border terrier Skerry, about three",
      "Skerry. Border terrier. About three",
    ],
    ["I have a dog named Rex", "dog Rex", "dog named Rex"],
    ["My partner, Jess, is away", "partner Jess", "partner, Jess"],
    [
      "My daughter Ida is 13 and she plays chess",
      "daughter Ida, 13, plays chess",
      "daughter Ida is 13 and she plays chess",
    ],
    ["我女儿周宁元旦要来，她在出版社做编辑", "女儿周宁，在出版社做编辑", "女儿周宁元旦要来，她在出版社做编辑"],
  ] as const)("%s: %s", ([text, content, words]) => {
    expect(stated(text, content, fields.others)).toBe(words);
  });

  test.for([
    ["I don't have a dog named Rex", "dog Rex"],
    ["I wish I had a dog named Rex", "dog Rex"],
    ["If I had a dog I would name him Rex", "dog Rex"],
    ["My partner is late. Jess is my boss", "partner Jess"],
    ["I love my partner. Jess is my boss", "partner Jess"],
    ["My sister's partner is called Jess", "partner Jess"],
    ["My sister has a partner called Jess", "partner Jess"],
    ["My friend has a daughter, Morag, a nurse", "daughter Morag, nurse"],
    ["My sister Berta and my mother Anna", "sister Anna"],
    ["I went with my sister and Anna", "sister Anna"],
    ["My brother Tom hates the dog Rex", "brother Rex"],
    ["Rex, my cat, fights with the dog", "dog Rex"],
    ["Rex is a cat. My dog is Bo", "dog Rex"],
    ["Rex is my cat, Jess, my brother, is here", "cat Jess"],
    ["I have met the dog", "has a dog"],
    ["I see my brother, Jess is late", "brother Jess"],
    ["她女儿周宁元旦要来，她在出版社", "女儿周宁，在出版社"],
    ["my ex, Jess, and my partner Max", "partner Jess"],
    ["My partner Jess is away and I'm an ecologist", "partner Jess, ecologist"],
    ["My partner Jess is away. Ecologist is what I am", "partner Jess, ecologist"],
    ["My partner Jess is away and Tom is an ecologist", "partner Jess, ecologist"],
    ["My dog Rex is ill. My cat is 3", "dog Rex, 3"],
    ["My partner Jess likes what ecologists write about rivers", "partner Jess, freshwater ecologist"],
    ["The nurse told us that daughters of Morag were late", "daughter Morag, theatre nurse"],
    ["Is a theatre nurse well paid, and would Morag like it?", "Morag, theatre nurse"],
    ["The dog bit the man", "man bit dog"],
    ["I have 2 dogs, 3 cats", "3 dogs"],
    ["Ich bin nicht der Vater, and Rex ist kein Hund", "Hund Rex"],
    ["我朋友的女儿周宁，在出版社", "女儿周宁，出版社"],
    ["女儿不在出版社，周宁做编辑", "女儿周宁，在出版社做编辑"],
    ["我不是女儿周宁，她的朋友", "女儿周宁，朋友"],
  ] as const)("not %s: %s", ([text, content]) => {
    expect(stated(text, content, fields.others)).toBeUndefined();
  });
});

test("a language whose denials are not known, and an option of a list, state nothing in pieces", () => {
  expect(stated("Я не живу в старом Лондоне", "Лондоне старом", fields.others)).toBeUndefined();
  expect(stated("Ich bin Lehrer in Leeds", "Lehrer Leeds", fields.own)).toBeUndefined();
  expect(stated("I take the vitamin E", "E", fields.scale)).toBeUndefined();
});

test("what is stated fits into the quote that is kept of it", () => {
  const far = `My daughter Ida ${"and ".repeat(60)} 13`;
  expect(stated(far, "daughter Ida, 13", fields.others)).toBeUndefined();
});

const NAMES = ["Jess", "Tom", "Ida", "Rex"];
const RELATIONS = ["partner", "brother", "daughter", "dog"];

test("nobody is called by the name of somebody else, however many are told of", () => {
  const people = fc
    .tuple(fc.shuffledSubarray(NAMES, { minLength: 2 }), fc.shuffledSubarray(RELATIONS, { minLength: 4 }))
    .map(([names, relations]) => names.map((name, index) => ({ name, relation: relations[index] ?? "" })));
  const phrase = fc.constantFrom(
    (relation: string, name: string) => `my ${relation} ${name}`,
    (relation: string, name: string) => `my ${relation} is called ${name}`,
    (relation: string, name: string) => `${name}, my ${relation}, is here`,
    (relation: string, name: string) => `${name} is my ${relation}`,
    (relation: string, name: string) => `a ${relation} named ${name}`,
  );
  const join = fc.constantFrom(" and ", ", and ", ". ", "; ", ", ", " but ", " with ", ". I met ", " loves ");
  fc.assert(
    fc.property(people, fc.array(fc.tuple(phrase, join), { minLength: 4, maxLength: 4 }), (told, ways) => {
      const text = told
        .map(({ name, relation }, index) => {
          const [say, then] = ways[index] ?? [];
          return `${say?.(relation, name)}${index < told.length - 1 ? then : "."}`;
        })
        .join("");
      for (const { relation } of told) {
        for (const { name } of told.filter((each) => each.relation !== relation)) {
          expect(stated(text, `${relation} ${name}`, fields.others), text).toBeUndefined();
        }
      }
    }),
  );
});
