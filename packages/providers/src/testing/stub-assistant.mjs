#!/usr/bin/env node
// Stands for an installed assistant: says what the real one says, by the mode that STUB_MODE names, and notes what it was given.
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { text } from "node:stream/consumers";

const { STUB_MODE = "claude", STUB_NOTES = "", STUB_HOOK = "", LIFELONG_OFF, HOME = "", TMPDIR = "" } = process.env;
const input = await text(process.stdin);
const args = process.argv.slice(2);
const schemaFile = args[args.indexOf("--output-schema") + 1];
const given = {
  input,
  args,
  off: LIFELONG_OFF,
  cwd: process.cwd(),
  files: readdirSync("."),
  ...(args.includes("--output-schema") && { schema: JSON.parse(readFileSync(schemaFile, "utf8")) }),
  ...(STUB_MODE === "gemini" && {
    settings: JSON.parse(readFileSync(".gemini/settings.json", "utf8")),
    variables: readFileSync(".gemini/.env", "utf8"),
  }),
};
writeFileSync(STUB_NOTES, JSON.stringify(given));
writeFileSync("left-behind.txt", input);
writeFileSync(join(TMPDIR, "gemini-client-error-Turn.run-sendMessageStream.json"), input);
if (STUB_MODE === "gemini") {
  for (const kind of ["tmp", "history"]) {
    const folder = join(HOME, ".gemini", kind, basename(process.cwd()), "chats");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "session-2026-11-23T01-47-14bb5298.jsonl"), input);
  }
}
const answer = '{"operations":[]}';

if (STUB_HOOK) {
  // A hook of the assistant, as an end of a session would run it.
  const hook = spawn(process.execPath, [STUB_HOOK, "record"], { stdio: ["pipe", "ignore", "ignore"] });
  hook.stdin.end("User: I live in Canary Wharf.");
  await new Promise((resolve) => hook.on("close", resolve));
}

const claude = (more) => ({
  type: "result",
  subtype: "success",
  is_error: false,
  api_error_status: null,
  duration_ms: 157,
  num_turns: 1,
  result: answer,
  stop_reason: "end_turn",
  session_id: "8201db03-1278-4913-90ec-75bbebb1b498",
  total_cost_usd: 0.0004,
  usage: { input_tokens: 20, cache_creation_input_tokens: 3, cache_read_input_tokens: 2, output_tokens: 15 },
  permission_denials: [],
  terminal_reason: "completed",
  uuid: "6b0ecf36-bc9d-42ca-9bc0-3497ca81df30",
  ...more,
});
const claudeFailure = (result, more) =>
  claude({
    is_error: true,
    result,
    stop_reason: "stop_sequence",
    terminal_reason: "api_error",
    usage: { input_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 0 },
    ...more,
  });
const gemini = () => ({
  session_id: "14bb5298-fcdc-41e6-805d-a9b97e698e31",
  response: answer,
  stats: {
    models: {
      "gemini-test": {
        api: { totalRequests: 1, totalErrors: 0, totalLatencyMs: 30, errorsByType: {} },
        tokens: { input: 25, prompt: 25, candidates: 10, total: 40, cached: 0, thoughts: 5, tool: 0 },
      },
    },
    tools: { totalCalls: 0, totalSuccess: 0, totalFail: 0, totalDurationMs: 0 },
  },
});
const codex = (events) => [
  { type: "thread.started", thread_id: "01a20614-156a-7b81-a7eb-2eafb64ede84" },
  { type: "item.completed", item: { id: "item_0", type: "error", message: "A setting is ignored." } },
  { type: "turn.started" },
  ...events,
];
const codexFailure = (message) =>
  codex([
    { type: "error", message },
    { type: "turn.failed", error: { message } },
  ]);

const says = {
  claude: [claude({})],
  "claude-no-usage": [claude({ usage: undefined })],
  "claude-401": [claudeFailure(`Failed to authenticate. API Error: 401 ${input}`, { api_error_status: 401 })],
  "claude-429": [claudeFailure(`API Error: Request rejected (429) · ${input}`, { api_error_status: 429 })],
  "claude-400": [claudeFailure(`API Error: 400 ${input}`, { api_error_status: 400 })],
  "claude-login": [claudeFailure("Not logged in · Please run /login")],
  "claude-length": [
    claudeFailure(
      "API Error: Claude's response exceeded the 128000 output token maximum. To configure this behavior, set the CLAUDE_CODE_MAX_OUTPUT_TOKENS environment variable.",
    ),
  ],
  "claude-refusal": [
    claudeFailure("API Error: Opus 5.5's safeguards flagged this message.", { stop_reason: "refusal" }),
  ],
  codex: codex([
    { type: "item.completed", item: { id: "item_1", type: "reasoning", text: "Hm." } },
    { type: "item.completed", item: { id: "item_2", type: "agent_message", text: answer } },
    {
      type: "turn.completed",
      usage: {
        input_tokens: 25,
        cached_input_tokens: 0,
        cache_write_input_tokens: 0,
        output_tokens: 15,
        reasoning_output_tokens: 0,
      },
    },
  ]),
  "codex-401": codexFailure(`unexpected status 401 Unauthorized: ${input}, url: http://127.0.0.1/v1/responses`),
  "codex-429": codexFailure("exceeded retry limit, last status: 429 Too Many Requests"),
  "codex-400": codexFailure(JSON.stringify({ error: { message: input, type: "invalid_request_error", code: "x" } })),
  "codex-500": codexFailure("We’re currently experiencing high demand, which may cause temporary errors."),
  "codex-length": codexFailure("Incomplete response returned, reason: max_output_tokens"),
  gemini: [gemini()],
};
/** Of a failure Gemini CLI speaks on stderr alone, and ends with the last bits of the service's status. */
const exits = { "gemini-login": 41, "gemini-401": 145, "gemini-400": 144, fail: 1 };

if (STUB_MODE === "hang") {
  // With a child of its own; neither ends when it is asked to.
  const stays = "process.on('SIGTERM', () => {}); setTimeout(() => {}, 60000)";
  spawn(process.execPath, ["-e", stays, STUB_NOTES], { stdio: "ignore" });
  process.on("SIGTERM", () => {});
  await new Promise((resolve) => setTimeout(resolve, 60_000));
} else if (STUB_MODE === "wait") {
  await new Promise((resolve) => setTimeout(resolve, 60_000));
} else if (STUB_MODE === "flood") {
  for (;;)
    if (!process.stdout.write("x".repeat(65_536)))
      await new Promise((resolve) => process.stdout.once("drain", resolve));
} else if (STUB_MODE in exits) {
  console.error(`It failed: ${input}`);
  process.exitCode = exits[STUB_MODE];
} else if (STUB_MODE === "garbage") console.log(`Sure! ${input}`);
else {
  for (const said of says[STUB_MODE]) console.log(JSON.stringify(said));
  if (STUB_MODE.includes("-") && STUB_MODE !== "claude-no-usage") process.exitCode = 1;
}
