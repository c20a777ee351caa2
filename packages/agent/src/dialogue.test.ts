import type { ModelMessage } from "@lifelong/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { callsOf, dialogueOf, isAnswered, recordedOf } from "./dialogue.ts";

const text = fc.string({ unit: "binary", maxLength: 30 });
const rounds = fc.array(
  fc.record({ user: text, said: text, results: fc.array(text, { maxLength: 3 }), answer: text }),
  { maxLength: 5 },
);

const dialogues = rounds.map((all) =>
  all.flatMap(({ user, said, results, answer }, round): ModelMessage[] => {
    const toolCalls = results.map((_, index) => ({ id: `${round}-${index}`, name: "look", arguments: '{\n "a": 1 }' }));
    return [
      { role: "user", text: user },
      ...(toolCalls.length > 0 ? [{ role: "assistant" as const, text: said, toolCalls }] : []),
      ...results.map((result, index): ModelMessage => {
        return { role: "tool", toolCallId: `${round}-${index}`, name: "look", text: result };
      }),
      { role: "assistant", text: answer },
    ];
  }),
);

describe("what is recorded", () => {
  test("only grows with the dialogue", () => {
    fc.assert(
      fc.property(dialogues, fc.nat(), (dialogue, cut) => {
        const part = recordedOf(dialogue.slice(0, cut % (dialogue.length + 1)));
        expect(recordedOf(dialogue).slice(0, part.length)).toEqual(part);
      }),
    );
  });

  test("has the user's words, and nothing else, as the user's", () => {
    fc.assert(
      fc.property(dialogues, (dialogue) => {
        const users = (messages: readonly { role: string; text: string }[]) =>
          messages.filter(({ role }) => role === "user").map((said) => said.text);
        expect(users(recordedOf(dialogue))).toEqual(users(dialogue).filter((said) => said.trim() !== ""));
      }),
    );
  });

  test("comes back as a dialogue in which every call has its result, and which is recorded as it was", () => {
    fc.assert(
      fc.property(dialogues, (dialogue) => {
        const recorded = recordedOf(dialogue);
        const again = dialogueOf(recorded, true);
        expect(recordedOf(again)).toEqual(recorded);
        expect(callsOf(again).map(({ result }) => result)).toEqual(callsOf(dialogue).map(({ result }) => result));
        expect(dialogueOf(recorded, false).some(({ role }) => role === "tool")).toBe(false);
      }),
    );
  });

  test("of a long tool result is its beginning", () => {
    const dialogue: ModelMessage[] = [{ role: "tool", toolCallId: "c", name: "look", text: "x".repeat(100_000) }];
    expect(recordedOf(dialogue)[0]?.text.length).toBeLessThan(5_000);
  });
});

test("what nobody answered waits for an answer", () => {
  const user: ModelMessage = { role: "user", text: "Hi" };
  expect(isAnswered([])).toBe(true);
  expect(isAnswered([user])).toBe(false);
  expect(isAnswered([user, { role: "assistant", text: "Hello" }])).toBe(true);
  expect(
    isAnswered([user, { role: "assistant", text: "", toolCalls: [{ id: "a", name: "b", arguments: "{}" }] }]),
  ).toBe(false);
});
