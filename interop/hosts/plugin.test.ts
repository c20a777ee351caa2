import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { claudeCode } from "./claude-code.ts";
import { KNOWN, LEARNED_LINE, propose, QUESTION } from "./conversation.ts";
import { type HostRoom, openHostRoom, PATIENT_COMMAND, PLUGIN } from "./host-room.ts";
import { type ModelRequest, type Move, ownTools } from "./model-stub.ts";

const DONE = "One thing was learned, none refused.";
/** Claude Code gives it to every agent, and no model can call it. */
const PLACEHOLDER = "DeferredToolPlaceholder";

/** The model of the conversation: it tries to learn by itself, then has the agent do it. */
function inConversation(answers: readonly string[]): Move {
  if (answers.length === 0) return { tool: "mcp__plugin_lifelong_lifelong__optimize_persona", input: {} };
  if (answers.length > 1) return { say: "Done." };
  const task = { description: "Learn", prompt: "Learn from what is recorded.", run_in_background: false };
  return { tool: "Agent", input: { subagent_type: "lifelong:optimizer", ...task } };
}

/** The model of the agent. */
function inAgent(answers: readonly string[]): Move {
  if (answers.length === 0) return { tool: "optimize_persona", input: {} };
  return answers.length === 1 ? { tool: "optimize_persona", input: propose(answers[0] ?? "") } : { say: DONE };
}

describe("the plugin in Claude Code", () => {
  let room: HostRoom;
  let version: string | undefined;
  let conversation: readonly ModelRequest[] = [];
  let agent: readonly ModelRequest[] = [];

  beforeAll(async () => {
    room = await openHostRoom();
    version = await claudeCode.findVersion(room);
    if (version === undefined) return;
    await room.lifelong("edit", "--set", KNOWN.option);
    const earlier = join(room.directory, "earlier.txt");
    await writeFile(earlier, `User: ${QUESTION}`);
    await room.lifelong("record", earlier);
    const isAgents = ({ tools }: ModelRequest) => tools.every(({ name }) => name !== "Agent");
    await using model = await claudeCode.openModel((answers, request) =>
      isAgents(request) ? inAgent(answers) : inConversation(answers),
    );
    await claudeCode.visit(room, {
      baseURL: model.baseURL,
      prompt: "Learn from our conversations.",
      args: ["--plugin-dir", PLUGIN],
      environment: { ...room.settings, LIFELONG_COMMAND: PATIENT_COMMAND },
    });
    agent = model.requests.filter(isAgents);
    conversation = model.requests.filter((request) => !isAgents(request));
  });
  afterAll(() => room[Symbol.asyncDispose]());
  beforeEach((context) => context.skip(version === undefined, "Claude Code is not installed for this machine"));

  test("has a server without a tool to record with, since the hooks record", () => {
    const [first] = conversation;
    expect(first && ownTools(first)).toEqual(["get_persona"]);
    const named = first?.text.match(/(?<=^mcp__plugin_lifelong_lifelong__)\w+$/gm)?.toSorted();
    expect(named).toEqual(["edit_persona", "forget", "optimize_persona"]);
  });

  test("has an agent that holds optimize_persona and no other tool", () => {
    expect(agent).not.toEqual([]);
    for (const request of agent) {
      expect(ownTools(request)).toEqual(["optimize_persona"]);
      expect(request.tools.filter(({ name }) => name !== PLACEHOLDER)).toHaveLength(1);
    }
  });

  test("learns by that agent from what is recorded, with the host's model", async () => {
    expect(await room.lifelong("show", "--prompt")).toContain(LEARNED_LINE);
  });

  test("keeps what people once said out of the conversation, which gets the agent's report", () => {
    expect(agent.at(-1)?.text).toContain(QUESTION);
    for (const request of conversation) expect(request.text).not.toContain(QUESTION);
    expect(conversation.at(-1)?.text).toContain(DONE);
  });

  test("lets nobody but the agent run the tool", () => {
    expect(conversation.at(-1)?.answers[0]).toContain("Start the agent lifelong:optimizer");
  });
});
