import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import {
  assertFails,
  assertSilent,
  FINE,
  HELLO,
  type ModelContractCase,
  type ModelRoom,
  modelCase,
  type Script,
} from "./model-case.ts";
import { untilAbandoned } from "./model-contract-faults.ts";
import { SHAPE, TOOL } from "./model-contract-replies.ts";
import type { WireStreamReply } from "./model-wire.ts";

/** So many that half of any vendor's stream holds some of them, and not all. */
const DELTAS = ["Once ", "upon ", "a ", "time ", "there ", "lived ", "an ", "old ", "fish", "."];
const STORY: WireStreamReply = { deltas: DELTAS, stop: "end", usage: { inputTokens: 21, outputTokens: 30 } };
const MOOD = '{"mood_of_user":"calm"}';

/** What a model does that is asked by somebody who listens to the text as it comes. */
export const streamCases: readonly ModelContractCase[] = [
  modelCase("asks for no stream when nobody listens", [FINE], async ({ model, server }) => {
    await model.generate({ messages: HELLO });
    const { path = "", body = "" } = server.received[0] ?? {};
    assert.doesNotMatch(`${path}\n${body}`, /"stream":\s*true|\/[^?\n]*stream/i);
  }),

  streamCase("tells the text as it comes, and returns the same reply", [{ stream: STORY }], async (room, told) => {
    const reply = await room.model.generate({ messages: HELLO, onText: (delta) => told.push(delta) });
    assert.deepEqual(
      { ...reply, usage: { ...reply.usage } },
      { text: DELTAS.join(""), toolCalls: [], stop: "end", usage: STORY.usage },
    );
    assert.equal(told.join(""), reply.text, "The deltas, joined, are the text.");
    assert.ok(told.length > 1, "The text comes in more than one piece.");
    assert.equal(room.server.received.length, 1);
    assertSilent(reply);
  }),

  streamCase(
    "returns the call of a tool from a stream, and tells nothing of its arguments",
    [
      {
        stream: {
          deltas: ["Let me ", "see."],
          toolCall: { id: "call_7", name: "find_recipe", arguments: { ingredient: "red lentils" } },
          stop: "tools",
          usage: { inputTokens: 40, outputTokens: 12 },
        },
      },
    ],
    async ({ model }, told) => {
      const reply = await model.generate({ messages: HELLO, tools: [TOOL], onText: (delta) => told.push(delta) });
      const [call] = reply.toolCalls;
      assert.deepEqual(
        { name: call?.name, arguments: JSON.parse(call?.arguments ?? "null"), calls: reply.toolCalls.length },
        { name: "find_recipe", arguments: { ingredient: "red lentils" }, calls: 1 },
      );
      assert.match(call?.id ?? "", /\S/);
      assert.deepEqual(
        { text: reply.text, stop: reply.stop, told: told.join(""), outputTokens: reply.usage.outputTokens },
        { text: "Let me see.", stop: "tools", told: "Let me see.", outputTokens: 12 },
      );
    },
  ),

  streamCase(
    "returns JSON by a schema from a stream, and tells just that or nothing",
    [{ stream: { deltas: [MOOD.slice(0, 9), MOOD.slice(9)], stop: "end" } }],
    async ({ model }, told) => {
      if (model.output !== "schema") return;
      const output = { kind: "schema", name: "mood", schema: SHAPE } as const;
      const { text, toolCalls } = await model.generate({
        messages: HELLO,
        output,
        onText: (delta) => told.push(delta),
      });
      assert.deepEqual({ json: JSON.parse(text), toolCalls }, { json: { mood_of_user: "calm" }, toolCalls: [] });
      if (told.length > 0) assert.equal(told.join(""), text);
    },
  ),

  streamCase(
    "leaves unreported tokens of a stream undefined",
    [{ stream: { deltas: DELTAS, stop: "end" } }],
    async ({ model }, told) => {
      const { usage, text } = await model.generate({ messages: HELLO, onText: (delta) => told.push(delta) });
      assert.equal(text, DELTAS.join(""));
      assert.deepEqual([usage.inputTokens, usage.outputTokens], [undefined, undefined]);
    },
  ),

  streamCase(
    "says that a streamed answer was cut off",
    [{ stream: { ...STORY, stop: "length" } }],
    async ({ model }, told) => {
      const { text, stop } = await model.generate({ messages: HELLO, onText: (delta) => told.push(delta) });
      assert.deepEqual({ text, stop }, { text: DELTAS.join(""), stop: "length" });
    },
  ),

  streamCase(
    "says in a stream that the vendor or the model declined",
    [{ stream: { deltas: [], stop: "refusal" } }],
    async ({ model }, told) => {
      const { stop, text } = await model.generate({ messages: HELLO, onText: (delta) => told.push(delta) });
      assert.equal(stop, "refusal");
      assert.equal(told.join(""), text);
    },
  ),

  streamCase(
    "returns an empty text when a stream says nothing",
    [{ stream: { deltas: [], stop: "end" } }],
    async ({ model }, told) => {
      const { text, stop, toolCalls } = await model.generate({
        messages: HELLO,
        onText: (delta) => told.push(delta),
      });
      assert.deepEqual({ text, stop, toolCalls }, { text: "", stop: "end", toolCalls: [] });
      assert.equal(told.join(""), "");
    },
  ),

  streamCase(
    "asks again after a 429, as long as nothing was told",
    [{ status: 429 }, { stream: STORY }],
    async ({ model, server }, told) => {
      await model.generate({ messages: HELLO, onText: (delta) => told.push(delta) });
      assert.equal(told.join(""), DELTAS.join(""));
      assert.equal(server.received.length, 2);
    },
  ),

  streamCase(
    "fails when the connection breaks in the middle of a stream, and asks no more, since the text was told",
    [{ stream: STORY, end: "torn" }, { stream: STORY }],
    async ({ model, server }, told) => {
      await assertFails(model.generate({ messages: HELLO, onText: (delta) => told.push(delta) }), "MODEL_UNAVAILABLE");
      assertBeginning(told);
      assert.equal(server.received.length, 1);
    },
  ),

  streamCase(
    "fails when a stream ends before the answer does",
    [{ stream: STORY, end: "early" }],
    async ({ model }, told) => {
      await assertFails(model.generate({ messages: HELLO, onText: (delta) => told.push(delta) }), "MODEL_UNAVAILABLE");
      assertBeginning(told);
    },
  ),

  streamCase(
    "gives up at the time limit when the rest of a stream does not come, and hangs up",
    [{ stream: STORY, end: "stalled" }],
    async ({ model, server }, told) => {
      await assertFails(
        model.generate({ messages: HELLO, timeoutMs: 500, onText: (delta) => told.push(delta) }),
        "MODEL_UNAVAILABLE",
      );
      assertBeginning(told);
      await untilAbandoned(server.abandoned);
      assert.equal(server.received.length, 1);
    },
  ),

  streamCase(
    "tells the beginning before the end, and ends with an AbortError when it is aborted then, and hangs up",
    [{ stream: STORY, end: "stalled" }],
    async ({ model, server }, told) => {
      const abort = new AbortController();
      let hasEnded = false;
      const calling = model
        .generate({
          messages: HELLO,
          signal: abort.signal,
          timeoutMs: 5_000,
          onText: (delta) => told.push(delta),
        })
        .finally(() => {
          hasEnded = true;
        });
      calling.catch(() => {});
      while (told.length === 0 && !hasEnded) await pause(5);
      abort.abort();
      await assert.rejects(calling, { name: "AbortError" });
      const heard = told.length;
      await untilAbandoned(server.abandoned);
      assert.equal(told.length, heard, "Nothing is told after the end.");
      assertBeginning(told);
    },
  ),
];

/** A case for those who stream; for others it says why it is skipped. */
function streamCase(
  name: string,
  script: readonly Script[],
  check: (room: ModelRoom, told: string[]) => Promise<void>,
): ModelContractCase {
  const replies = script.flatMap((told) => ("stream" in told ? [told.stream] : []));
  return {
    name,
    async run(wire) {
      if (replies.every((reply) => wire.encodeStream?.(reply, {}) !== undefined)) {
        return modelCase(name, script, (room) => check(room, [])).run(wire);
      }
      process.stderr.write(`Skipped "${name}": the wire has no such stream.\n`);
    },
  };
}

function assertBeginning(told: readonly string[]): void {
  const text = told.join("");
  assert.ok(text !== "" && DELTAS.join("").startsWith(text), "What was told is the beginning of the text.");
}
