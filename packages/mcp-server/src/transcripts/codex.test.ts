import { describe, expect, test } from "vitest";
import { fixturesOf, TYPED } from "./__fixtures__/reading.ts";
import { readCodex } from "./codex.ts";
import { sessionOf } from "./transcript.ts";

const { read, linesOf, readLines, wordsOf } = fixturesOf(readCodex);

test("a conversation is what was typed and what was answered, with its id, folder and times", async () => {
  expect(await read("codex-0.169.0/typed")).toEqual({
    sessionId: "01a21afe-ed11-7ac3-8456-76e716015bca",
    cwd: "/home/ada/garden",
    startedAt: "2026-11-27T03:14:04.179Z",
    unattended: false,
    leftOut: expect.any(Object),
    messages: [
      { role: "user", text: TYPED, at: "2026-11-27T03:14:09.264Z" },
      { role: "assistant", text: "Understood (48).", at: "2026-11-27T03:14:09.317Z" },
    ],
  });
});

describe("what no person typed is left out", () => {
  test.for([
    ["typed", "reminder", /environment_context/],
    ["typed", "meta", /Hookville|PERSONA|skills_instructions/],
    ["tool-result", "tool-result", /Toolville/],
    ["shell-command", "command", /Bashtown/],
    ["interruption", "interruption", /turn_aborted/],
    ["compaction-summary", "summary", /Another language model/],
  ] as const)("%s: %s", async ([name, reason, text]) => {
    const transcript = await read(`codex-0.169.0/${name}`);
    expect(linesOf(`codex-0.169.0/${name}`).join("\n")).toMatch(text);
    expect(JSON.stringify(transcript?.messages)).not.toMatch(text);
    expect(transcript?.messages[0]).toMatchObject({ role: "user", text: TYPED });
    expect(transcript?.leftOut[reason]).toBeGreaterThan(0);
  });
});

describe("what a person typed is there", () => {
  test("while the model was at work", async () => {
    expect(await wordsOf("codex-0.169.0/steered")).toEqual([TYPED, "wait please", "steer: I work as a nurse"]);
  });

  test("after a compaction", async () => {
    expect(await wordsOf("codex-0.169.0/after-compaction")).toEqual([TYPED, "After compaction I moved to Porto."]);
  });

  test("in a forked conversation, which does not repeat what came before", async () => {
    expect(await wordsOf("codex-0.169.0/forked")).toEqual(["Forked: I like coffee."]);
  });

  test("in version 0.101.0", async () => {
    const transcript = await read("codex-0.101.0/typed");
    expect(transcript?.messages.map(({ text }) => text)).toEqual(["I like juice.", "Understood (42)."]);
  });

  test("behind what an editor shows of itself", async () => {
    const lines = linesOf("codex-0.101.0/typed").map((line) =>
      line.replace(
        '"message":"I like juice."',
        '"message":"# Context from my IDE setup:\\n\\n## Open tabs:\\n- I live in Tabville\\n\\n## My request for Codex:\\nI like juice."',
      ),
    );
    expect((await readLines(lines))?.messages[0]?.text).toBe("I like juice.");
  });
});

describe("where no person sits, nothing is recorded", () => {
  test("codex exec", async () => {
    const transcript = await read("codex-0.169.0/exec");
    expect(transcript).toMatchObject({ unattended: true, messages: [] });
    expect(transcript && sessionOf(transcript)).toBeUndefined();
  });

  test.for([
    ["a subagent", { source: { subagent: "review" } }],
    ["a thread of the program's own", { thread_source: "subagent" }],
    ["a program over the SDK", { originator: "codex_sdk_ts" }],
    ["a source that is not known", { source: "telepathy" }],
  ] as const)("%s", async ([, change]) => {
    const [first = "", ...rest] = linesOf("codex-0.169.0/typed");
    const meta = JSON.parse(first);
    const transcript = await readLines([JSON.stringify({ ...meta, payload: { ...meta.payload, ...change } }), ...rest]);
    expect(transcript).toMatchObject({ unattended: true, messages: [] });
  });

  test("a turn that something else began", async () => {
    const lines = linesOf("codex-0.169.0/typed").map((line) =>
      line.replace('"turn_trigger":"user"', '"turn_trigger":"automation"'),
    );
    const transcript = await readLines(lines);
    expect(transcript && sessionOf(transcript)).toBeUndefined();
    expect(transcript?.leftOut["not-typed"]).toBe(1);
  });
});

test("lines of an unknown type and broken ones teach nothing, and are counted", async () => {
  const lines = linesOf("codex-0.169.0/typed");
  const strange = '{"type":"hologram","payload":{"type":"user_message","message":"I live in Strangeville"}}';
  const transcript = await readLines([...lines, strange, '{"type":"event_']);
  expect(transcript?.messages).toEqual((await read("codex-0.169.0/typed"))?.messages);
  expect(transcript?.leftOut).toMatchObject({ unknown: 1, unreadable: 1 });
});

test("lines that are no transcript are none", async () => {
  expect(await readLines([])).toBeNull();
  expect(await readLines(["User: Hello", "{}"])).toBeNull();
});
