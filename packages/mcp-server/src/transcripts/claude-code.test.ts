import { describe, expect, test } from "vitest";
import { fixturesOf, TYPED } from "./__fixtures__/reading.ts";
import { readClaudeCode } from "./claude-code.ts";
import { sessionOf } from "./transcript.ts";

const { read, linesOf, readLines, wordsOf } = fixturesOf(readClaudeCode);

test("a conversation is what was typed and what was answered, with its id, folder and times", async () => {
  expect(await read("claude-code-2.1.330/typed")).toEqual({
    sessionId: "85c9e7a1-deaf-4ef7-9e94-a97ce8588104",
    cwd: "/home/ada/garden",
    startedAt: "2026-11-27T03:09:13.640Z",
    unattended: false,
    leftOut: {},
    messages: [
      { role: "user", text: TYPED, at: "2026-11-27T03:09:13.640Z" },
      { role: "assistant", text: "Understood (3).", at: "2026-11-27T03:09:14.444Z" },
    ],
  });
});

describe("what no person typed is left out", () => {
  test.for([
    ["tool-result", "tool-result", /Toolville/],
    ["skill-body", "meta", /Skillcity/],
    ["scheduled-prompt", "meta", /Cronville/],
    ["compaction-summary", "summary", /being continued/],
    ["side-chain", "side-chain", /Agentville/],
    ["slash-command", "command", /Commandtown|command-name/],
    ["local-command", "command", /compact/i],
    ["shell-command", "command", /Bashtown/],
    ["hook-output", "hook", /Hookville|PERSONA/],
    ["system-reminder", undefined, /Reminderville/],
    ["task-notification", "reminder", /task-notification/],
    ["interruption", "interruption", /interrupted/],
  ] as const)("%s", async ([name, reason, text]) => {
    const lines = linesOf(`claude-code-2.1.330/${name}`).join("\n");
    const transcript = await read(`claude-code-2.1.330/${name}`);
    expect(lines).toMatch(text);
    expect(JSON.stringify(transcript?.messages)).not.toMatch(text);
    expect(transcript?.messages[0]).toMatchObject({ role: "user", text: TYPED });
    expect(Object.keys(transcript?.leftOut ?? {})).toEqual(reason ? expect.arrayContaining([reason]) : []);
  });
});

describe("what a person typed is there", () => {
  test("while the model was at work, for its next turn", async () => {
    expect(await wordsOf("claude-code-2.1.330/queued")).toEqual([TYPED, "Queued: I work as a nurse."]);
  });

  test("while the model was at work, for the turn under way", async () => {
    expect(await wordsOf("claude-code-2.1.330/mid-turn")).toEqual([TYPED, "While you work: my name is Carla."]);
  });

  test("after /clear, whose answers carry the id of the conversation before", async () => {
    expect(await wordsOf("claude-code-2.1.330/cleared")).toEqual(["Cleared: I like milk."]);
  });

  test("around what was pasted, which is left out", async () => {
    const lines = linesOf("claude-code-2.1.330/pasted").join("\n");
    expect(lines).toContain("my name is Bob");
    const words = await wordsOf("claude-code-2.1.330/pasted");
    expect(words).toEqual([TYPED, expect.stringMatching(/^Summarise this mail: \s+Thanks, my name is Carla\.$/)]);
    expect((await read("claude-code-2.1.330/pasted"))?.leftOut).toEqual({ "not-typed": 1 });
  });

  test.for([
    ["with a tag of its own that ends it", "my name is Bob", 'Bob</pasted_content id=\\"1\\"> I live in Berlin'],
    ["without an end", '</pasted_content id=\\"9319\\">', ""],
  ] as const)("and no more than that, where what was pasted comes %s", async ([, found, instead]) => {
    const lines = linesOf("claude-code-2.1.330/pasted").map((line) => line.replace(found, instead));
    const { messages = [] } = (await readLines(lines)) ?? {};
    expect(lines.join("\n")).not.toBe(linesOf("claude-code-2.1.330/pasted").join("\n"));
    expect(JSON.stringify(messages)).not.toMatch(/Bob|Berlin/);
  });

  test("in a forked conversation, but for what was copied from another", async () => {
    const transcript = await read("claude-code-2.1.330/forked");
    expect(transcript?.messages[0]?.text).toBe("Forked: I like coffee.");
    expect(transcript?.leftOut).toEqual({ copied: 2 });
  });

  test.for(["2.1.34", "2.1.100", "2.1.197"])("in version %s", async (version) => {
    expect(await wordsOf(`claude-code-${version}/typed`)).toEqual(["I like coffee."]);
  });
});

test.for(["2.1.34", "2.1.100", "2.1.197", "2.1.330"])("a print-mode run of %s is not recorded", async (version) => {
  const transcript = await read(`claude-code-${version}/print-mode`);
  expect(transcript?.messages).toEqual([]);
  expect(transcript && sessionOf(transcript)).toBeUndefined();
  // In the oldest, nothing tells a program's prompt from any other that no person typed.
  expect(transcript?.unattended).toBe(version !== "2.1.34");
});

test("of an answer with tools in between, the last text stays", async () => {
  const { messages = [] } = (await read("claude-code-2.1.330/tool-result")) ?? {};
  expect(messages.map(({ text }) => text)).not.toContain("I will use a tool.");
  expect(messages.at(-1)).toMatchObject({ role: "assistant", text: "Understood (3)." });
});

test("entries of an unknown type and broken lines teach nothing, and are counted", async () => {
  const lines = linesOf("claude-code-2.1.330/typed");
  const strange = '{"type":"hologram","message":{"role":"user","content":"I live in Strangeville"}}';
  const transcript = await readLines([...lines, strange, '{"type":"user","mess', "null", ""]);
  expect(transcript?.messages).toEqual((await read("claude-code-2.1.330/typed"))?.messages);
  expect(transcript?.leftOut).toEqual({ unknown: 1, unreadable: 2 });
});

describe("a prompt whose origin is not a person's hand is left out", () => {
  const [typed = ""] = linesOf("claude-code-2.1.330/typed").filter((line) => line.includes('"promptSource":"typed"'));
  test.for([
    ["of another agent", { origin: { kind: "peer" } }],
    ["of a source that is not known", { promptSource: "telepathy" }],
    ["that the host rewrote", { promptRewritten: true }],
    ["that a schedule sent", { scheduledTaskId: "031dc489" }],
    ["without any mark", { promptSource: undefined, permissionMode: undefined }],
  ] as const)("%s", async ([, change]) => {
    const transcript = await readLines([JSON.stringify({ ...JSON.parse(typed), ...change })]);
    expect(transcript?.messages).toEqual([]);
    expect(transcript?.leftOut).toEqual({ "not-typed": 1 });
  });
});

test("lines that are no transcript are none", async () => {
  expect(await readLines([])).toBeNull();
  expect(await readLines(["User: Hello", "[1]", "{}"])).toBeNull();
});
