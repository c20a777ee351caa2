import { describe, expect, test } from "vitest";
import { fixturesOf, TYPED } from "./__fixtures__/reading.ts";
import { readGemini, readGeminiSitting } from "./gemini.ts";
import { sessionOf } from "./transcript.ts";

const { read, linesOf, readLines, wordsOf } = fixturesOf(readGemini);
const NAME = "gemini-0.61.0";
const COFFEE = "I like coffee.";

test("a conversation is what was typed and what was answered, with its id and times", async () => {
  expect(await read(`${NAME}/typed`)).toEqual({
    sessionId: "46071164-29d2-47e9-9eac-13ebc51ad3a9",
    startedAt: "2026-11-27T07:54:53.698Z",
    unattended: false,
    leftOut: { hook: 1 },
    messages: [
      { role: "user", text: TYPED, at: "2026-11-27T07:54:54.313Z" },
      { role: "assistant", text: "Understood (1).", at: "2026-11-27T07:54:54.562Z" },
    ],
  });
});

describe("what no person typed is left out", () => {
  test.for([
    ["typed", "hook", /Hookville/],
    ["tool-result", "tool-result", /Toolville/],
    ["shell-command", "command", /Bashtown/],
    ["slash-command", "command", /Commandville/],
    ["sent-on", "not-typed", /Denyville/],
    ["print-resumed", "unattended", /Printville/],
  ] as const)("%s: %s", async ([name, reason, text]) => {
    const transcript = await read(`${NAME}/${name}`);
    expect(linesOf(`${NAME}/${name}`).join("\n")).toMatch(text);
    expect(JSON.stringify(transcript?.messages)).not.toMatch(text);
    expect(transcript?.messages[0]).toMatchObject({ role: "user", text: TYPED });
    expect(transcript?.leftOut[reason]).toBeGreaterThan(0);
  });

  test.for([
    ["the summary of a conversation", "<state_snapshot>I live in Snapville.</state_snapshot>", "summary"],
    ["where the host runs", "<session_context>\nThe user lives in Contextville.</session_context>", "reminder"],
    ["what an editor shows", "Here is the user's editor context as a JSON object.", "reminder"],
    ["what the host says by itself", "[System: You previously generated thoughts.]", "reminder"],
  ] as const)("%s", async ([, text, reason]) => {
    const added = { id: "1", type: "user", content: [{ text }] };
    const transcript = await readLines([...linesOf(`${NAME}/typed`), JSON.stringify(added)]);
    expect(transcript?.messages).toEqual((await read(`${NAME}/typed`))?.messages);
    expect(transcript?.leftOut).toEqual({ hook: 1, [reason]: 1 });
  });

  test("thoughts of the model", async () => {
    const content = [{ text: "They live in Thoughtville.", thought: true }, { text: "Done." }];
    const added = { id: "1", type: "gemini", content };
    const transcript = await readLines([...linesOf(`${NAME}/typed`), JSON.stringify(added)]);
    expect(transcript?.messages.at(-1)).toEqual({ role: "assistant", text: "Done." });
  });

  test("an answer that only calls a tool", async () => {
    const lines = linesOf(`${NAME}/tool-result`).filter((line) => !line.includes("Understood (2)"));
    const transcript = await readLines(lines);
    expect(transcript?.messages).toMatchObject([{ text: TYPED }]);
  });

  test("what a hook says behind a prompt, also where the host does not show the prompt alone", async () => {
    const lines = linesOf(`${NAME}/cleared`).map((line) => line.replace("displayContent", "other"));
    expect((await readLines(lines))?.messages[0]).toMatchObject({ text: "After clearing I moved to Porto." });
  });
});

describe("what a person typed is there", () => {
  test.for([
    ["without the file that it refers to", "referenced-file", [TYPED, "What is in @town.txt", COFFEE]],
    ["also before the conversation was rewound", "rewound", [TYPED, COFFEE, "I like tea."]],
    ["beside a command of the shell", "shell-command", [TYPED, COFFEE]],
    ["once, where the host goes on with it", "sent-on", [TYPED, COFFEE]],
    [
      "before and after a compaction",
      "compaction-summary",
      [TYPED, COFFEE, "I like tea too.", "After compression I moved to Porto."],
    ],
    ["in a conversation after another", "cleared", ["After clearing I moved to Porto."]],
    ["in a conversation that was resumed", "resumed", [TYPED, "Resumed, I like coffee."]],
  ] as const)("%s", async ([, name, words]) => {
    expect(await wordsOf(`${NAME}/${name}`)).toEqual(words);
  });
});

describe("where nothing shows that a person sits there, nothing is recorded:", () => {
  test("print mode", async () => {
    const transcript = await read(`${NAME}/print-mode`);
    expect(transcript).toMatchObject({ unattended: true, messages: [] });
    expect(transcript && sessionOf(transcript)).toBeUndefined();
  });

  test("print mode that goes on with a person's conversation, whose own words stay", async () => {
    const transcript = await read(`${NAME}/print-resumed`);
    expect(transcript?.messages).toMatchObject([{ text: TYPED }, { text: "Understood (1)." }]);
  });

  test("a conversation that was resumed, whose start is noted in another file, before a sign", async () => {
    const lines = linesOf(`${NAME}/resumed`).filter((line) => !line.includes('"info"'));
    const transcript = await readLines(lines);
    expect(transcript?.messages).toMatchObject([{ text: TYPED }, { text: "Understood (1)." }]);
    expect(await read(`${NAME}/start-of-resumed`)).toMatchObject({ messages: [], leftOut: { hook: 1 } });
  });

  test("a conversation without a hook", async () => {
    const transcript = await readLines(linesOf(`${NAME}/typed`).filter((line) => !line.includes("hook_context")));
    expect(transcript).toMatchObject({ messages: [], leftOut: { "not-typed": 1 } });
    expect(transcript && sessionOf(transcript)).toBeUndefined();
  });

  test("a conversation with an image that a tool brought, noted like a notice", async () => {
    const image = { id: "1", type: "info", content: [{ inlineData: { mimeType: "image/png", data: "" } }] };
    const lines = linesOf(`${NAME}/typed`).map((line) =>
      line.includes("hook_context") ? JSON.stringify(image) : line,
    );
    expect(await readLines(lines)).toMatchObject({ messages: [], leftOut: { "not-typed": 1 } });
  });

  test("a prompt that ends like the words of a hook", async () => {
    const lines = linesOf(`${NAME}/print-mode`).map((line) => line.replace(`${TYPED}"`, `${TYPED}</hook_context>"`));
    expect(lines.join("\n")).toContain("answers.</hook_context>");
    expect(await readLines(lines)).toMatchObject({ unattended: true, messages: [] });
  });

  test("a subagent", async () => {
    const lines = linesOf(`${NAME}/typed`).map((line) => line.replace('"kind":"main"', '"kind":"subagent"'));
    expect(await readLines(lines)).toBeNull();
  });
});

describe("a sitting", () => {
  const sittingOf = (name: string, until: string) => {
    const lines = linesOf(`${NAME}/${name}`);
    return readGeminiSitting(
      oneByOne(
        lines.slice(
          0,
          lines.findIndex((line) => line.includes(until)),
        ),
      ),
    );
  };
  test.for([
    ["is a person's, and told, from the start", "typed", TYPED, true, true],
    ["is a person's by a notice", "cleared", "After clearing", true, false],
    ["is told at its first turn", "cleared", "Understood", true, true],
    ["is not known where a conversation is cleared", "cleared", "Lifelong is on.", false, false],
    ["is not known where a conversation is resumed", "resumed", "Lifelong is on.", false, false],
    ["is a program's, and told", "print-mode", "Understood", false, true],
  ] as const)("%s", async ([, name, until, isAttended, isTold]) => {
    expect(await sittingOf(name, until)).toEqual({ isAttended, isTold });
  });
});

test("lines of an unknown type and broken ones teach nothing, and are counted", async () => {
  const strange = '{"id":"1","type":"hologram","content":[{"text":"I live in Strangeville"}]}';
  const transcript = await readLines([...linesOf(`${NAME}/typed`), strange, '{"$del":1}', '{"id":"2"']);
  expect(transcript?.messages).toEqual((await read(`${NAME}/typed`))?.messages);
  expect(transcript?.leftOut).toEqual({ hook: 1, unknown: 2, unreadable: 1 });
});

test("lines that are no transcript are none", async () => {
  expect(await readLines([])).toBeNull();
  expect(await readLines(["User: Hello", "{}"])).toBeNull();
});

async function* oneByOne(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
