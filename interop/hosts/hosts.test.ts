import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { claudeCode } from "./claude-code.ts";
import { codex } from "./codex.ts";
import { converse, judge, KNOWN, LEARNED_LINE, QUESTION, REPLY } from "./conversation.ts";
import { gemini } from "./gemini.ts";
import type { Host } from "./host.ts";
import { type HostRoom, openHostRoom } from "./host-room.ts";
import { openHttpTap } from "./http-tap.ts";
import { type ModelRequest, ownTools } from "./model-stub.ts";
import { writeResult } from "./results.ts";
import { openStdioTap } from "./stdio-tap.ts";
import type { Traffic } from "./traffic.ts";

/** What is known of a host; the tests hold it to that. */
interface Habits {
  readonly host: Host;
  /** By which it names itself to servers. */
  readonly client: string;
  readonly revision: string;
  /** Tools that its model can call at once; the others are found by search. */
  readonly loaded: readonly string[];
  /** Which of the two forms of an answer its model reads. */
  readonly reads: "data" | "text";
  readonly notes: string;
}

const ALL = ["edit_persona", "forget", "get_persona", "optimize_persona", "record_session"];
const HABITS: readonly Habits[] = [
  {
    host: claudeCode,
    client: "claude-code",
    revision: "2026-07-28",
    loaded: ["get_persona"],
    reads: "data",
    notes: "get_persona is loaded from the start, the other tools are found by the host's tool search",
  },
  {
    host: codex,
    client: "codex-mcp-client",
    revision: "2025-06-18",
    loaded: ALL,
    reads: "data",
    notes: "all tools are loaded from the start",
  },
  {
    host: gemini,
    client: "gemini-cli-mcp-client",
    revision: "2025-06-18",
    loaded: ALL,
    reads: "text",
    notes: "all tools are loaded from the start",
  },
];
const TRANSPORTS = [
  ["stdio", openStdioTap],
  ["http", openHttpTap],
] as const;

describe.for(HABITS)("$host.name", ({ host, client, revision, loaded, reads, notes }) => {
  describe.for(TRANSPORTS)("over %s", ([transport, openServer]) => {
    let room: HostRoom;
    let version: string | undefined;
    let requests: readonly ModelRequest[] = [];
    let traffic: Traffic;
    let reply = "";

    beforeAll(async () => {
      room = await openHostRoom();
      version = await host.findVersion(room);
      if (version === undefined) return;
      await room.lifelong("edit", "--set", KNOWN.option);
      await using model = await host.openModel(converse);
      await using server = await openServer(room);
      const { baseURL } = model;
      ({ reply } = await host.visit(room, { baseURL, prompt: QUESTION, connection: server.connection }));
      requests = model.requests;
      traffic = await server.traffic();
      const course = judge(answersOf(requests));
      await writeResult({ client: host.name, version, transport, era: traffic.revision, ...course, notes });
    });
    afterAll(() => room[Symbol.asyncDispose]());
    beforeEach((context) => context.skip(version === undefined, `${host.name} is not installed for this machine`));

    test("the model's second request has the persona, and its first has not", () => {
      expect(requests[0]?.text).not.toContain(KNOWN.line);
      expect(requests[1]?.text).toContain(KNOWN.line);
    });

    test("get, record, optimize by the host's own model, get: the persona has changed", () => {
      expect(judge(answersOf(requests))).toEqual({ get: true, record: true, optimize: true, change: true });
      expect(requests).toHaveLength(6);
      expect(reply).toBe(REPLY);
    });

    test("what the model did is in the store", async () => {
      expect(await room.lifelong("show", "--prompt")).toContain(LEARNED_LINE);
    });

    test("the model is told what the server says of itself", () => {
      expect(requests[0]?.text).toContain("Call get_persona before your first answer.");
    });

    test(`tools that the model can call at once: ${loaded.join(", ")}`, () => {
      const [first] = requests;
      expect(first && ownTools(first).toSorted()).toEqual(loaded);
      const persona = first?.tools.find(({ name }) => name.endsWith("get_persona"));
      expect(persona?.description).toContain("Call it once, before your first answer");
    });

    test("tools that are not loaded are told of by name", () => {
      for (const name of ALL.filter((tool) => !loaded.includes(tool))) expect(requests[0]?.text).toContain(name);
    });

    test(`of an answer the model reads the ${reads}`, () => {
      const [persona] = answersOf(requests);
      expect(persona).toMatch(reads === "data" ? /^\{"persona":"/m : /^persona:$/m);
    });

    test(`${client} speaks ${revision}`, () => {
      expect(traffic.client?.name).toBe(client);
      expect(traffic.revision).toBe(revision);
      expect(traffic.methods).toEqual(expect.arrayContaining(["tools/list", "tools/call"]));
    });
  });
});

const answersOf = (requests: readonly ModelRequest[]) => requests.at(-1)?.answers ?? [];
