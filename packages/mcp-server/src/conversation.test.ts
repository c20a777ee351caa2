import { describe, expect, test } from "vitest";
import { parseConversation } from "./conversation.ts";

const parse = (text: string) => parseConversation(new TextEncoder().encode(text));
const HELLO = [
  { role: "user", text: "Hello" },
  { role: "assistant", text: "Hi" },
];

describe("reads", () => {
  test.for<[string, string]>([
    ["a list of messages", JSON.stringify(HELLO)],
    [
      "messages that call their text content",
      '[{"role":"user","content":"Hello"},{"role":"assistant","content":"Hi"}]',
    ],
    ["one message a line", '{"role":"user","text":"Hello"}\n\n{"role":"assistant","text":"Hi"}\n'],
    [
      "one message a line, lines ended as on Windows",
      '{"role":"user","text":"Hello"}\r\n{"role":"assistant","text":"Hi"}\r\n',
    ],
    ["plain text", "User: Hello\nAssistant: Hi\n"],
    ["plain text after a byte order mark and an empty line", "\uFEFF\nuser: Hello\n\nASSISTANT: Hi"],
  ])("%s", ([, text]) => {
    expect(parse(text).messages).toEqual(HELLO);
  });

  test("an object with id and start", () => {
    expect(parse(JSON.stringify({ id: "trip", startedAt: "2026-03-14", messages: HELLO }))).toEqual({
      id: "trip",
      startedAt: "2026-03-14",
      messages: HELLO,
    });
  });

  test("a message of several lines, and a colon within one", () => {
    expect(parse("User: My list:\n- tea\n\n- note: cheap\nAssistant: Fine").messages[0]).toEqual({
      role: "user",
      text: "My list:\n- tea\n\n- note: cheap",
    });
  });

  test("a single message as JSON", () => {
    expect(parse('{"role":"user","text":"Hello"}').messages).toEqual([HELLO[0]]);
  });
});

describe("refuses, naming the place and not repeating the text,", () => {
  test.for<[string, string | Uint8Array, string]>([
    [
      "an unknown role",
      '[{"role":"user","text":"a"},{"role":"canary","text":"b"}]',
      "Message 2: the role is none of user",
    ],
    ["an unknown role in a line", '{"role":"user","text":"a"}\n{"role":"canary","text":"b"}', "Line 2: the role"],
    ["a line that is no JSON", '{"role":"user","text":"a"}\ncanary', "Line 2 is no JSON"],
    ["a message without text", '[{"role":"user"}]', "Message 1 is no message"],
    ["messages that are no list", '{"messages":"canary"}', '"messages" is no list'],
    ["text before the first speaker", "canary\nUser: Hello", 'Line 1: a conversation begins with "User:"'],
    ["nothing", "", "The conversation is empty"],
    ["an empty list", "[]", "The conversation is empty"],
    ["bytes that are no UTF-8", Uint8Array.from([85, 115, 101, 114, 58, 10, 32, 0xff, 10]), "Line 2 is not UTF-8"],
  ])("%s", ([, input, sentence]) => {
    const read = () => (typeof input === "string" ? parse(input) : parseConversation(input));
    expect(read).toThrowError(
      expect.objectContaining({ code: "INVALID_INPUT", message: expect.stringContaining(sentence) }),
    );
    expect(read).not.toThrowError(/canary/);
  });
});
