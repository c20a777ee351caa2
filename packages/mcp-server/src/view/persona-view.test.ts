import { stripVTControlCharacters } from "node:util";
import { defaultSchema, emptyPersona, type FieldState, type Persona, type Value } from "@lifelong/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Layout, plainStyle, terminalStyle } from "./layout.ts";
import { viewPersona } from "./persona-view.ts";
import { textWidth } from "./text-width.ts";

const NOW = new Date("2026-03-14T12:00:00Z");
const PLAIN: Layout = { width: 72, style: plainStyle };

function value(content: string, quote?: string, more: Partial<Value> = {}): Value {
  const at = "2026-03-14T10:00:00Z";
  return {
    id: content,
    content,
    basis: quote === undefined ? "user" : "stated",
    tentative: false,
    supportedBy: quote === undefined ? [] : [{ sessionId: "a", startedAt: at }],
    quotes:
      quote === undefined
        ? []
        : [{ sessionId: "a", messageIndex: 0, quote, startedAt: at, sequence: 1, source: "witnessed" }],
    learnedAt: at,
    changedAt: at,
    ...more,
  };
}

function persona(fields: Record<string, FieldState>): Persona {
  return { ...emptyPersona("ada"), revision: 4, updatedAt: "2026-03-14T10:00:00Z", fields };
}

test("groups the fields, tells ground and support, and quotes the user", () => {
  const held = persona({
    location: { values: [value("Lisbon", "I live in Lisbon now")] },
    "demographics.name": { values: [value("Ada")], locked: true },
    likes: {
      values: [
        value("green tea", "I love green tea"),
        value("long walks", "long walks are the best", { tentative: true, basis: "inferred" }),
      ],
    },
  });
  expect(viewPersona(held, defaultSchema, PLAIN, NOW)).toBe(`Persona of ada
revision 4 · changed 2 hours ago

Demographics
  name      Ada                                      set by you · locked

Life
  lives in  Lisbon                           your words · 1 conversation
            “I live in Lisbon now”
  likes     green tea                        your words · 1 conversation
            “I love green tea”

Not sure yet, until a second conversation says so too
  likes     long walks                        concluded · 1 conversation
            “long walks are the best”
`);
});

test("says how to begin when nothing is known", () => {
  expect(viewPersona(emptyPersona("ada"), defaultSchema, PLAIN, NOW)).toContain("Nothing is known yet.");
});

test("keeps every line within the width, whatever the values hold, and lets none of them speak to the terminal", () => {
  const foreign = fc.string({
    unit: fc.oneof(fc.constantFrom("\u001B[2J", "绿", " ", "word", "\n"), fc.string({ unit: "grapheme" })),
    minLength: 1,
  });
  fc.assert(
    fc.property(foreign, foreign, fc.integer({ min: 40, max: 120 }), (content, quote, width) => {
      const text = viewPersona(
        persona({ likes: { values: [value(content, quote)] } }),
        defaultSchema,
        { width, style: plainStyle },
        NOW,
      );
      for (const line of text.split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(width);
      expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    }),
  );
});

test("shows the same with and without colours", () => {
  const held = persona({ location: { values: [value("Lisbon", "I live in Lisbon now")] } });
  const coloured = viewPersona(held, defaultSchema, { width: 72, style: terminalStyle }, NOW);
  expect(coloured).toContain("\u001B[");
  expect(stripVTControlCharacters(coloured)).toBe(viewPersona(held, defaultSchema, PLAIN, NOW));
});
