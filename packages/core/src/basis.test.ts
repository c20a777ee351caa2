import { expect, test } from "vitest";
import { statedAt } from "./basis.ts";
import { createLookup } from "./evidence.ts";
import type { Content } from "./persona.ts";
import { definePersonaSchema, type FieldInput } from "./schema.ts";

function stated(text: string, content: Content, field: Partial<FieldInput> = {}): string | undefined {
  const schema = definePersonaSchema({
    id: "t",
    version: 1,
    fields: { f: { kind: "text", description: "x", ...field } },
  });
  const message = { index: 0, role: "user" as const, text, sequence: 1 };
  const session = {
    id: "s",
    ordinal: 1,
    startedAt: "2026-01-01T00:00:00.000Z",
    source: "witnessed" as const,
    messages: [message],
  };
  const found = createLookup([session])({ sessionId: "s", messageIndex: 0, quote: text });
  const definition = schema.fields.f;
  if (typeof found === "string" || !definition) throw new Error("the quote is not found");
  const span = statedAt(found, definition, content);
  return span && text.slice(span.start, span.end);
}

const mbti = { kind: "enum", options: ["E", "I"], words: { E: ["extrovert"], I: ["introvert", "内向"] } } as const;

test.each<[string, Content, Partial<FieldInput>, string | undefined]>([
  ["I moved to New  York last year", "new york", {}, "New  York"],
  ["I work on a team of ten", "tea", {}, undefined],
  ["我住在上海已经三年", "上海", {}, "上海"],
  ["I code all day long", "programming", {}, undefined],
  ["I code all day long", "programming", { words: { programming: ["I code"] } }, "I code"],
  ["I am 34 years old", 34, { kind: "number" }, "34"],
  ["I am thirty-four years old", 34, { kind: "number" }, "thirty-four"],
  ["I turned Forty last week", 40, { kind: "number" }, "Forty"],
  ["我今年三十四岁了", 34, { kind: "number" }, "三十四"],
  ["I earn 1,234 a month", 1234, { kind: "number" }, "1,234"],
  ["I earn 1,234 a month", 234, { kind: "number" }, undefined],
  ["I weigh 34.5 kilos now", 34, { kind: "number" }, undefined],
  ["I am thirty-four years old", 4, { kind: "number" }, undefined],
  ["I am thirty four years old", 4, { kind: "number" }, undefined],
  ["I am thirty-four years old", 30, { kind: "number" }, undefined],
  ["我今年三十四岁了", 4, { kind: "number" }, undefined],
  ["I drive to work daily", true, { kind: "boolean", words: { true: ["I drive"] } }, "I drive"],
  ["It is true that I walk", true, { kind: "boolean" }, undefined],
  ["I was born on 1990-05-17 at noon", "1990-05-17", { kind: "date" }, "1990-05-17"],
  ["I was born in 1990 in Rome", "1990", { kind: "date" }, "1990"],
  ["I am an introvert at heart", "I", mbti, "introvert"],
  ["I am fond of parties", "I", mbti, undefined],
  ["我这个人很内向", "I", mbti, "内向"],
  ["I prefer short answers only", "short", { kind: "enum", options: ["short", "long"] }, "short"],
  ['I read "a short story of mine" today', "short", { kind: "enum", options: ["short", "long"] }, undefined],
  ["constructor is my word", "constructor", {}, "constructor"],
  ["我喜歡簡短的回答", "简短", {}, "簡短"],
  ["我住在苏州已经三年", "蘇州", {}, "苏州"],
  ["我這個人很內向", "I", mbti, "內向"],
  [
    "我女兒周寧元旦要來，她在出版社做編輯",
    "女儿周宁，在出版社做编辑",
    { about: "others" },
    "女兒周寧元旦要來，她在出版社做編輯",
  ],
  ["女兒不在出版社，周寧做編輯", "女儿周宁，在出版社做编辑", { about: "others" }, undefined],
  ["I take vitamin E", "E", mbti, undefined],
])("%j states %j (%j): %j", (text, content, field, words) => {
  expect(stated(text, content, field)).toBe(words);
});
