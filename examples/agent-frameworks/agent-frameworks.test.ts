import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getDefaultEnvironment } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMAND } from "../demo/host.ts";
import { talkThroughAiSdk } from "./ai-sdk.ts";
import { LEARNED } from "./conversation.ts";
import { talkThroughOpenAiAgents } from "./openai-agents.ts";

let workplace = "";
beforeAll(async () => {
  workplace = await mkdtemp(join(tmpdir(), "lifelong-frameworks-"));
});
afterAll(() => rm(workplace, { recursive: true, force: true }));

describe.each([
  ["the OpenAI Agents SDK", talkThroughOpenAiAgents],
  ["the AI SDK", talkThroughAiSdk],
] as const)("through %s, over stdio, with the host's own model", (name, talk) => {
  test("what was recorded is learned in two steps, and stands in the next persona", async () => {
    const environment = { ...getDefaultEnvironment(), LIFELONG_STORE: `file:${join(workplace, name)}` };
    const { answers, reply } = await talk({ command: process.execPath, args: [COMMAND, "serve"], environment });
    expect(reply).toBe("Hello again!");
    const [before, , , recorded, wanted, learned, after] = answers;
    expect(answers).toHaveLength(7);
    expect(before).not.toContain(LEARNED.content);
    expect(recorded).toContain("call optimize_persona");
    expect(wanted).toContain("proposal-wanted");
    expect(learned).toMatch(/by: host.*accepted: 2/);
    expect(after).toContain(`work: ${LEARNED.content}`);
  }, 60_000);
});
