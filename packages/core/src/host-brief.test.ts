import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadTokenCounter } from "./count-tokens.ts";
import { createPersonalizer } from "./create-personalizer.ts";
import { buildHostBrief } from "./host-brief.ts";
import { memoryStore } from "./memory-store.ts";
import type { BriefSession } from "./optimizer.ts";
import { hostPass } from "./pass.ts";
import type { Ticket } from "./personalizer.ts";
import { templateFor } from "./prompt.ts";
import { english } from "./prompts/en.ts";
import { manual } from "./schedule.ts";
import { CHINESE_SESSIONS, ENGLISH_SESSIONS, sampleBrief, sampleSession } from "./testing/sample-brief.ts";

const count = await loadTokenCounter();
const BRIEF_TOKENS = 4_000;
const NARROW_BYTES = 9_000;
const ticket = (through: number): Ticket => ({
  incarnation: "life",
  pass: "deep",
  revision: 7,
  watermark: 0,
  through,
  preparedAt: "2026-03-15T12:00:00.000Z",
});
const build = (sessions: readonly BriefSession[], more: { isNext?: boolean; maxBytes?: number } = {}) => {
  const brief = sampleBrief(sessions);
  const last = Math.max(0, ...sessions.flatMap(({ messages }) => messages.map(({ sequence }) => sequence)));
  return buildHostBrief({ brief, ticket: ticket(last) }, { template: templateFor(brief), count, ...more });
};

describe("the brief for a host's model", () => {
  test("in English, whole", async () => {
    await expect(build(ENGLISH_SESSIONS).text).toMatchFileSnapshot("__golden__/host-brief-en.txt");
  });

  test("in Chinese, whole", async () => {
    await expect(build(CHINESE_SESSIONS).text).toMatchFileSnapshot("__golden__/host-brief-zh.txt");
  });

  test("of a backlog, after another", async () => {
    const chat = "I work nights at the harbour. What is a monad? Please write it in Rust. My wife calls me Jo.";
    const many = Array.from({ length: 300 }, (_, index) => sampleSession(index + 1, "2026-03-09T08:00:00.000Z", chat));
    const { text, condensed, ticket: narrowed } = build(many, { isNext: true });
    expect(condensed).toBe(true);
    expect(text).not.toMatch(/monad|Rust|# Fields/);
    expect(text).toContain('{"s1":"2026-03-09","m0":"I work nights at the harbour. … My wife calls me Jo."}');
    expect(narrowed.through).toBeLessThan(300);
    expect(text).toContain(`"s${narrowed.through}"`);
    expect(text).not.toContain(`"s${narrowed.through + 1}"`);
  });

  test("stands as it was had, whole or condensed, and reaches as far as it was recorded", () => {
    const days = [5, 9, 1, 7];
    const recorded = days.map((day, index) =>
      sampleSession(index + 1, `2026-03-0${day}T08:00:00.000Z`, `I have lived in town ${day} for years.`),
    );
    const had = recorded.toSorted((one, other) => Date.parse(one.startedAt) - Date.parse(other.startedAt));
    expect(build(had).text.match(/(?<=town )\d/g)).toEqual(["1", "5", "7", "9"]);
    const more = Array.from({ length: 300 }, (_, index) =>
      sampleSession(
        index + 5,
        "2026-02-01T08:00:00.000Z",
        `${"What is a monad? ".repeat(20)} I like tea number ${index}.`,
      ),
    );
    const { text, condensed, ticket: narrowed } = build([...more, ...had]);
    const handles = text.match(/(?<=^\{"s)\d+/gm)?.map(Number) ?? [];
    expect(condensed).toBe(true);
    expect(handles.slice(-4)).toEqual([3, 1, 4, 2]);
    expect(handles.slice(0, -4)).toEqual(Array.from({ length: narrowed.through - 4 }, (_, index) => index + 5));
  });

  test("costs at most 4 000 tokens, and the bytes that a host allows, whatever was said", () => {
    const texts = fc.array(
      fc.oneof(
        fc.string({ maxLength: 400, unit: "grapheme" }),
        fc
          .constantFrom("I like tea. ", "我喜欢茶。", "x", "\u2028", '"}{')
          .chain((piece) => fc.integer({ min: 0, max: 4_000 }).map((times) => piece.repeat(times))),
      ),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 12 }), fc.boolean(), fc.boolean(), (conversations, isNext, isNarrow) => {
        const sessions = conversations.map((said, index) =>
          sampleSession(index + 1, "2026-03-09T08:00:00.000Z", ...said),
        );
        const built = build(sessions, { isNext, ...(isNarrow && { maxBytes: NARROW_BYTES }) });
        expect(count(built.text)).toBe(built.tokens);
        expect(built.tokens).toBeLessThanOrEqual(BRIEF_TOKENS);
        if (isNarrow) expect(Buffer.byteLength(JSON.stringify(built.text))).toBeLessThanOrEqual(NARROW_BYTES + 2);
      }),
      { numRuns: 60 },
    );
  });

  test("comes forward even when a single part says more than fits", () => {
    const flood = sampleSession(1, "2026-03-09T08:00:00.000Z", "I like tea. ".repeat(5_000));
    const built = build([flood, sampleSession(2, "2026-03-09T08:00:00.000Z", "I like jazz.")]);
    expect(built.ticket.through).toBeGreaterThanOrEqual(1);
    expect(built.text).toContain("I like tea.");
  });

  test("leaves room for conversations beside a large persona, and says that more is known", () => {
    const values = Array.from({ length: 400 }, (_, index) => ({
      ...(sampleBrief([]).persona.fields.likes?.values[0] ?? expect.fail("the sample likes something")),
      id: `v9.${index}`,
      content: `a liking of some length, number ${index}`,
    }));
    const brief = sampleBrief(ENGLISH_SESSIONS);
    const persona = { ...brief.persona, fields: { ...brief.persona.fields, likes: { values } } };
    const built = buildHostBrief({ brief: { ...brief, persona }, ticket: ticket(9) }, { template: english, count });
    expect(built.tokens).toBeLessThanOrEqual(BRIEF_TOKENS);
    expect(built.text).toContain(english.host.more);
    expect(built.text).toContain("I moved to Bristol");
  });
});

test.for([
  { host: "any host", maxBytes: undefined, most: 20 },
  { host: "a host that takes 9 000 bytes", maxBytes: NARROW_BYTES, most: 30 },
])("a backlog of 1 000 conversations takes $host at most $most briefs", async ({ maxBytes, most }) => {
  const openings = ["Can you help me with a recipe?", "What does this error mean?", "Plan a weekend trip, please."];
  const tellings = [
    "I live near the sea.",
    "My son is allergic to nuts.",
    "I have worked as a carpenter for years.",
    "",
    "",
    "",
  ];
  const personalizer = createPersonalizer({ store: memoryStore(), passes: [hostPass({ policy: manual() })] });
  for (let index = 0; index < 1_000; index += 1) {
    const text = `${openings[index % 3]} Number ${index}. ${tellings[index % 6]} Thanks a lot for the long and detailed answer!`;
    await personalizer.recordSession("ana", {
      id: `c${index}`,
      messages: [
        { role: "user", text },
        { role: "assistant", text: "Of course. ".repeat(40) },
        { role: "user", text: "And what else could one do about it? Give me three more ideas." },
      ],
    });
  }
  let briefs = 0;
  for (;;) {
    const prepared = await personalizer.prepare("ana");
    if (!prepared) break;
    briefs += 1;
    const { ticket: next } = buildHostBrief(prepared, { template: english, count, isNext: briefs > 1, maxBytes });
    await personalizer.commit("ana", { ticket: next, proposal: { operations: [] } });
  }
  expect(briefs).toBeLessThanOrEqual(most);
});
