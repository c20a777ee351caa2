import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { hasTmux } from "../../examples/chat/tmux.ts";
import { claudeCode } from "./claude-code.ts";
import { codex } from "./codex.ts";
import { KNOWN } from "./conversation.ts";
import type { SeatedHost } from "./host.ts";
import { type HostRoom, openHostRoom, PATIENT_COMMAND, PLUGIN } from "./host-room.ts";
import type { ModelRequest } from "./model-stub.ts";

const SAID = "I live in Lisbon.";
const LEARNED_LINE = "lives in: Lisbon";
const REPLY = "Good to know.";
const EVENTS = ["SessionStart", "Stop", "SessionEnd"];

/** How a host comes to call the hooks. */
interface Way {
  readonly name: string;
  readonly host: SeatedHost;
  readonly prepare: (room: HostRoom) => Promise<void>;
  readonly args: readonly string[];
  /** The host gives hooks about a second once it is left, and less than they need where the machine is busy. */
  readonly isHasty: boolean;
}

const WAYS: readonly Way[] = [
  {
    name: "Claude Code with the hooks alone",
    host: claudeCode,
    prepare: (room) => claudeCode.hook(room, commands("claude-code", EVENTS)),
    args: [],
    isHasty: false,
  },
  {
    name: "Claude Code with the plugin",
    host: claudeCode,
    prepare: async () => {},
    args: ["--plugin-dir", PLUGIN],
    isHasty: false,
  },
  {
    name: "Codex CLI with the hooks alone",
    host: codex,
    prepare: (room) => codex.hook(room, commands("codex", EVENTS)),
    args: [],
    isHasty: true,
  },
];

describe.for(WAYS)("$name", ({ host, prepare, args, isHasty }) => {
  let room: HostRoom;
  let missing: string | undefined;
  /** In the first conversation, and in the one after it. */
  const requests: ModelRequest[] = [];
  let greeting = "";

  beforeAll(async () => {
    room = await openHostRoom();
    if ((await host.findVersion(room)) === undefined) missing = `${host.name} is not installed for this machine`;
    if (!hasTmux()) missing = "tmux is not installed: Debian has it as tmux";
    if (missing !== undefined) return;
    await room.lifelong("edit", "--set", KNOWN.option);
    await prepare(room);
    await using model = await host.openModel(() => ({ say: REPLY }));
    const environment = { ...room.settings, LIFELONG_COMMAND: PATIENT_COMMAND };
    const visit = { baseURL: model.baseURL, args, environment };
    const learned = () =>
      vi.waitFor(async () => expect(await room.lifelong("show", "--prompt")).toContain(LEARNED_LINE), {
        timeout: 60_000,
        interval: 500,
      });
    {
      await using seat = await host.sit(room, visit);
      await seat.say(SAID, REPLY);
      if (isHasty) await learned();
      await seat.leave();
    }
    await learned();
    {
      await using seat = await host.sit(room, visit);
      await seat.say("Good morning.", REPLY);
      greeting = await seat.screen.read();
      await seat.leave();
    }
    requests.push(...model.requests);
  });
  afterAll(() => room[Symbol.asyncDispose]());
  beforeEach((context) => context.skip(missing !== undefined, missing));

  test("has the persona in the first request to its model", () => {
    expect(requests[0]?.text).toContain(KNOWN.line);
    expect(requests[0]?.text).not.toContain(LEARNED_LINE);
  });

  test("records the conversation without a call by the model", async () => {
    const said = expect.objectContaining({ role: "user", text: SAID });
    expect(requests).toHaveLength(2);
    expect(requests.flatMap(({ answers }) => answers)).toEqual([]);
    const { sessions } = JSON.parse(await room.lifelong("export"));
    expect(sessions[0]).toMatchObject({ source: "witnessed", messages: expect.arrayContaining([said]) });
  });

  test("has what was learned in the first request of the next conversation", () => {
    expect(requests[1]?.text).toContain(LEARNED_LINE);
  });

  test("shows the person, not the model, what was learned, from which words, and how to take it back", () => {
    expect(greeting).toMatch(/Lifelong has learned “lives in: Lisbon” from “I live in Lisbon\.?”.*lifelong undo \d+/);
    expect(requests[1]?.text).not.toContain("Lifelong has learned");
  });
});

function commands(host: string, events: readonly string[]): Readonly<Record<string, string>> {
  const nameOf = (event: string) => event.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
  return Object.fromEntries(
    events.map((event) => [event, `"${process.execPath}" "${PATIENT_COMMAND}" hook ${nameOf(event)} --host ${host}`]),
  );
}
