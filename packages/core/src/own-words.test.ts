import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ownWords } from "./own-words.ts";

/** What is left, with runs of space closed up. */
function left(text: string): string {
  return ownWords(text).replace(/\s+/g, " ").trim();
}

describe("not the user's own words are", () => {
  test.each([
    ["fenced code", "Look:\n```js\nI am code here\n```\nThanks", "Look: Thanks"],
    ["a fence of tildes", "~~~\nI am code here\n~~~\nThanks", "Thanks"],
    ["a fence that never closes", "Look:\n```\nI am code here", "Look:"],
    ["inline code of three words", "I ran `git push origin main` twice", "I ran twice"],
    ["block quotes", "> I am a vegan\n>> So am I\nI am not", "I am not"],
    ["straight quotation marks", 'He said "I am a vegan" to me', "He said to me"],
    ["curly quotation marks", "He said “I am a vegan” to me", "He said to me"],
    ["German quotation marks", "Er sagte „Ich bin Veganer“ zu mir", "Er sagte zu mir"],
    ["guillemets", "Il dit « Je suis végan » et rit", "Il dit et rit"],
    ["Chinese quotation marks", "他说「我是素食主义者」然后笑了", "他说 然后笑了"],
    ["straight marks between Chinese letters", '他说"我是一个素食者"然后笑了', "他说 然后笑了"],
    ["single quotation marks", "He said 'I don't eat meat' to me", "He said to me"],
    ["curly single quotation marks", "He said ‘I don’t eat meat’ to me", "He said to me"],
    ["a quotation within a quotation", "“She said “I love it” and left” was the line", "was the line"],
    ["quoted paragraphs", '"I am a vegan.\n\n"I live in Rome."\nWhat is this from?', "What is this from?"],
    [
      "a mail with its headers",
      "Reply to this:\nFrom: Ann <ann@example.com>\nTo: me\n\nI live in Rome.",
      "Reply to this:",
    ],
    ["a mail with a subject", "Polish:\nSubject: Leave\n\nDear Sir,\nI am ill.", "Polish:"],
    ["a forwarded mail", "See below\n---------- Forwarded message ---------\nI live in Rome", "See below"],
    ["what someone wrote on a day", "ok\nOn Mon, 5 May 2025, Ann wrote:\nI am a vegan", "ok"],
    ["a transcript", "Sum up:\nUser: I am a vegan\nAssistant: Noted\n\nThanks", "Sum up: Thanks"],
    ["a Chinese transcript", "总结一下\n用户：我是素食者\n助手：好的\n\n谢谢", "总结一下 谢谢"],
    ["a transcript in traditional characters", "總結一下\n用戶：我吃素\n助手：好的\n\n謝謝", "總結一下 謝謝"],
    ["a mail from Taiwan", "幫我潤飾\n寄件者：王小明\n主旨：請假\n\n我生病了", "幫我潤飾"],
    ["a Chinese mail with a subject", "润色一下\n主题：请假\n\n王经理您好：\n我生病了", "润色一下"],
    ["a forwarded Chinese mail", "看一下\n-----原始郵件-----\n我住在羅馬", "看一下"],
    ["a dialogue by names", "Ann: I am ill\nBob: Sorry\nAnn: I am sad\nBob: Oh\n\nContinue it", "Continue it"],
    ["elements of markup", "<doc lang='en'>\nI am a vegan\n</doc>\nWhat is it?", "What is it?"],
    ["elements within elements", "<a><a>I am</a> vegan</a> ok", "ok"],
    ["triple quotes", 'Translate """I am a vegan""" please', "Translate please"],
    ["triple quotes that never close", 'Translate:\n"""\nI am a vegan', "Translate:"],
    ["lines of a log", "Why?\n2026-01-01 10:00:00 I am down\n[ERROR] I am ill\nHelp", "Why? Help"],
    ["a stack trace", "Why?\nTypeError: I am undefined\n    at run (main.js:3:1)\nHelp", "Why? Help"],
    ["statements of a program", "const me = 'vegan';\nprint(me);\nif (me) {\n}\nFix it", "Fix it"],
    ["properties of JSON", '{\n"name": "I am Ann"\n}\nFix it', "Fix it"],
  ])("%s", (_, text, own) => {
    expect(left(text)).toBe(own);
  });
});

describe("the user's own words stay", () => {
  test.each([
    ["apostrophes", "I don't like the dogs' house and it isn't mine"],
    ["a clipped word", "I stay home 'cause I like the dogs' house a lot"],
    ["a name in quotation marks", 'I am a real "night owl" at work'],
    ["a short Chinese name in quotation marks", "我喜欢看「红楼梦」这本书"],
    ["inches", "I'm 5'11\" tall and my brother is 6'2\" tall"],
    ["a mark that is never closed before one that opens", 'He said "hello to all. I live in Rome. "你好" she said'],
    ["a mark that is never closed", 'I said "hello to everyone in town'],
    ["a Chinese list of facts", "姓名：小明\n日期：五月一日\n城市：羅馬"],
    ["a list of facts", "Name: Ann\nAge: 34\nCity: Rome"],
    ["a journey", "From: Rome\nTo: Berlin\nDate: 5 May\nI travel alone"],
    ["comparisons", "I earn < 50k and pay > 10k in taxes"],
    ["a heart", "I <3 my dog and <3 tea"],
    ["a label", "Note: I am allergic to nuts"],
    ["words of programs", "Let me be clear; I import shoes from China (really)."],
    ["a public matter", "public transport (bus) is what I use"],
    ["a budget", "$ 500 is what I spend a month"],
    ["a command's name", "I use `pnpm` for everything"],
    ["a time of day", "   at 10:30 I walk the dog"],
  ])("with %s", (_, text) => {
    expect(ownWords(text)).toBe(text);
  });

  test("between a stray quotation mark and the next that opens", () => {
    expect(left('He said "hello to all. I live in Rome. She said "bye to you all" today')).toContain("I live in Rome.");
  });

  test("between a stray quotation mark and a later paragraph in quotation marks", () => {
    expect(left('"Hello to all.\n\nI live in Rome.\n\n"Bye to you all."\nok')).toBe(
      '"Hello to all. I live in Rome. ok',
    );
  });

  test("in the paragraph after a stray quotation mark", () => {
    expect(left('He said "hello to all.\n\nI live in Rome.\n\nShe said "bye to all')).toContain("I live in Rome.");
  });
});

describe("any text", () => {
  test("keeps its length, its line breaks and every letter that is not blanked", () => {
    const piece = fc.constantFrom(
      '"',
      "'",
      "“",
      "”",
      "‘",
      "’",
      "「",
      "」",
      "«",
      "»",
      "`",
      "```",
      '"""',
      "<a>",
      "</a>",
      "<",
      ">",
      "> ",
      "User: ",
      "Assistant: ",
      "Subject: x",
      "\n",
      "\n\n",
      " ",
      "I am here ",
      "我是一个素食主义者",
      "\uD83D",
      "😀",
      "e\u0301",
      "{",
      ";",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece, { maxLength: 60 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (text) => {
        const own = ownWords(text);
        expect(own).toHaveLength(text.length);
        expect(text.split("").every((unit, at) => own[at] === unit || own[at] === " ")).toBe(true);
        expect(own.replace(/[^\n]/g, "")).toBe(text.replace(/[^\n]/g, ""));
      }),
      { numRuns: 2000 },
    );
  });
});
