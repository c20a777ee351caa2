import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { hasTmux } from "../../examples/chat/tmux.ts";
import { claudeCode } from "./claude-code.ts";
import { codex } from "./codex.ts";
import { KNOWN } from "./conversation.ts";
import { type HostRoom, LIFELONG, openHostRoom } from "./host-room.ts";
import type { ModelRequest } from "./model-stub.ts";

const SAID = "I live in Lisbon.";
const LEARNED_LINE = "lives in: Lisbon";
const REPLY = "Good to know.";
const HOSTS = [
  { host: claudeCode, name: "claude-code", events: ["SessionStart", "Stop", "SessionEnd"] },
  { host: codex, name: "codex", events: ["SessionStart", "Stop"] },
];

describe.for(HOSTS)("with hooks alone, without a server, $host.name", ({ host, name, events }) => {
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
    await host.hook(room, Object.fromEntries(events.map((event) => [event, commandOf(name, event)])));
    await using model = await host.openModel(() => ({ say: REPLY }));
    const visit = { baseURL: model.baseURL, environment: room.settings };
    const shown = () => room.lifelong("show", "--prompt");
    {
      await using seat = await host.sit(room, visit);
      await seat.say(SAID, REPLY);
      // Codex has no event for its end: whoever leaves while the hook of the turn is at work takes it along.
      await vi.waitFor(async () => expect(await shown()).toContain(LEARNED_LINE), { timeout: 60_000, interval: 500 });
      await seat.leave();
    }
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

/** With more than the second that a hook is given, since the machine runs the host and more beside it. */
function commandOf(host: string, event: string): string {
  const name = event.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
  return `"${process.execPath}" "${LIFELONG}" hook ${name} --host ${host} --seconds 30`;
}
