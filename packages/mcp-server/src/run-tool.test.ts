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

test.for<[Tool, unknown, string]>([
  [getPersona, { userId: "eve" }, 'INVALID_INPUT: Unknown argument "userId". get_persona takes budgetTokens.'],
  [optimizePersona, { force: true }, 'INVALID_INPUT: Unknown argument "force". optimize_persona takes no arguments.'],
  [recordSession, { messages: [{ role: "user", text: "Hi", name: "x" }] }, 'Unknown argument "messages[0].name".'],
  [recordSession, { messages: [{ role: "bot", text: "Hi" }] }, 'Argument "messages[0].role":'],
  [recordSession, {}, 'Argument "messages":'],
  [recordSession, { messages: [] }, 'Argument "messages":'],
  [recordSession, undefined, 'Argument "messages":'],
  [getPersona, { budgetTokens: -1 }, 'Argument "budgetTokens":'],
  [getPersona, { budgetTokens: "600" }, 'Argument "budgetTokens":'],
])("%o refuses %o and names what does not fit", async ([tool, input, sentence]) => {
  const { text, isError, data, reported } = await callFailing(tool, input, new Error("never reached"));
  expect(text).toContain(sentence);
  expect(text).toMatch(/^INVALID_INPUT: .*Nothing was stored; call again\.$/);
  expect({ isError, data, reported }).toEqual({ isError: true, data: undefined, reported: [] });
});

test.for<[ErrorCode, RegExp]>([
  ["INVALID_INPUT", /Write it so\./],
  ["CONFIGURATION", /Write it so\./],
  ["REVISION_CONFLICT", /Call again\./],
  ["STORE_UNAVAILABLE", /Call again later/],
  ["STORE_CORRUPT", /lifelong doctor --repair/],
  ["FORMAT_TOO_NEW", /update Lifelong/],
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
