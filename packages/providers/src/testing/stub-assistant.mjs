#!/usr/bin/env node
// Stands for an installed assistant: says what the real one says, by the mode that STUB_MODE names, and notes what it was given.
import { spawn } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";

const { STUB_MODE = "claude", STUB_NOTES = "", STUB_HOOK = "", LIFELONG_OFF } = process.env;
const input = await text(process.stdin);
const given = { input, args: process.argv.slice(2), off: LIFELONG_OFF, cwd: process.cwd(), files: readdirSync(".") };
writeFileSync(STUB_NOTES, JSON.stringify(given));
writeFileSync("left-behind.txt", "a trace");
const answer = '{"operations":[]}';

if (STUB_HOOK) {
  // A hook of the assistant, as an end of a session would run it.
  const hook = spawn(process.execPath, [STUB_HOOK, "record"], { stdio: ["pipe", "ignore", "ignore"] });
  hook.stdin.end("User: I live in Canary Wharf.");
  await new Promise((resolve) => hook.on("close", resolve));
}
const says = {
  claude: () => ({
    type: "result",
    subtype: "success",
    is_error: false,
    duration_ms: 157,
    num_turns: 1,
    result: answer,
    stop_reason: "end_turn",
    session_id: "8201db03-1278-4913-90ec-75bbebb1b498",
    total_cost_usd: 0.0004,
    usage: { input_tokens: 20, cache_creation_input_tokens: 3, cache_read_input_tokens: 2, output_tokens: 15 },
    permission_denials: [],
    uuid: "6b0ecf36-bc9d-42ca-9bc0-3497ca81df30",
  }),
  gemini: () => ({
    session_id: "14bb5298-fcdc-41e6-805d-a9b97e698e31",
    response: answer,
    stats: {
      models: {
        "gemini-test": {
          api: { totalRequests: 1, totalErrors: 0 },
          tokens: { prompt: 25, candidates: 10, total: 40, cached: 0, thoughts: 5, tool: 0 },
        },
      },
      tools: { totalCalls: 0 },
    },
  }),
};
if (STUB_MODE === "codex") {
  for (const event of [
    { type: "thread.started", thread_id: "01a20614-156a-7b81-a7eb-2eafb64ede84" },
    { type: "turn.started" },
    { type: "item.completed", item: { id: "item_0", type: "reasoning", text: "Hm." } },
    { type: "item.completed", item: { id: "item_1", type: "agent_message", text: answer } },
    {
      type: "turn.completed",
      usage: { input_tokens: 25, cached_input_tokens: 0, output_tokens: 15, reasoning_output_tokens: 0 },
    },
  ])
    console.log(JSON.stringify(event));
} else if (STUB_MODE === "hang") {
  // With a child of its own that does not end when it is asked to.
  spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setTimeout(() => {}, 60000)"], { stdio: "ignore" });
  process.on("SIGTERM", () => {});
  await new Promise((resolve) => setTimeout(resolve, 60_000));
} else if (STUB_MODE === "flood") {
  for (;;)
    if (!process.stdout.write("x".repeat(65_536)))
      await new Promise((resolve) => process.stdout.once("drain", resolve));
} else if (STUB_MODE === "fail") {
  console.error(`not logged in: ${input}`);
  console.log(`not logged in: ${input}`);
  process.exitCode = 1;
} else if (STUB_MODE === "garbage") console.log(`Sure! ${input}`);
else console.log(JSON.stringify(says[STUB_MODE](), undefined, 2));
