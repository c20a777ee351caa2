import { type ErrorCode, PersonaError } from "@lifelong/core";
import { expect, test } from "vitest";
import type { Tool } from "./define-tool.ts";
import { runTool, type ToolAnswer } from "./run-tool.ts";
import { getPersona } from "./tools/get-persona.ts";
import { optimizePersona } from "./tools/optimize-persona.ts";
import { recordSession } from "./tools/record-session.ts";

const SECRET = "sk-canary-4711";

/** Calls the tool over a library that fails so. */
async function callFailing(tool: Tool, input: unknown, error: unknown): Promise<ToolAnswer & { reported: unknown[] }> {
  const reported: unknown[] = [];
  const answer = await runTool(
    tool,
    input,
    () => Promise.reject(error),
    (problem) => reported.push(problem),
  );
  return { ...answer, reported };
}

const MESSAGE = { role: "user", text: "Hi" };
const LONG = "x".repeat(1_000_000);

test.for<[Tool, unknown, string]>([
  [getPersona, { userId: "eve" }, 'Unknown argument "userId". get_persona takes budgetTokens, query. Call again.'],
  [
    optimizePersona,
    { force: true },
    'Unknown argument "force". optimize_persona takes ticket, operations, all. Call again.',
  ],
  [optimizePersona, { [LONG]: 1 }, `Unknown argument "${"x".repeat(40)}…". optimize_persona`],
  [optimizePersona, { a: 1, b: 1, c: 1, d: 1 }, '"c". 1 more thing does not fit. optimize_persona takes'],
  [
    recordSession,
    { messages: [{ ...MESSAGE, name: "x" }] },
    'Unknown argument "messages[0].name". record_session takes',
  ],
  [recordSession, { messages: [{ role: "bot", text: "Hi" }] }, '"messages[0].role" must be one of user, assistant,'],
  [
    recordSession,
    { messages: Array(1000).fill({ role: "bot", text: "" }) },
    "997 more things do not fit. record_session",
  ],
  [recordSession, { messages: [{ role: "user" }] }, 'Argument "messages[0].text" is missing. record_session'],
  [recordSession, { messages: [null] }, 'Argument "messages[0]" must be an object. record_session'],
  [recordSession, { messages: "Hi" }, 'Argument "messages" must be a list. record_session'],
  [recordSession, { messages: [] }, 'Argument "messages" must not be empty. record_session'],
  [recordSession, { messages: [MESSAGE], private: "yes" }, 'Argument "private" must be true or false. record_session'],
  [recordSession, undefined, 'Argument "messages" is missing. record_session takes sessionId, messages, startedAt'],
  [getPersona, { budgetTokens: -1 }, 'Argument "budgetTokens" must be more than 0. get_persona'],
  [getPersona, { budgetTokens: "600" }, 'Argument "budgetTokens" must be a number. get_persona'],
  [getPersona, { budgetTokens: 1.5 }, 'Argument "budgetTokens" must be a whole number. get_persona'],
  [getPersona, [], "The arguments must be an object. get_persona takes"],
])("%o refuses a call in our own words, and names what does not fit", async ([tool, input, sentence]) => {
  const { text, isError, data, reported } = await callFailing(tool, input, new Error("never reached"));
  expect(text).toContain(sentence);
  expect(text).toMatch(
    tool === recordSession ? /^INVALID_INPUT: .*Nothing was stored; call again\.$/ : / Call again\.$/,
  );
  expect(text.length).toBeLessThan(500);
  expect({ isError, data, reported }).toEqual({ isError: true, data: undefined, reported: [] });
});

test("says of a record that a store failed only what holds however far it had come", async () => {
  for (const code of ["STORE_CORRUPT", "STORE_UNAVAILABLE"] as const) {
    const error = new PersonaError(code, "Write it so.");
    expect((await callFailing(recordSession, { messages: [MESSAGE] }, error)).text).toContain("not stored twice");
    expect((await callFailing(getPersona, {}, error)).text).not.toContain("stored twice");
  }
});

test.for<[ErrorCode, RegExp]>([
  ["INVALID_INPUT", /Write it so\./],
  ["CONFIGURATION", /Write it so\./],
  ["REVISION_CONFLICT", /Call again\./],
  ["STORE_UNAVAILABLE", /Call again later/],
  ["STORE_CORRUPT", /lifelong doctor --repair/],
  ["FORMAT_TOO_NEW", /Write it so\./],
  ["MODEL_UNAVAILABLE", /Call again later/],
])("answers %s with its code and the next step", async ([code, next]) => {
  const { text, isError } = await callFailing(getPersona, {}, new PersonaError(code, "Write it so."));
  expect(text.startsWith(`${code}: `)).toBe(true);
  expect(text).toMatch(next);
  expect(isError).toBe(true);
});

test("keeps what another program's error says out of the answer, and reports it", async () => {
  const error = new SyntaxError(`Unexpected token, "${SECRET}" is not valid JSON`);
  const { text, reported } = await callFailing(getPersona, {}, error);
  expect(text).toMatch(/^UNEXPECTED: /);
  expect(text).not.toContain(SECRET);
  expect(reported).toEqual([error]);
});
