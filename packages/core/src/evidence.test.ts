import { describe, expect, test } from "vitest";
import { createLookup, type Found, keptQuote } from "./evidence.ts";
import type { BriefSession } from "./optimizer.ts";
import type { Role } from "./session.ts";

function session(...messages: readonly (readonly [Role, string])[]): BriefSession {
  return {
    id: "s1",
    ordinal: 1,
    startedAt: "2026-03-01T09:00:00.000Z",
    source: "witnessed",
    messages: messages.map(([role, text], index) => ({ index, role, text, sequence: 7 })),
  };
}

function lookUp(talk: BriefSession, quote: string, messageIndex = 0): ReturnType<ReturnType<typeof createLookup>> {
  return createLookup([talk])({ sessionId: "s1", messageIndex, quote });
}

function quoteOf(found: Found | string): string {
  return typeof found === "string" ? `refused: ${found}` : keptQuote(found, undefined).quote;
}

describe("a quote counts", () => {
  test.each([
    ["word for word", "I live in Rome now.", "I live in Rome", "I live in Rome"],
    [
      "in other case, space, marks and dashes",
      "I “really” live in  Rome – now",
      'i "REALLY" live in rome - NOW',
      "I “really” live in  Rome – now",
    ],
    ["when it is four Chinese characters", "我现在住在罗马。", "住在罗马", "住在罗马"],
    ["in the other Chinese script", "我現在住在臺灣的花蓮。", "住在台湾的花莲", "住在臺灣的花蓮"],
    ["when it is the whole message", "Vegetarian.", "vegetarian.", "Vegetarian."],
    [
      "when it leaves something out",
      "I live, as you know, in Rome",
      "I live … in Rome",
      "I live, as you know, in Rome",
    ],
    [
      "when three dots leave something out",
      "I live, as you know, in Rome",
      "I live... in Rome",
      "I live, as you know, in Rome",
    ],
    [
      "when brackets leave something out",
      "I live, as you know, in Rome",
      "I live [...] in Rome",
      "I live, as you know, in Rome",
    ],
    ["when it ends in a full stop that is not there", "I live in Rome and work", "I live in Rome.", "I live in Rome"],
    ["with an emoji beside it", "😀 I live in Rome 😀", "I live in Rome 😀", "I live in Rome 😀"],
  ])("%s", (_, text, quote, kept) => {
    expect(quoteOf(lookUp(session(["user", text]), quote))).toBe(kept);
  });

  test("in another message of the user than the one named, which corrects the index", () => {
    const found = lookUp(
      session(["assistant", "Where?"], ["user", "Hm."], ["user", "I live in Rome"]),
      "I live in Rome",
      1,
    );
    expect(typeof found === "object" && keptQuote(found, undefined)).toEqual({
      sessionId: "s1",
      messageIndex: 2,
      quote: "I live in Rome",
      startedAt: "2026-03-01T09:00:00.000Z",
      sequence: 7,
      source: "witnessed",
    });
  });

  test("in the message named, where several hold it", () => {
    const found = lookUp(session(["user", "I live in Rome"], ["user", "Yes, I live in Rome"]), "I live in Rome", 1);
    expect(typeof found === "object" && found.message.index).toBe(1);
  });

  test("where the user says it, though a pasted text says it first", () => {
    const found = lookUp(session(["user", "> I live in Rome\nI live in Rome too"]), "I live in Rome");
    expect(typeof found === "object" && found.spans[0]?.start).toBe(17);
  });
});

describe("a quote proves nothing", () => {
  test.each([
    ["of a conversation that is not in the brief", "not-in-session", "s2", "I live in Rome"],
    ["that nobody said", "not-in-session", "s1", "I live in Paris"],
    ["that cuts a word in two", "not-in-session", "s1", "live in Rom"],
    ["whose parts stand in another order", "not-in-session", "s1", "in Rome … I live"],
    ["that only the assistant said", "not-the-users-words", "s1", "You live in Rome"],
    ["that stands in a quotation", "not-the-users-words", "s1", "I hate all trains"],
    ["of one word", "quote-too-short", "s1", "Rome"],
    ["of parts of one word", "quote-too-short", "s1", "live … Rome"],
    ["of nothing", "not-in-session", "s1", " "],
    ["of a mere mark of omission", "not-in-session", "s1", "…"],
  ])("%s", (_, code, sessionId, quote) => {
    const talk = session(["user", 'I live in Rome. Ann says "I hate all trains".'], ["assistant", "You live in Rome?"]);
    expect(createLookup([talk])({ sessionId, messageIndex: 0, quote })).toBe(code);
  });

  test("that is a whole message in quotation marks", () => {
    expect(lookUp(session(["user", '"I hate all trains"']), '"I hate all trains"')).toBe("not-the-users-words");
  });

  test("of three Chinese characters", () => {
    expect(lookUp(session(["user", "我住罗马呢"]), "住罗马")).toBe("quote-too-short");
  });

  test("of an emptied message", () => {
    expect(lookUp(session(["user", ""]), "")).toBe("not-in-session");
  });
});

describe("a kept quote", () => {
  test("leaves out what is not the user's own", () => {
    expect(
      quoteOf(
        lookUp(session(["user", 'Say "I hate all trains" in other words']), 'Say "I hate all trains" in other words'),
      ),
    ).toBe("in other words");
  });

  test("is cut to 300 characters around the words that matter, never through a character", () => {
    const text = `${"😀 word ".repeat(80)}vegan ${"word 😀 ".repeat(80)}`.trim();
    const found = lookUp(session(["user", text]), text);
    const start = text.indexOf("vegan");
    if (typeof found === "string") throw new Error(found);
    const { quote } = keptQuote(found, { start, end: start + 5 });
    expect(quote.length).toBeLessThanOrEqual(300);
    expect(quote).toContain("vegan");
    expect(text).toContain(quote);
    expect(quote.isWellFormed()).toBe(true);
  });

  test("of many thousand characters is looked up by its beginning", () => {
    const text = "all work and no play ".repeat(400);
    expect(quoteOf(lookUp(session(["user", text]), text))).toHaveLength(300);
  });
});
