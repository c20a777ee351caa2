import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findClaude, runClaude } from "./claude-code.ts";
import { converse, judge, KNOWN, LEARNED_LINE, QUESTION, REPLY } from "./conversation.ts";
import { type HostRoom, openHostRoom } from "./host-room.ts";
import { openMessagesStub } from "./messages-stub.ts";
import type { ModelRequest } from "./model-stub.ts";
import { writeResult } from "./results.ts";
import { type Traffic, tapServer } from "./tapped-server.ts";

let room: HostRoom;
let version: string | undefined;
beforeAll(async () => {
  room = await openHostRoom();
  version = await findClaude(room);
});
afterAll(() => room[Symbol.asyncDispose]());

describe("Claude Code over stdio", () => {
  let requests: readonly ModelRequest[] = [];
  let traffic: Traffic;
  let reply = "";
  beforeAll(async () => {
    if (version === undefined) return;
    await room.lifelong("edit", "--set", KNOWN.option);
    await using stub = await openMessagesStub(converse);
    const tapped = tapServer(room);
    const { command, args, env } = tapped;
    const server = { type: "stdio", command, args, env } as const;
    ({ reply } = await runClaude(room, { baseURL: stub.baseURL, prompt: QUESTION, server }));
    requests = stub.requests;
    traffic = await tapped.traffic();
    await writeResult({
      client: "Claude Code",
      version,
      transport: "stdio",
      era: traffic.revision ?? "",
      ...judge(requests.at(-1)?.answers ?? []),
      notes: "get_persona is loaded from the start; the other tools wait behind the host's tool search",
    });
  });
  beforeEach((context) => context.skip(version === undefined, "Claude Code is not installed for this machine"));

  test("the model's second request has the persona, and its first has not", () => {
    expect(requests[0]?.text).not.toContain(KNOWN.line);
    expect(requests[1]?.text).toContain(KNOWN.line);
  });

  test("get, record, optimize by the host's own model, get: the persona has changed", () => {
    expect(judge(requests.at(-1)?.answers ?? [])).toEqual({ get: true, record: true, optimize: true, change: true });
    expect(requests).toHaveLength(6);
    expect(reply).toBe(REPLY);
  });

  test("what the model did is in the store", async () => {
    expect(await room.lifelong("show", "--prompt")).toContain(LEARNED_LINE);
  });

  test("the model is told what the server says of itself", () => {
    expect(requests[0]?.text).toContain("Call get_persona before your first answer.");
  });

  test("get_persona is loaded for the first answer, and no other tool of ours", () => {
    const ours = requests[0]?.tools.filter(({ name }) => name.startsWith("mcp__lifelong__")) ?? [];
    expect(ours.map(({ name }) => name)).toEqual(["mcp__lifelong__get_persona"]);
    expect(ours[0]?.description).toContain("Call it once, before your first answer");
  });

  test("the other tools are told of by name", () => {
    for (const name of ["record_session", "optimize_persona", "edit_persona", "forget"]) {
      expect(requests[0]?.text).toContain(`mcp__lifelong__${name}\n`);
    }
  });

  test("host and server speak the newest revision of the protocol", () => {
    expect(traffic).toMatchObject({ revision: "2026-07-28", client: { name: "claude-code", version } });
    expect(traffic.methods).toEqual(expect.arrayContaining(["tools/list", "tools/call", "subscriptions/listen"]));
  });
});
