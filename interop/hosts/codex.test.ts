import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findCodex, runCodex } from "./codex.ts";
import { converse, judge, KNOWN, LEARNED_LINE, QUESTION, REPLY } from "./conversation.ts";
import { type HostRoom, openHostRoom } from "./host-room.ts";
import type { ModelRequest } from "./model-stub.ts";
import { openResponsesStub } from "./responses-stub.ts";
import { writeResult } from "./results.ts";
import { type Traffic, tapServer } from "./tapped-server.ts";

let room: HostRoom;
let version: string | undefined;
beforeAll(async () => {
  room = await openHostRoom();
  version = await findCodex(room);
});
afterAll(() => room[Symbol.asyncDispose]());

describe("Codex over stdio", () => {
  let requests: readonly ModelRequest[] = [];
  let traffic: Traffic;
  let reply = "";
  beforeAll(async () => {
    if (version === undefined) return;
    await room.lifelong("edit", "--set", KNOWN.option);
    await using stub = await openResponsesStub(converse);
    const server = tapServer(room);
    ({ reply } = await runCodex(room, { baseURL: stub.baseURL, prompt: QUESTION, server }));
    requests = stub.requests;
    traffic = await server.traffic();
    await writeResult({
      client: "Codex CLI",
      version,
      transport: "stdio",
      era: traffic.revision ?? "",
      ...judge(requests.at(-1)?.answers ?? []),
      notes: "all tools are loaded from the start; the brief comes whole",
    });
  });
  beforeEach((context) => context.skip(version === undefined, "Codex is not installed for this machine"));

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

  test("all tools are loaded for the first answer", () => {
    const names = requests[0]?.tools.flatMap(({ name }) => /^mcp__lifelong__(.*)/.exec(name)?.[1] ?? []);
    expect(names?.toSorted()).toEqual(["edit_persona", "forget", "get_persona", "optimize_persona", "record_session"]);
  });

  test("host and server speak by handshake", () => {
    expect(traffic).toMatchObject({ revision: "2025-06-18", client: { name: "codex-mcp-client", version } });
    expect(traffic.methods).toEqual(["initialize", "notifications/initialized", "tools/list", "tools/call"]);
  });
});
