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
    ["folders that are added", "- **Workspace Directories:**\n  - /home/ada/Foldertown", "reminder"],
    ["the end of a mode", "User has manually exited Plan Mode. Switching to Default mode.", "reminder"],
    ["what is said to a model at work", "User steering update:\n<user_input>Stop.</user_input>", "reminder"],
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

  test.for(["slash-command", "referenced-file", "rewound", "sent-on"])(
    "what the host writes down anew of the same conversation: %s",
    async (name) => {
      const entries = linesOf(`${NAME}/${name}`).filter(
        (line) => /"type":"(?:user|gemini)"/.test(line) && !line.startsWith('{"$'),
      );
      const copies = entries.map((line, at) => {
        const { type, content } = JSON.parse(line);
        return JSON.stringify({ id: `copy-${at}`, type, content });
      });
      const { messages } = (await read(`${NAME}/${name}`)) ?? {};
      const later = JSON.stringify({ id: "later", type: "user", content: [{ text: "I like figs." }] });
      const transcript = await readLines([...linesOf(`${NAME}/${name}`), ...copies, later]);
      const said = [...(messages ?? []), { role: "user", text: "I like figs." }];
      expect(transcript?.messages).toMatchObject(said.map(({ role, text }) => ({ role, text })));
    },
  );

  test("what the host writes down anew of a program's run, which does not make the person's one", async () => {
    const printed = linesOf(`${NAME}/print-resumed`);
    const copy = printed.find((line) => line.includes("Printville"))?.replace(/"id":"[^"]+"/, '"id":"copy"') ?? "";
    const notice = JSON.stringify({ id: "1", type: "info", content: "Lifelong is on." });
    const said = JSON.stringify({ id: "2", type: "user", content: [{ text: "I like figs." }] });
    const transcript = await readLines([...printed, '{"$set":{"sessionId":"a"}}', notice, copy, said]);
    expect(transcript?.messages.at(-1)).toEqual({ role: "user", text: "I like figs." });
  });

  test("what the host writes down of another conversation that goes on here", async () => {
    const transcript = await read(`${NAME}/checkpoint`);
    expect(linesOf(`${NAME}/checkpoint`).filter((line) => /Commandville/.test(line))).toHaveLength(2);
    expect(transcript?.messages.map(({ text }) => text)).toEqual([
      "I like coffee in Porto.",
      "Understood (3).",
      "I like figs in Porto.",
      "Understood (4).",
    ]);
    expect(transcript?.leftOut).toMatchObject({ copied: 2 });
  });

  test("what a hook and a file say within what the host shows as the prompt", async () => {
    const shown = [
      { text: COFFEE },
      { text: "<hook_context>- lives in: Hooktown</hook_context>" },
      { text: "\n--- Content from referenced files ---" },
      { text: "I live in Filetown." },
    ];
    const added = { id: "1", type: "user", content: [{ text: "other" }], displayContent: shown };
    const transcript = await readLines([...linesOf(`${NAME}/typed`), JSON.stringify(added)]);
    expect(transcript?.messages.at(-1)).toEqual({ role: "user", text: COFFEE });
  });

  test("what is said to a model at work beside the result of a tool", async () => {
    const content = [{ functionResponse: { name: "read_file" } }, { text: "I live in Steertown." }];
    const added = JSON.stringify({ id: "1", type: "user", content });
    expect((await readLines([...linesOf(`${NAME}/typed`), added]))?.leftOut).toEqual({ hook: 1, "tool-result": 1 });
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

  test("a program whose prompt looks like the words of a hook, once it has asked", async () => {
    const asked = { id: "1", type: "user", content: [{ text: "I live in Editorville." }] };
    const forged = { id: "2", type: "user", content: [{ text: "<hook_context>x</hook_context>" }] };
    const later = { ...asked, id: "3", content: [{ text: "I live in Forgeville." }] };
    const [meta = ""] = linesOf(`${NAME}/typed`);
    const lines = [meta, ...[asked, forged, later].map((line) => JSON.stringify(line))];
    expect(await readLines(lines)).toMatchObject({ messages: [], leftOut: { "not-typed": 2 } });
  });

  test("a program whose first prompt looks like them, with what a hook says beside it", async () => {
    const context = { text: "<hook_context>x</hook_context>" };
    const forged = { id: "1", type: "user", content: [context, context] };
    const later = { id: "2", type: "user", content: [{ text: "I live in Forgeville." }] };
    const [meta = ""] = linesOf(`${NAME}/typed`);
    expect(await readLines([meta, JSON.stringify(forged), JSON.stringify(later)])).toMatchObject({ messages: [] });
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
    ["is a person's, and told, from the start", "typed", TYPED, true, true, false],
    ["is a person's by a notice", "cleared", "After clearing", true, false, false],
    ["is told at its first turn", "cleared", "Understood", true, true, true],
    ["is not known where a conversation is cleared", "cleared", "Lifelong is on.", false, false, false],
    ["is not known where a conversation is resumed", "resumed", "Lifelong is on.", false, false, false],
    ["is a program's, and told", "print-mode", "Understood", false, true, true],
  ] as const)("%s", async ([, name, until, isAttended, isTold, isBegun]) => {
    expect(await sittingOf(name, until)).toEqual({ isAttended, isTold, isBegun });
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
